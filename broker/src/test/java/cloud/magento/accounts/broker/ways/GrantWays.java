package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.notApplicable;
import static cloud.magento.accounts.broker.ways.Verdict.opens;
import static cloud.magento.accounts.broker.ways.Verdict.refused;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Polling;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Every grant that the token endpoint knows. */
final class GrantWays {
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String UMA = "urn:ietf:params:oauth:grant-type:uma-ticket";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private GrantWays() {}

    static List<Way> all() {
        return List.of(
                Way.of(
                                "password grant, our flow",
                                scene -> password(scene, scene.place().app(), "openid"))
                        .unlinked(Outcome.MAGENTO_LINK_REQUIRED, Hook.GRANT)
                        .linked(Outcome.MAGENTO_LOGIN_REQUIRED, Hook.GRANT)
                        .service(refused(Outcome.WRONG_CREDENTIALS, Hook.KEYCLOAK)),
                Way.of("password grant, Keycloak's flow", GrantWays::stockPassword)
                        .unlinked(Outcome.NOT_SET_UP, Hook.ACTION_IN_GRANT)
                        .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS)
                        .service(refused(Outcome.WRONG_CREDENTIALS, Hook.KEYCLOAK)),
                Way.of("code from before the deadline", GrantWays::code).stoppedAtTheTokens(),
                Way.of("the same for an offline token", GrantWays::codeForOfflineToken)
                        .stoppedAtTheTokens(),
                Way.of("code from before the link", GrantWays::codeBeforeTheLink)
                        .unlinked(notApplicable(EarlierWays.NO_LINK_EVER))
                        .linked(Outcome.ENDED, Hook.PRIOR)
                        .exempt(notApplicable(EarlierWays.NO_LINK_EVER)),
                Way.of("refresh token from before the deadline", scene -> refresh(scene, "openid"))
                        .stoppedAtTheTokens()
                        .service(opens(Outcome.TOKENS)),
                Way.of("offline token from before the deadline", scene -> refresh(scene, "openid offline_access"))
                        .stoppedAtTheTokens()
                        .service(opens(Outcome.TOKENS)),
                Way.of("refresh token from before the link", scene -> refreshBeforeTheLink(scene, "openid"))
                        .unlinked(notApplicable(EarlierWays.NO_LINK_EVER))
                        .linked(Outcome.ENDED, Hook.PRIOR)
                        .exempt(notApplicable(EarlierWays.NO_LINK_EVER)),
                Way.of(
                                "offline token from before the link",
                                scene -> refreshBeforeTheLink(scene, "openid offline_access"))
                        .unlinked(notApplicable(EarlierWays.NO_LINK_EVER))
                        .linked(Outcome.ENDED, Hook.PRIOR)
                        .exempt(notApplicable(EarlierWays.NO_LINK_EVER)),
                Way.of("device flow, approved before the deadline", GrantWays::deviceApprovedBefore)
                        .stoppedAtTheTokens(),
                Way.of("device flow, approved after it", GrantWays::device).stoppedAtOurForm(),
                Way.of("CIBA", GrantWays::ciba)
                        .stoppedAtTheTokens()
                        .service(opens(Outcome.TOKENS)
                                .because("Keycloak lets whoever holds the device say yes for a service account too")),
                Way.of("token exchange of a token from before the deadline", GrantWays::exchange)
                        .stoppedAtTheTokens()
                        .service(opens(Outcome.TOKENS)),
                Way.of("JWT authorization grant", GrantWays::assertion).stoppedAtTheTokens(),
                Way.of("UMA ticket, token from before the deadline", GrantWays::uma)
                        .stoppedAtTheTokens()
                        .service(opens(Outcome.TOKENS)),
                Way.of("an exemption, to its second, by password grant", GrantWays::exemptionEnds)
                        .unlinked(notApplicable("it has no exemption"))
                        .linked(notApplicable("it has no exemption"))
                        .exempt(refused(Outcome.MAGENTO_LINK_REQUIRED, Hook.GRANT)
                                .leavingASession("passes until its second, is refused from then on, and keeps the"
                                        + " sessions of before")),
                Way.of("client credentials", GrantWays::clientCredentials)
                        .unlinked(notApplicable("no person in it"))
                        .linked(notApplicable("no person in it"))
                        .exempt(notApplicable("no person in it"))
                        .service(opens(Outcome.TOKENS)));
    }

    static Finding password(Scene scene, App app, String scope) {
        Account account = scene.account();
        return Finding.ofTokens(app.passwordGrant(account.username(), account.password(), scope));
    }

    private static Finding exemptionEnds(Scene scene) {
        Instant end = Instant.now().plusSeconds(3);
        scene.place().exempt(scene.account(), end);
        scene.mark();
        return Polling.across(
                end,
                () -> password(scene, scene.place().app(), "openid"),
                finding -> finding.outcome() == Outcome.TOKENS);
    }

    static Finding stockPassword(Scene scene) {
        return password(scene, scene.place().stockApp(), "openid");
    }

    private static Finding code(Scene scene) {
        return code(scene, "openid");
    }

    private static Finding codeForOfflineToken(Scene scene) {
        return code(scene, "openid offline_access");
    }

    private static Finding code(Scene scene, String scope) {
        scene.beforeTheDeadline();
        Answer back = scene.enter(scene.agent(), scene.place().app().signIn(Map.of("scope", scope)));
        scene.afterTheDeadline();
        return Finding.ofTokens(scene.redeem(scene.place().app(), back));
    }

    private static Finding codeBeforeTheLink(Scene scene) {
        scene.beforeTheLink();
        Answer back = scene.enter(scene.agent(), scene.place().app().signIn());
        scene.afterTheLink();
        return Finding.ofTokens(scene.redeem(scene.place().app(), back));
    }

    static Finding refresh(Scene scene, String scope) {
        scene.beforeTheDeadline();
        JsonNode tokens = tokens(scene, scope);
        scene.afterTheDeadline();
        return refreshed(scene, tokens);
    }

    private static Finding refreshBeforeTheLink(Scene scene, String scope) {
        scene.beforeTheLink();
        JsonNode tokens = tokens(scene, scope);
        scene.afterTheLink();
        return refreshed(scene, tokens);
    }

    private static Finding refreshed(Scene scene, JsonNode tokens) {
        return Finding.ofTokens(
                client(scene).refresh(tokens.get("refresh_token").asText()));
    }

    /** The client that the account has its tokens from. */
    private static App client(Scene scene) {
        return scene.holder() == Holder.SERVICE
                ? scene.place().service()
                : scene.place().app();
    }

    private static JsonNode tokens(Scene scene, String scope) {
        return (scene.holder() == Holder.SERVICE
                        ? clientCredentials(scene, scope)
                        : scene.tokensByPassword(scene.agent(), client(scene), scope))
                .json();
    }

    /** A token that the confidential client may exchange or ask permissions with. */
    private static String tokenOfService(Scene scene) {
        App service = scene.place().service();
        return (scene.holder() == Holder.SERVICE
                        ? clientCredentials(scene, "openid")
                        : scene.tokensByPassword(scene.agent(), service, "openid"))
                .json()
                .get("access_token")
                .asText();
    }

    static Finding deviceApprovedBefore(Scene scene) {
        scene.beforeTheDeadline();
        Device device = Device.at(scene.place());
        Answer page = device.approve(scene);
        if (!page.body().contains("id=\"kc-info-message\"")) {
            throw new AssertionError("Not approved: " + page.body());
        }
        scene.afterTheDeadline();
        return Finding.ofTokens(device.poll());
    }

    private static Finding device(Scene scene) {
        Device device = Device.at(scene.place());
        Answer page = device.approve(scene);
        Answer polled = device.poll();
        return polled.body().contains("authorization_pending") ? Finding.ofPage(page) : Finding.ofTokens(polled);
    }

    /** A device with no browser, and the code that it shows. */
    private record Device(App app, URI address, String code) {
        static Device at(Place place) {
            App app = place.app();
            JsonNode shown = app.post(app.endpoint("auth/device"), Map.of("scope", "openid"))
                    .expecting(200)
                    .json();
            return new Device(
                    app,
                    URI.create(shown.get("verification_uri_complete").asText()),
                    shown.get("device_code").asText());
        }

        /** The person signs in where the device says, and says yes where asked. */
        Answer approve(Scene scene) {
            Agent agent = scene.agent();
            Answer page = scene.enter(agent, address);
            return page.body().contains("id=\"kc-oauth\"") ? agent.submit(Map.of("accept", "Yes")) : page;
        }

        Answer poll() {
            return app.token(Map.of("grant_type", DEVICE, "device_code", code));
        }
    }

    static Finding ciba(Scene scene) {
        App service = scene.place().service();
        String request = service.post(
                        service.endpoint("ext/ciba/auth"),
                        Map.of("scope", "openid", "login_hint", scene.account().username()))
                .expecting(200)
                .json()
                .get("auth_req_id")
                .asText();
        App.postAs(
                        scene.grounds().device().question(),
                        service.endpoint("ext/ciba/auth/callback"),
                        "application/json",
                        "{\"status\":\"SUCCEED\"}")
                .expecting(200);
        return Finding.ofTokens(service.token(Map.of("grant_type", CIBA, "auth_req_id", request)));
    }

    static Finding exchange(Scene scene) {
        scene.beforeTheDeadline();
        String token = tokenOfService(scene);
        scene.afterTheDeadline();
        return Finding.ofTokens(scene.place()
                .service()
                .token(Map.of(
                        "grant_type", EXCHANGE,
                        "subject_token", token,
                        "subject_token_type", ACCESS_TOKEN)));
    }

    private static Finding assertion(Scene scene) {
        String subject = UUID.randomUUID().toString();
        scene.place().admin().link(scene.account(), Assertions.PROVIDER, subject, subject);
        scene.mark();
        return Finding.ofTokens(scene.place()
                .service()
                .token(Map.of(
                        "grant_type",
                        ASSERTION,
                        "assertion",
                        scene.grounds()
                                .assertions()
                                .about(subject, scene.place().url("")))));
    }

    static Finding uma(Scene scene) {
        scene.beforeTheDeadline();
        String token = tokenOfService(scene);
        scene.afterTheDeadline();
        return Finding.ofTokens(App.postAs(
                token,
                scene.place().service().endpoint("token"),
                "application/x-www-form-urlencoded",
                Http.encode(Map.of("grant_type", UMA, "ticket", ticket(scene)))));
    }

    /** The ticket that a resource server hands out for something of its own. */
    private static String ticket(Scene scene) {
        String server =
                clientCredentials(scene, "openid").json().get("access_token").asText();
        URI protection = scene.place().url("/authz/protection/");
        String resource = App.postAs(
                        server,
                        protection.resolve("resource_set"),
                        "application/json",
                        "{\"name\":\"" + UUID.randomUUID() + "\",\"ownerManagedAccess\":false}")
                .expecting(201)
                .json()
                .get("_id")
                .asText();
        return App.postAs(
                        server,
                        protection.resolve("permission"),
                        "application/json",
                        "[{\"resource_id\":\"" + resource + "\"}]")
                .expecting(201)
                .json()
                .get("ticket")
                .asText();
    }

    private static Finding clientCredentials(Scene scene) {
        return Finding.ofTokens(clientCredentials(scene, "openid"));
    }

    private static Answer clientCredentials(Scene scene, String scope) {
        return scene.place().service().token(Map.of("grant_type", "client_credentials", "scope", scope));
    }
}
