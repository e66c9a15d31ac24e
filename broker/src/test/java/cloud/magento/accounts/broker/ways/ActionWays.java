package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.notApplicable;
import static cloud.magento.accounts.broker.ways.Verdict.refused;

import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Asking for another action instead of ours, over a session from before the deadline, and cancelling it. */
final class ActionWays {
    private ActionWays() {}

    static List<Way> all() {
        Stream<Way> actions = Stream.of(
                        "UPDATE_PASSWORD",
                        "CONFIGURE_TOTP",
                        "UPDATE_PROFILE",
                        "webauthn-register",
                        "idp_link:magento",
                        "magento-switch",
                        "magento-link",
                        "unknown-action")
                .map(action -> Way.of("kc_action=" + action + ", then cancelled", scene -> cancelled(scene, action))
                        .stoppedByTheAction());
        Way deletion = Way.of("kc_action=delete_account and the password, then cancelled", ActionWays::deletion)
                .stoppedAtOurForm();
        Way byHand = Way.of("another action's address, written by hand", ActionWays::byHand)
                .stoppedByTheAction();
        Way linked = Way.of("kc_action=idp_link:magento, gone through", ActionWays::keycloaksLinking)
                .stoppedByTheAction()
                .exempt(refused(Outcome.REFUSED, Hook.LINKS)
                        .because("the account stays open, and not linked: no preview was seen, nothing was proven"));
        Way linkedOfOld = Way.of("/broker/magento/link, over that session", ActionWays::oldLinking)
                .unlinked(Outcome.REFUSED, Hook.KEYCLOAK)
                .linked(Outcome.REFUSED, Hook.KEYCLOAK)
                .exempt(notApplicable("its session is open already; Keycloak has this address off, for anybody"));
        return Stream.concat(actions, Stream.of(deletion, byHand, linked, linkedOfOld))
                .toList();
    }

    private static Finding cancelled(Scene scene, String action) {
        Agent agent = EarlierWays.signedInBefore(scene);
        App app = scene.place().app();
        Answer answer = agent.open(app.signIn(Map.of("kc_action", action)));
        if (answer.body().contains("data-page=\"login\"")) {
            answer = agent.denyUpstream();
        }
        return scene.judge(app, answer.isRedirect() ? answer : agent.submit(Map.of("cancel-aia", "true")));
    }

    /** Keycloak takes no sign-in of an earlier second for this. */
    private static Finding deletion(Scene scene) {
        scene.place().grant(scene.account(), "account", "delete-account");
        Agent agent = EarlierWays.signedInBefore(scene);
        EarlierWays.awaitNextSecond();
        App app = scene.place().app();
        Answer answer = scene.enter(agent, app.signIn(Map.of("kc_action", "delete_account")));
        Finding finding = scene.judge(app, answer);
        return finding.outcome() == Outcome.TOLD_PAGE
                ? finding
                : scene.judge(app, agent.submit(Map.of("cancel-aia", "true")));
    }

    /** Sends what would set a new password to where our action waits, under the other one's name. */
    private static Finding byHand(Scene scene) {
        Agent agent = EarlierWays.signedInBefore(scene);
        App app = scene.place().app();
        Answer answer = agent.open(app.signIn());
        if (answer.isRedirect()) {
            return scene.judge(app, answer);
        }
        Map<String, String> query = new HashMap<>(Http.query(agent.formAction()));
        query.put("execution", "UPDATE_PASSWORD");
        URI other = Http.uri(scene.place().url("/login-actions/required-action").toString(), query);
        Answer after = agent.post(other, Map.of("password-new", "Another one", "password-confirm", "Another one"));
        return scene.judge(app, after);
    }

    /** Links by Keycloak's own action, to a Magento.com account that nobody has yet, as far as that goes. */
    private static Finding keycloaksLinking(Scene scene) {
        boolean rightful = scene.holder() == Holder.EXEMPT;
        Agent agent = EarlierWays.signedInBefore(scene, rightful ? scene.agentOfARightfulSession() : scene.agent());
        Person newcomer = Person.called("Newcomer");
        MagentoStandIn magento = scene.grounds().stage().magento();
        agent.withCookie(magento.accountPage(), magento.session(newcomer));
        App app = scene.place().app();
        Answer answer = agent.open(app.signIn(Map.of("kc_action", "idp_link:" + Place.PROVIDER)));
        Finding finding = scene.judge(
                app, answer.body().contains("/login-actions/required-action") ? agent.submit(Map.of()) : answer);
        scene.checkUnlinked(newcomer);
        return finding;
    }

    private static Finding oldLinking(Scene scene) {
        Agent agent = EarlierWays.signedInBefore(scene);
        URI link = Http.uri(
                scene.place().url("/broker/" + Place.PROVIDER + "/link").toString(),
                Map.of("client_id", "app", "redirect_uri", App.CALLBACK, "nonce", "n", "hash", "h"));
        return Finding.ofPage(agent.open(link));
    }
}
