package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What an answer shows, told from its own marks and no other knowledge.
 *
 * @param answer the answer that it was told from, for a test that fails
 */
public record Finding(Outcome outcome, String answer) {
    static Finding of(Outcome outcome, Answer answer) {
        return new Finding(
                outcome,
                answer.status() + " " + answer.headers().map().getOrDefault("location", List.of()) + " from "
                        + answer.uri() + "\n" + readable(answer.body()));
    }

    /** What a page says, without what only a browser reads; anything else as it is. */
    private static String readable(String body) {
        return body.stripLeading().startsWith("<!DOCTYPE html") ? Html.of(body).text() : body;
    }

    /** Of the token endpoint's answer. */
    static Finding ofTokens(Answer answer) {
        JsonNode body = answer.json();
        if (answer.status() == 200) {
            return of(body.has("access_token") ? Outcome.TOKENS : Outcome.OTHER, answer);
        }
        return of(
                ofError(
                        body.path("error").asText(),
                        body.path("error_description").asText()),
                answer);
    }

    private static Outcome ofError(String error, String description) {
        return switch (description) {
            case "magento_link_required" -> Outcome.MAGENTO_LINK_REQUIRED;
            case "magento_login_required" -> Outcome.MAGENTO_LOGIN_REQUIRED;
            case "Account is not fully set up" -> Outcome.NOT_SET_UP;
            case "Invalid user credentials" -> Outcome.WRONG_CREDENTIALS;
            case "Session not active",
                    "Offline user session not found",
                    "Stale token",
                    "Code not valid",
                    "Invalid token",
                    "Invalid bearer token" -> Outcome.ENDED;
            default -> error.equals("invalid_token") ? Outcome.ENDED : Outcome.OTHER;
        };
    }

    /** Of the error parameter that an application's person comes back with. */
    static Finding ofReturn(Answer answer) {
        return of(
                switch (Http.query(answer.location()).getOrDefault("error", "")) {
                    case "interaction_required" -> Outcome.INTERACTION_REQUIRED;
                    case "login_required" -> Outcome.LOGIN_REQUIRED;
                    default -> Outcome.OTHER;
                },
                answer);
    }

    /** Of a page of the realm. */
    static Finding ofPage(Answer page) {
        return of(ofPageText(page.body()), page);
    }

    /** Of the same in a real browser. */
    static Finding ofHtml(String html) {
        return new Finding(ofPageText(html), readable(html));
    }

    private static Outcome ofPageText(String html) {
        Html page = Html.of(html);
        Optional<String> assertion = page.field("SAMLResponse");
        if (assertion.isPresent()) {
            return ofSaml(new String(Base64.getDecoder().decode(assertion.get()), StandardCharsets.UTF_8));
        }
        boolean inAction = html.contains("/login-actions/required-action");
        if (html.contains("id=\"magento-connect\"") && !html.contains("id=\"magento-upstream\"")) {
            return inAction ? Outcome.CONNECT_PAGE : Outcome.OTHER;
        }
        if (html.contains("id=\"magento-continue\"")) {
            return inAction ? Outcome.UPSTREAM_PAGE : Outcome.TOLD_PAGE;
        }
        if (inAction && html.contains("id=\"kc-otp-login-form\"")) {
            return Outcome.CODE_PAGE;
        }
        if (html.contains("Invalid username or password")) {
            return Outcome.WRONG_CREDENTIALS;
        }
        if (html.contains("id=\"kc-form-login\"")) {
            return Outcome.SIGN_IN_PAGE;
        }
        if (html.contains("id=\"kc-info-message\"")) {
            return Outcome.NOTICE;
        }
        return html.contains("id=\"magento-reason\"")
                        || page.text("kc-error-message").isPresent()
                ? Outcome.REFUSED
                : Outcome.OTHER;
    }

    /** Of what was asked for and given. */
    static Finding served(JsonNode what) {
        return new Finding(Outcome.SERVED, what.toString());
    }

    /** Of what a container registry's client is answered. */
    static Finding ofRegistryToken(Answer answer) {
        if (answer.status() == 200) {
            return of(answer.json().has("token") ? Outcome.TOKENS : Outcome.OTHER, answer);
        }
        String message = answer.json().path("errors").path(0).path("message").asText();
        if (message.startsWith("Invalid username or password")) {
            return of(Outcome.WRONG_CREDENTIALS, answer);
        }
        return of(ofError("", message.replaceFirst(":.*", "")), answer);
    }

    /** Of a SAML response, in whatever it came. */
    static Finding ofSaml(Answer answer) {
        return of(ofSaml(answer.body()), answer);
    }

    private static Outcome ofSaml(String xml) {
        if (xml.contains("<saml:Assertion")) {
            return Outcome.ASSERTION;
        }
        if (xml.contains("status:RequestDenied")) {
            return Outcome.REQUEST_DENIED;
        }
        return xml.contains("status:NoPassive") ? Outcome.NO_PASSIVE : Outcome.OTHER;
    }
}
