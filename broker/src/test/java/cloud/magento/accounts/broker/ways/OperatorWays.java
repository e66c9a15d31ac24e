package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.notApplicable;
import static cloud.magento.accounts.broker.ways.Verdict.opens;
import static cloud.magento.accounts.broker.ways.Verdict.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.ways.Grounds.Setting;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an operator made of the realm: the required action switched off, Keycloak's flows bound again, no provider. */
final class OperatorWays {
    private static final String INERT = "a session stays and opens nothing: every token of it is refused";

    private OperatorWays() {}

    static List<Way> all() {
        return Stream.of(actionOff(), stockFlows(), noProvider())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Way> actionOff() {
        Verdict linkRequired =
                refused(Outcome.MAGENTO_LINK_REQUIRED, Hook.TOKENS).leavingASession(INERT);
        Verdict loginRequired =
                refused(Outcome.MAGENTO_LOGIN_REQUIRED, Hook.TOKENS).leavingASession(INERT);
        return Stream.of(
                        Way.of("action off: password form", PersonWays::passwordForm)
                                .unlinked(linkRequired)
                                .linked(Outcome.TOLD_PAGE, Hook.FORM),
                        Way.of("action off: client with Keycloak's browser flow", PersonWays::stockForm)
                                .unlinked(linkRequired)
                                .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS),
                        Way.of("action off: /login-actions/restart", PersonWays::restart)
                                .unlinked(linkRequired)
                                .linked(Outcome.TOLD_PAGE, Hook.FORM),
                        Way.of("action off: OTP alone", PersonWays::otpAlone)
                                .unlinked(linkRequired)
                                .linked(loginRequired),
                        Way.of("action off: another provider", PersonWays::anotherProvider)
                                .unlinked(linkRequired)
                                .linked(loginRequired),
                        Way.of("action off: single sign-on cookie from before", EarlierWays::singleSignOn)
                                .unlinked(linkRequired)
                                .linked(loginRequired),
                        Way.of("action off: password grant, Keycloak's flow", GrantWays::stockPassword)
                                .unlinked(Outcome.MAGENTO_LINK_REQUIRED, Hook.TOKENS)
                                .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS),
                        Way.of("action off: the same for an offline token", OperatorWays::stockPasswordOffline)
                                .unlinked(Outcome.MAGENTO_LINK_REQUIRED, Hook.TOKENS)
                                .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS),
                        Way.of("action off: kc_action=magento-link", OperatorWays::askForOurAction)
                                .unlinked(linkRequired)
                                .linked(loginRequired),
                        Way.of("action off: implicit flow", PersonWays::implicit)
                                .unlinked(refused(Outcome.REFUSED, Hook.TOKENS).leavingASession(INERT))
                                .linked(Outcome.TOLD_PAGE, Hook.FORM),
                        Way.of("action off: forgotten password", MailWays::reset)
                                .unlinked(linkRequired)
                                .linked(Outcome.SIGN_IN_PAGE, Hook.RESET),
                        Way.of("action off: SAML, password form", SamlWays::passwordForm)
                                .unlinked(refused(Outcome.REQUEST_DENIED, Hook.ASSERTIONS)
                                        .leavingASession(INERT))
                                .linked(Outcome.TOLD_PAGE, Hook.FORM)
                                .exempt(opens(Outcome.ASSERTION)),
                        Way.of("action off: SAML, session from before the deadline", SamlWays::singleSignOn)
                                .unlinked(Outcome.REQUEST_DENIED, Hook.ASSERTIONS)
                                .linked(Outcome.REQUEST_DENIED, Hook.ASSERTIONS)
                                .exempt(opens(Outcome.ASSERTION)),
                        Way.of("action off: SAML enhanced client (ECP)", SamlWays::enhancedClient)
                                .unlinked(Outcome.REQUEST_DENIED, Hook.ASSERTIONS)
                                .linked(Outcome.NO_PASSIVE, Hook.PASSWORDS)
                                .exempt(opens(Outcome.ASSERTION)))
                .map(way -> way.in(Setting.ACTION_OFF))
                .toList();
    }

    private static List<Way> stockFlows() {
        return Stream.of(
                        Way.of("Keycloak's flows: browser", PersonWays::passwordForm)
                                .unlinked(Outcome.CONNECT_PAGE, Hook.ACTION)
                                .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS),
                        Way.of("Keycloak's flows: direct grant", OperatorWays::password)
                                .unlinked(Outcome.NOT_SET_UP, Hook.ACTION_IN_GRANT)
                                .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS),
                        Way.of("Keycloak's flows: reset credentials", MailWays::reset)
                                .stoppedByTheAction(),
                        Way.of("Keycloak's flows: first broker login, same email", OperatorWays::firstLogin)
                                .unlinked(Outcome.REFUSED, Hook.LINKS)
                                .linked(Outcome.REFUSED, Hook.LINKS)
                                .exempt(refused(Outcome.REFUSED, Hook.LINKS)),
                        Way.of("Keycloak's flows: first broker login, unknown person", OperatorWays::firstLoginOfNobody)
                                .unlinked(refused(Outcome.REFUSED, Hook.LINKS)
                                        .because("Keycloak leaves the account that it made: linked to nobody,"
                                                + " with no credential"))
                                .linked(notApplicable("nobody here is that person"))
                                .exempt(notApplicable("nobody here is that person")))
                .map(way -> way.in(Setting.STOCK_FLOWS))
                .toList();
    }

    private static List<Way> noProvider() {
        String elsewhere = "without the provider there are neither links nor exemptions";
        return List.of(
                Way.of("realm without the provider: password form", PersonWays::passwordForm)
                        .unlinked(opens(Outcome.TOKENS).because("no provider, no policy"))
                        .linked(notApplicable(elsewhere))
                        .exempt(notApplicable(elsewhere))
                        .in(Setting.NO_PROVIDER),
                Way.of("realm without the provider: password grant", OperatorWays::password)
                        .unlinked(opens(Outcome.TOKENS).because("no provider, no policy"))
                        .linked(notApplicable(elsewhere))
                        .exempt(notApplicable(elsewhere))
                        .in(Setting.NO_PROVIDER));
    }

    private static Finding password(Scene scene) {
        return GrantWays.password(scene, scene.place().app(), "openid");
    }

    private static Finding stockPasswordOffline(Scene scene) {
        return GrantWays.password(scene, scene.place().stockApp(), "openid offline_access");
    }

    private static Finding askForOurAction(Scene scene) {
        Agent agent = EarlierWays.signedInBefore(scene);
        App app = scene.place().app();
        return scene.judge(app, agent.open(app.signIn(Map.of("kc_action", "magento-link"))));
    }

    /** Comes from Magento.com as a person with the account's email, and ties the two by the account's mailbox. */
    private static Finding firstLogin(Scene scene) {
        MagentoStandIn magento = scene.grounds().stage().magento();
        Person stranger = Person.called("Stranger").withEmail(scene.account().email());
        App app = scene.place().app();
        Agent agent = scene.agent().withCookie(magento.accountPage(), magento.session(stranger));
        Answer page = agent.open(app.signIn(Map.of("kc_idp_hint", Place.PROVIDER)));
        assertThat(page.body()).contains("name=\"submitAction\"");
        agent.submit(Map.of("submitAction", "linkAccount"));
        URI mailed = MailWays.linkTo(scene).orElseThrow(() -> new AssertionError("The mailbox was not asked"));
        Finding finding = scene.judge(app, agent.open(mailed));
        scene.checkUnlinked(stranger);
        return finding;
    }

    /** Comes from Magento.com as nobody who is known here. */
    private static Finding firstLoginOfNobody(Scene scene) {
        MagentoStandIn magento = scene.grounds().stage().magento();
        Person newcomer = Person.called("Newcomer");
        Agent agent = scene.agent().withCookie(magento.accountPage(), magento.session(newcomer));
        App app = scene.place().app();
        Finding finding = scene.judge(app, agent.open(app.signIn(Map.of("kc_idp_hint", Place.PROVIDER))));
        scene.checkUnlinked(newcomer);
        scene.place()
                .admin()
                .usersWithEmail(String.valueOf(newcomer.email()))
                .forEach(left -> assertThat(
                                scene.place().credentials(left.get("id").asText()))
                        .isEmpty());
        return finding;
    }
}
