package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.notApplicable;
import static cloud.magento.accounts.broker.ways.Verdict.opens;
import static cloud.magento.accounts.broker.ways.Verdict.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** By an administrator's powers, and by the account's own at Keycloak's REST interfaces. */
final class AdministratorWays {
    private static final Policy ALLOWED = Policy.DUE.with("allowImpersonation", "true");

    /** The page that asks to connect, and the preview. */
    private static final int PAGES = 2;

    private AdministratorWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("impersonation by an administrator", AdministratorWays::impersonation)
                        .stoppedByTheAction()
                        .service(refused(Outcome.REFUSED, Hook.KEYCLOAK)),
                Way.of("impersonation, with allowImpersonation", AdministratorWays::allowedImpersonation)
                        .unlinked(opens(Outcome.TOKENS))
                        .linked(opens(Outcome.TOKENS))
                        .service(refused(Outcome.REFUSED, Hook.KEYCLOAK)),
                Way.of("impersonation, then connecting as oneself", AdministratorWays::connectingAsOneself)
                        .unlinked(refused(Outcome.SIGN_IN_PAGE, Hook.ACTION_FOR_LINKING))
                        .linked(notApplicable("it is connected already"))
                        .exempt(refused(Outcome.SIGN_IN_PAGE, Hook.ACTION_FOR_LINKING))
                        .service(refused(Outcome.REFUSED, Hook.KEYCLOAK)),
                Way.of("the same, with allowImpersonation", AdministratorWays::allowedConnectingAsOneself)
                        .unlinked(refused(Outcome.SIGN_IN_PAGE, Hook.ACTION_FOR_LINKING))
                        .linked(notApplicable("it is connected already"))
                        .exempt(refused(Outcome.SIGN_IN_PAGE, Hook.ACTION_FOR_LINKING))
                        .service(refused(Outcome.REFUSED, Hook.KEYCLOAK)),
                Way.of("admin REST as the master realm's administrator", AdministratorWays::masterAdministrator)
                        .unlinked(opens(Outcome.SERVED).because("the master realm has no provider, so no policy"))
                        .linked(notApplicable("an account of the master realm cannot be linked"))
                        .exempt(notApplicable("an account of the master realm needs no exemption")),
                Way.of("unlinking by the account REST interface", AdministratorWays::unlink)
                        .unlinked(notApplicable("there is no link to take away"))
                        .linked(Outcome.VETOED, Hook.LINKS)
                        .exempt(notApplicable("there is no link to take away"))
                        .service(notApplicable("there is no link to take away")),
                Way.of("admin REST as an account with realm-admin", AdministratorWays::adminRest)
                        .unlinked(Outcome.MAGENTO_LINK_REQUIRED, Hook.GRANT)
                        .linked(Outcome.MAGENTO_LOGIN_REQUIRED, Hook.GRANT)
                        .exempt(opens(Outcome.SERVED))
                        .service(opens(Outcome.SERVED)),
                Way.of("admin console as an account with realm-admin", AdministratorWays::adminConsole)
                        .stoppedAtOurForm());
    }

    private static Finding impersonation(Scene scene) {
        return impersonation(scene, scene.agent(), agent -> {
            App app = scene.place().app();
            return scene.judge(app, agent.open(app.signIn()));
        });
    }

    private static Finding allowedImpersonation(Scene scene) {
        scene.place().policy(ALLOWED);
        return impersonation(scene);
    }

    /** Ties the account to a Magento.com account of the administrator's own, as far as that goes. */
    private static Finding connectingAsOneself(Scene scene) {
        Agent administrator = scene.agentOfARightfulSession();
        Person oneself = Person.called("Administrator");
        MagentoStandIn magento = scene.grounds().stage().magento();
        administrator.withCookie(magento.accountPage(), magento.session(oneself));
        return impersonation(scene, administrator, agent -> {
            App app = scene.place().app();
            Answer answer = agent.open(app.signIn(Map.of("kc_action", "magento-link")));
            for (int page = 0; page < PAGES && answer.body().contains("id=\"magento-connect\""); page++) {
                answer = agent.submit(Map.of("action", "connect"));
            }
            assertThat(scene.place().admin().federatedIdentities(scene.account()))
                    .isEmpty();
            return scene.judge(app, answer);
        });
    }

    private static Finding allowedConnectingAsOneself(Scene scene) {
        scene.place().policy(ALLOWED);
        return connectingAsOneself(scene);
    }

    /** Does this in a browser that an administrator has signed in as the account, as far as that goes. */
    private static Finding impersonation(Scene scene, Agent agent, Function<Agent, Finding> deed) {
        Answer answer = scene.place().send("POST", "/users/" + scene.account().id() + "/impersonation", Map.of());
        if (answer.status() != 200) {
            return Finding.of(answer.status() == 400 ? Outcome.REFUSED : Outcome.OTHER, answer);
        }
        answer.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .filter(cookie -> !cookie.endsWith("="))
                .forEach(agent::withCookie);
        scene.mark();
        return deed.apply(agent);
    }

    private static Finding masterAdministrator(Scene scene) {
        return Finding.served(
                scene.place().admin().get("/users/" + scene.account().id()));
    }

    private static Finding unlink(Scene scene) {
        scene.beforeTheDeadline();
        String token = scene.tokensByPassword(scene.agent(), scene.place().app(), "openid")
                .json()
                .get("access_token")
                .asText();
        scene.afterTheDeadline();
        URI link = scene.place().url("/account/linked-accounts/" + Place.PROVIDER);
        Answer answer = App.askAs(token, "DELETE", link);
        boolean vetoed = answer.status() == 403 && answer.body().contains("magento_unlink_not_allowed");
        return Finding.of(vetoed ? Outcome.VETOED : Outcome.OTHER, answer);
    }

    private static Finding adminRest(Scene scene) {
        Account account = scene.account();
        scene.place().grant(account, "realm-management", "realm-admin");
        Answer answer = scene.holder() == Holder.SERVICE
                ? scene.place().service().token(Map.of("grant_type", "client_credentials"))
                : scene.place().open("admin-cli").passwordGrant(account.username(), account.password(), "openid");
        if (answer.status() != 200) {
            return Finding.ofTokens(answer);
        }
        Answer served = App.askAs(
                answer.json().get("access_token").asText(), "GET", scene.place().adminUrl("/users/count"));
        return Finding.of(served.status() == 200 ? Outcome.SERVED : Outcome.OTHER, served);
    }

    private static Finding adminConsole(Scene scene) {
        scene.place().grant(scene.account(), "realm-management", "realm-admin");
        String back = scene.place()
                .broker()
                .url("/admin/" + scene.place().name() + "/console/")
                .toString();
        App console = scene.place().open("security-admin-console");
        Agent agent = scene.agent();
        agent.stoppingAt(back);
        Answer answer = scene.enter(agent, console.signIn(Map.of("redirect_uri", back)));
        return answer.isRedirect()
                ? Finding.ofTokens(console.redeem(Http.parameter(answer.location(), "code"), back))
                : Finding.ofPage(answer);
    }
}
