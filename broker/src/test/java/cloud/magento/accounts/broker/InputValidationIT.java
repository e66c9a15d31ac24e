package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Auditors;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.pages.AuditPage;
import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an address or a form brings: no value becomes a server error, a header or a cookie. */
class InputValidationIT {
    /** As they stand in an address or a form, encoded. */
    private static final List<String> HOSTILE =
            List.of("%0d%0aSet-Cookie:a=b", "%22", "%00", "%ff", "%ed%a0%80", "%24%7b7*7%7d", "-1", "x".repeat(6_000));

    /** Further ones, for what ends in a cookie. */
    private static final List<String> ODD_LANGUAGES = List.of(
            "%0a", "%5c", "%3b+Domain=x", "%01", "%c3%28", "%f0%9f%98%80", "%e2%80%ae", "%25", "*", "nl-%0d%0a");

    private static final Map<String, List<String>> ADDRESSES = Map.of(
            "/magento/user", List.of("kc_locale", "notice", "unknown"),
            "/magento/user/returned", List.of("kc_action", "kc_action_status", "code", "state", "kc_locale"),
            "/magento/audit", List.of("kc_locale", "notice", "unknown"),
            "/magento/audit/accounts",
                    List.of("state", "search", "exact", "cohort", "use", "drift", "after", "kc_locale"),
            "/magento/audit/entries", List.of("user", "type", "from", "to", "before", "kc_locale"),
            "/broker/magento/endpoint", List.of("state", "code", "iss", "error", "error_description", "kc_locale"),
            "/broker/magento/endpoint/again", List.of("state", "prompt"),
            "/broker/magento/endpoint/logout_response", List.of("state"));

    private static final Map<String, List<String>> FORMS = Map.of(
            "/magento/user/connect", List.of("stateChecker"),
            "/magento/user/sign-out", List.of("stateChecker"),
            "/magento/audit/record/verify", List.of("stateChecker"),
            "/magento/audit/accounts/export", List.of("stateChecker", "format", "search", "cohort", "use"),
            "/broker/magento/endpoint/backchannel-logout", List.of("logout_token"));

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @MethodSource("addresses")
    void survivesInjectionInQueryFromAnonymousVisitor(String path, String parameter) {
        Http http = new Http();
        SoftAssertions all = new SoftAssertions();
        for (String query : queries(parameter)) {
            Answer answer = http.get(URI.create(stage.broker().realmUrl(path) + query));
            all.assertThat(answer.status()).as(path + query).isLessThan(500);
            all.assertThat(answer.headers().allValues("Set-Cookie"))
                    .as(path + query)
                    .noneMatch(InputValidationIT::isOddLanguage)
                    .noneMatch(cookie -> cookie.startsWith("a=b"));
        }
        all.assertAll();
    }

    @Test
    void survivesInjectionInQueryAndFormFromAuditor() {
        Auditors auditors = Auditors.in(stage, "input-" + UUID.randomUUID());
        Visitor visitor = stage.visitor();
        AuditPage page = auditors.signIn(visitor);
        String genuine = page.page().locator("input[name=stateChecker]").first().getAttribute("value");
        APIRequestContext requests = visitor.context().request();
        SoftAssertions all = new SoftAssertions();
        ADDRESSES.forEach((path, parameters) -> parameters.forEach(parameter -> {
            for (String query : queries(parameter)) {
                APIResponse answer = requests.get(
                        realm(auditors, path) + query, RequestOptions.create().setMaxRedirects(0));
                all.assertThat(answer.status()).as(path + query).isLessThan(500);
                all.assertThat(answer.headersArray())
                        .as(path + query)
                        .noneMatch(header -> header.name.equalsIgnoreCase("Set-Cookie") && isOddLanguage(header.value));
            }
        }));
        FORMS.forEach((path, fields) -> fields.forEach(field -> HOSTILE.forEach(value -> {
            String form = field + "=" + value + (field.equals("stateChecker") ? "" : "&stateChecker=" + genuine);
            APIResponse answer = requests.post(
                    realm(auditors, path),
                    RequestOptions.create()
                            .setMaxRedirects(0)
                            .setHeader("Content-Type", "application/x-www-form-urlencoded")
                            .setData(form));
            all.assertThat(answer.status()).as(path + " " + form).isLessThan(500);
        })));
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aX", "%22x", "xx", "%ff", "%5c%22"})
    void keepsUnknownLanguageOutOfAccountAndCookie(String locale) {
        // given: a sign-in that was asked for in it, on Keycloak's own page
        stage.policy(Policy.before(Duration.ofDays(60)));
        Account account = stage.account("Lee");
        Walker walker = new Walker();
        Walker.Shown signIn = walker.open(stage.broker().accountPage());

        // when
        Walker.Shown again = walker.open(
                URI.create(signIn.link("kc_locale=nl").toString().replace("kc_locale=nl", "kc_locale=" + locale)));
        Walker.Shown user =
                walker.submit(again, Map.of("username", account.username(), "password", account.password()));

        // then
        assertThat(again.page().status()).isEqualTo(200);
        assertThat(user.has("magento-status")).isTrue();
        assertThat(stage.broker().database().attribute(account, "locale")).isEmpty();
    }

    @Test
    void acceptsLanguageOfRealm() {
        Answer answer = new Http().get(URI.create(stage.broker().realmUrl("/magento/user") + "?kc_locale=nl-BE"));

        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("KEYCLOAK_LOCALE=nl;"));
        assertThat(Http.parameter(answer.location(), "ui_locales")).isEqualTo("nl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aX", "%22", "xx", "%ff", "nl&kc_locale=%0d"})
    void leavesUnknownLanguageOutOfShortcut(String locale) {
        Answer answer = new Http().get(URI.create(stage.broker().accountPage() + "?kc_locale=" + locale));

        assertThat(answer.status()).isLessThan(500);
        assertThat(answer.location().toString()).doesNotContain("%0").doesNotContain("\"");
    }

    static Stream<Arguments> addresses() {
        return ADDRESSES.entrySet().stream()
                .flatMap(address -> address.getValue().stream().map(name -> Arguments.of(address.getKey(), name)));
    }

    private static List<String> queries(String parameter) {
        Stream<String> further = parameter.equals("kc_locale") ? ODD_LANGUAGES.stream() : Stream.of();
        return Stream.concat(
                        Stream.concat(HOSTILE.stream(), further).map(value -> "?" + parameter + "=" + value),
                        Stream.of("?" + parameter + "=a&" + parameter + "=%0d"))
                .toList();
    }

    private static boolean isOddLanguage(String cookie) {
        return cookie.startsWith("KEYCLOAK_LOCALE=") && !cookie.matches("KEYCLOAK_LOCALE=(en|nl|sv|fr|it|ja)?;.*");
    }

    private String realm(Auditors auditors, String path) {
        return stage.broker().url("/realms/" + auditors.realmName() + path).toString();
    }
}
