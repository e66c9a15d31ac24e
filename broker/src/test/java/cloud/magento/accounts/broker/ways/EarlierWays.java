package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.notApplicable;
import static cloud.magento.accounts.broker.ways.Verdict.opens;
import static cloud.magento.accounts.broker.ways.Verdict.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Http.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Coming with a session of earlier: from before the deadline, from before the link, or through Magento.com. */
final class EarlierWays {
    static final String NO_LINK_EVER = "it has no link that anything could come before";
    private static final String NO_UPSTREAM_SESSION = "who came through Magento.com is linked";

    private EarlierWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("single sign-on cookie from before the deadline", EarlierWays::singleSignOn)
                        .stoppedByTheAction(),
                Way.of("remember-me cookie from before the deadline", EarlierWays::rememberMe)
                        .stoppedByTheAction(),
                Way.of("prompt=none, session from before the deadline", scene -> from(scene, Map.of("prompt", "none")))
                        .unlinked(Outcome.INTERACTION_REQUIRED, Hook.ACTION_UNSEEN)
                        .linked(Outcome.INTERACTION_REQUIRED, Hook.ACTION_UNSEEN),
                Way.of("acr_values=1 and the password, over it", scene -> again(scene, Map.of("acr_values", "1")))
                        .stoppedAtOurForm(),
                Way.of("max_age=0 and the password, over it", EarlierWays::maxAge)
                        .stoppedAtOurForm(),
                Way.of("prompt=login and the password, over it", scene -> again(scene, Map.of("prompt", "login")))
                        .stoppedAtOurForm(),
                Way.of("single sign-on cookie from before the link", EarlierWays::beforeTheLink)
                        .unlinked(notApplicable(NO_LINK_EVER))
                        .linked(Outcome.LOGIN_REQUIRED, Hook.PRIOR)
                        .exempt(notApplicable(NO_LINK_EVER)),
                Way.of("prompt=login and the password, over an upstream session", EarlierWays::passwordOverUpstream)
                        .unlinked(notApplicable(NO_UPSTREAM_SESSION))
                        .linked(Outcome.TOLD_PAGE, Hook.FORM)
                        .exempt(notApplicable(NO_UPSTREAM_SESSION)),
                Way.of("prompt=login and an OTP alone, over an upstream session", EarlierWays::otpOverUpstream)
                        .unlinked(notApplicable(NO_UPSTREAM_SESSION))
                        .linked(Outcome.UPSTREAM_PAGE, Hook.ACTION)
                        .exempt(notApplicable(NO_UPSTREAM_SESSION)),
                Way.of("access token held since before the deadline", EarlierWays::heldToken)
                        .unlinked(opens(Outcome.SERVED)
                                .because("lives out its five minutes at whoever takes it, and is not renewed: Keycloak"
                                        + " asks nobody about a token that is out"))
                        .linked(opens(Outcome.SERVED).because("the same, where the link is older than the token"))
                        .exempt(opens(Outcome.SERVED)),
                Way.of("a new password by the account REST interface, token from before", EarlierWays::newPassword)
                        .unlinked(Outcome.REFUSED, Hook.KEYCLOAK)
                        .linked(Outcome.REFUSED, Hook.KEYCLOAK)
                        .exempt(refused(Outcome.REFUSED, Hook.KEYCLOAK)
                                .because("Keycloak lists and removes credentials there, and makes none")),
                Way.of("access token held since before the link", EarlierWays::tokenFromBeforeTheLink)
                        .unlinked(notApplicable(NO_LINK_EVER))
                        .linked(Outcome.UNAUTHORIZED, Hook.PRIOR)
                        .exempt(notApplicable(NO_LINK_EVER)));
    }

    static Finding singleSignOn(Scene scene) {
        return from(scene, Map.of());
    }

    /** Signs in before the deadline and comes again after it. */
    private static Finding from(Scene scene, Map<String, String> parameters) {
        Agent agent = signedInBefore(scene);
        App app = scene.place().app();
        return scene.judge(app, agent.open(app.signIn(parameters)));
    }

    /** Signs in before the deadline, comes again after it, and gives the password again. */
    private static Finding again(Scene scene, Map<String, String> parameters) {
        Agent agent = signedInBefore(scene);
        App app = scene.place().app();
        return scene.judge(app, scene.enter(agent, app.signIn(parameters)));
    }

    private static Finding maxAge(Scene scene) {
        Agent agent = signedInBefore(scene);
        awaitNextSecond();
        App app = scene.place().app();
        return scene.judge(app, scene.enter(agent, app.signIn(Map.of("max_age", "0"))));
    }

    /** Whoever signed in before is older than nothing from then on: the server counts in whole seconds. */
    static void awaitNextSecond() {
        long second = Instant.now().getEpochSecond();
        while (Instant.now().getEpochSecond() == second) {
            Thread.onSpinWait();
        }
    }

    static Agent signedInBefore(Scene scene) {
        return signedInBefore(scene, scene.agent());
    }

    static Agent signedInBefore(Scene scene, Agent agent) {
        scene.beforeTheDeadline();
        scene.tokensByPassword(agent, scene.place().app(), "openid");
        scene.afterTheDeadline();
        return agent;
    }

    private static Finding rememberMe(Scene scene) {
        scene.beforeTheDeadline();
        App app = scene.place().app();
        Agent agent = scene.agent();
        agent.open(app.signIn());
        Answer back = agent.submit(Map.of(
                "username", scene.account().username(),
                "password", scene.account().password(),
                "rememberMe", "on"));
        scene.redeem(app, back).expecting(200);
        scene.afterTheDeadline();
        return scene.judge(app, scene.openedAgain(agent).open(app.signIn()));
    }

    private static Finding beforeTheLink(Scene scene) {
        scene.beforeTheLink();
        Agent agent = scene.agent();
        App app = scene.place().app();
        scene.tokensByPassword(agent, app, "openid");
        scene.afterTheLink();
        return scene.judge(app, agent.open(app.signIn(Map.of("prompt", "none"))));
    }

    private static Finding passwordOverUpstream(Scene scene) {
        Agent agent = scene.agentThroughMagento();
        App app = scene.place().app();
        return scene.judge(app, scene.enter(agent, app.signIn(Map.of("prompt", "login"))));
    }

    private static Finding otpOverUpstream(Scene scene) {
        return PersonWays.otpAlone(scene, scene.agentThroughMagento(), Map.of("prompt", "login"));
    }

    private static Finding heldToken(Scene scene) {
        scene.beforeTheDeadline();
        String token = token(scene);
        scene.afterTheDeadline();
        return userinfo(scene, token);
    }

    private static Finding tokenFromBeforeTheLink(Scene scene) {
        scene.beforeTheLink();
        String token = token(scene);
        scene.afterTheLink();
        return userinfo(scene, token);
    }

    private static String token(Scene scene) {
        return scene.tokensByPassword(scene.agent(), scene.place().app(), "openid")
                .json()
                .get("access_token")
                .asText();
    }

    /** Tries every address below the account's credentials that ever took a new one. */
    private static Finding newPassword(Scene scene) {
        boolean rightful = scene.holder() == Holder.EXEMPT;
        Agent agent = rightful ? scene.agentOfARightfulSession() : scene.agent();
        scene.beforeTheDeadline();
        String token = scene.tokensByPassword(agent, scene.place().app(), "openid")
                .json()
                .get("access_token")
                .asText();
        scene.afterTheDeadline();
        URI credentials = scene.place().url("/account/credentials");
        assertThat(App.askAs(token, "GET", credentials).status()).isEqualTo(200);
        JsonNode before = scene.place().credentials(scene.account().id());
        String wish = "{\"currentPassword\":\"" + scene.account().password()
                + "\",\"newPassword\":\"Another one\",\"confirmation\":\"Another one\","
                + "\"type\":\"password\",\"value\":\"Another one\"}";
        Answer answer = App.postAs(token, credentials, "application/json", wish);
        for (String below : List.of("/password", "/webauthn", "/webauthn-passwordless")) {
            Answer another = App.postAs(token, URI.create(credentials + below), "application/json", wish);
            answer = answer.status() / 100 == 4 ? another : answer;
        }
        assertThat(scene.place().credentials(scene.account().id())).isEqualTo(before);
        return Finding.of(answer.status() / 100 == 4 ? Outcome.REFUSED : Outcome.OTHER, answer);
    }

    private static Finding userinfo(Scene scene, String token) {
        Answer answer = App.askAs(token, "GET", scene.place().app().endpoint("userinfo"));
        return Finding.of(
                switch (answer.status()) {
                    case 200 -> Outcome.SERVED;
                    case 401 -> Outcome.UNAUTHORIZED;
                    default -> Outcome.OTHER;
                },
                answer);
    }
}
