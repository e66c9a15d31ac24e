package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.notApplicable;
import static cloud.magento.accounts.broker.ways.Verdict.opens;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.RecoveryCodes;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Signing in with a browser, on whatever page and by whatever credential, after the deadline. */
final class PersonWays {
    private static final String OTP = "auth-otp-form";
    private static final String RECOVERY_CODE = "auth-recovery-authn-code-form";

    private PersonWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("password form", PersonWays::passwordForm).stoppedAtOurForm(),
                Way.of("kc_idp_hint empty, password form", scene -> enter(scene, Map.of("kc_idp_hint", "")))
                        .stoppedAtOurForm(),
                Way.of(
                                "kc_idp_hint of a provider unknown here",
                                scene -> enter(scene, Map.of("kc_idp_hint", "unknown")))
                        .stoppedAtOurForm(),
                Way.of("kc_idp_hint of another provider", PersonWays::anotherProvider)
                        .stoppedByTheAction(),
                Way.of("client with Keycloak's browser flow", PersonWays::stockForm)
                        .unlinked(Outcome.CONNECT_PAGE, Hook.ACTION)
                        .linked(Outcome.WRONG_CREDENTIALS, Hook.PASSWORDS),
                Way.of("/login-actions/restart", PersonWays::restart).stoppedAtOurForm(),
                Way.of("password and OTP", PersonWays::passwordAndOtp).stoppedAtOurForm(),
                Way.of("OTP alone, in a client's own flow", PersonWays::otpAlone)
                        .stoppedByTheAction(),
                Way.of("recovery code alone, in a client's own flow", PersonWays::recoveryCodeAlone)
                        .stoppedByTheAction(),
                Way.of("registration", PersonWays::registration)
                        .unlinked(Outcome.CONNECT_PAGE, Hook.ACTION)
                        .linked(notApplicable("a new account has no link yet: it is the unlinked one"))
                        .exempt(notApplicable("an exemption names an account that exists")),
                Way.of("implicit flow, where a client has it on", PersonWays::implicit)
                        .stoppedAtOurForm(),
                Way.of("account console", PersonWays::accountConsole)
                        .stoppedAtOurForm()
                        .exempt(opens(Outcome.SERVED)));
    }

    static Finding passwordForm(Scene scene) {
        return enter(scene, Map.of());
    }

    private static Finding enter(Scene scene, Map<String, String> parameters) {
        App app = scene.place().app();
        return scene.judge(app, scene.enter(scene.agent(), app.signIn(parameters)));
    }

    static Finding anotherProvider(Scene scene) {
        Person stranger = scene.grounds().other().add(Person.called("Other"));
        scene.place().admin().link(scene.account(), "other", stranger.subject(), stranger.preferredUsername());
        scene.mark();
        Agent agent = scene.agent()
                .withCookie(
                        scene.grounds().other().accountPage(),
                        scene.grounds().other().session(stranger));
        App app = scene.place().app();
        return scene.judge(app, agent.open(app.signIn(Map.of("kc_idp_hint", "other"))));
    }

    static Finding stockForm(Scene scene) {
        App app = scene.place().stockApp();
        return scene.judge(app, scene.enter(scene.agent(), app.signIn()));
    }

    /** Begins, restarts, and begins again; then once more from where the first password led. */
    static Finding restart(Scene scene) {
        App app = scene.place().app();
        Agent agent = scene.agent();
        agent.open(app.signIn());
        agent.open(restartOf(agent, scene));
        Answer entered = agent.submit(scene.passwords());
        if (entered.isRedirect()) {
            return scene.judge(app, entered);
        }
        agent.open(restartOf(agent, scene));
        return scene.judge(app, agent.submit(scene.passwords()));
    }

    private static URI restartOf(Agent agent, Scene scene) {
        Map<String, String> here = Http.query(agent.formAction());
        return Http.uri(
                scene.place().url("/login-actions/restart").toString(),
                Map.of(
                        "client_id", here.getOrDefault("client_id", ""),
                        "tab_id", here.getOrDefault("tab_id", ""),
                        "client_data", here.getOrDefault("client_data", "")));
    }

    private static Finding passwordAndOtp(Scene scene) {
        scene.place().addCredential(scene.account(), OneTimeCodes.credential());
        App app = scene.place().app();
        Agent agent = scene.agent();
        Answer answer = scene.enter(agent, app.signIn());
        return scene.judge(
                app, answer.body().contains("name=\"otp\"") ? agent.submit(Map.of("otp", OneTimeCodes.now())) : answer);
    }

    static Finding otpAlone(Scene scene) {
        return otpAlone(scene, scene.agent(), Map.of());
    }

    /** Gives the name, unless the page knows it, and the one-time code. */
    static Finding otpAlone(Scene scene, Agent agent, Map<String, String> parameters) {
        scene.place().addCredential(scene.account(), OneTimeCodes.credential());
        App app = scene.place().appBy(OTP);
        Answer page = agent.open(app.signIn(parameters));
        if (page.body().contains("name=\"username\"")) {
            agent.submit(Map.of("username", scene.account().username()));
        }
        return scene.judge(app, agent.submit(Map.of("otp", OneTimeCodes.now())));
    }

    private static Finding recoveryCodeAlone(Scene scene) {
        scene.place().addCredential(scene.account(), RecoveryCodes.credential());
        App app = scene.place().appBy(RECOVERY_CODE);
        Agent agent = scene.agent();
        agent.open(app.signIn());
        agent.submit(Map.of("username", scene.account().username()));
        return scene.judge(app, agent.submit(Map.of("recoveryCodeInput", RecoveryCodes.ANY)));
    }

    private static Finding registration(Scene scene) {
        Account newcomer = Account.called("Newcomer");
        App app = scene.place().app();
        Agent agent = scene.agent();
        agent.open(app.signIn());
        agent.click("/login-actions/registration");
        Answer answer = agent.submit(Map.of(
                "username", newcomer.username(),
                "email", newcomer.email(),
                "firstName", newcomer.firstName(),
                "lastName", newcomer.lastName(),
                "password", newcomer.password(),
                "password-confirm", newcomer.password()));
        scene.become(scene.place().admin().account(newcomer.username(), newcomer.password()));
        return scene.judge(app, answer);
    }

    static Finding implicit(Scene scene) {
        App app = scene.place().open("app-implicit");
        URI signIn = app.signIn(Map.of("response_type", "id_token token", "nonce", "n"));
        return scene.judge(app, scene.enter(scene.agent(), signIn));
    }

    /** Signs in at the console's own client, whose token the account REST interface then takes. */
    private static Finding accountConsole(Scene scene) {
        App console = scene.place().open("account-console");
        String back = scene.place().url("/account/").toString();
        Agent agent = scene.agent();
        agent.stoppingAt(back);
        Answer answer = scene.enter(agent, console.signIn(Map.of("redirect_uri", back)));
        if (!answer.isRedirect()) {
            return Finding.ofPage(answer);
        }
        String token = console.redeem(Http.parameter(answer.location(), "code"), back)
                .expecting(200)
                .json()
                .get("access_token")
                .asText();
        Answer account = App.askAs(token, "GET", scene.place().url("/account/"));
        return Finding.of(account.status() == 200 ? Outcome.SERVED : Outcome.OTHER, account);
    }
}
