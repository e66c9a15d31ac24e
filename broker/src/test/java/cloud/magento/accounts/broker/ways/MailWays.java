package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.opens;
import static cloud.magento.accounts.broker.ways.Verdict.refused;

import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opening a link from a mail that was sent before the deadline, or before the link. */
final class MailWays {
    private static final Pattern LINK = Pattern.compile("https?://\\S+/login-actions/action-token\\S+");

    private MailWays() {}

    static List<Way> all() {
        Verdict notice = new Verdict(
                Outcome.NOTICE, Hook.KEYCLOAK, "such a link does what the mail says and signs nobody in", false);
        return List.of(
                Way.of("verify-email link from before the deadline", MailWays::verifyEmail)
                        .stoppedByTheAction()
                        .exempt(notice),
                Way.of("execute-actions link from before the deadline", MailWays::executeActions)
                        .stoppedByTheAction()
                        .exempt(notice),
                Way.of("execute-actions link from before the link", MailWays::executeActionsBeforeTheLink)
                        .unlinked(Verdict.notApplicable(EarlierWays.NO_LINK_EVER))
                        .linked(Outcome.REFUSED, Hook.MAILS)
                        .exempt(Verdict.notApplicable(EarlierWays.NO_LINK_EVER)),
                Way.of("reset-credentials link from before the deadline", MailWays::resetBeforeTheDeadline)
                        .unlinked(Outcome.CONNECT_PAGE, Hook.ACTION)
                        .linked(refused(Outcome.SIGN_IN_PAGE, Hook.RESET)),
                Way.of("verify-email link from before the link", MailWays::verifyEmailBeforeTheLink)
                        .unlinked(Verdict.notApplicable(EarlierWays.NO_LINK_EVER))
                        .linked(Outcome.REFUSED, Hook.MAILS)
                        .exempt(Verdict.notApplicable(EarlierWays.NO_LINK_EVER)),
                Way.of("reset-credentials link from before the link", MailWays::resetBeforeTheLink)
                        .unlinked(Verdict.notApplicable(EarlierWays.NO_LINK_EVER))
                        .linked(Outcome.REFUSED, Hook.MAILS)
                        .exempt(Verdict.notApplicable(EarlierWays.NO_LINK_EVER)),
                Way.of("forgotten password, asked for after the deadline", MailWays::reset)
                        .unlinked(Outcome.CONNECT_PAGE, Hook.ACTION)
                        .linked(refused(Outcome.SIGN_IN_PAGE, Hook.RESET)
                                .because("answers as always, and mails where to sign in")),
                Way.of("link of a mail to an administrator's choice of client", MailWays::executeActionsForStock)
                        .stoppedByTheAction()
                        .exempt(opens(Outcome.NOTICE)));
    }

    private static Finding verifyEmail(Scene scene) {
        scene.beforeTheDeadline();
        URI link = verifyEmailLink(scene);
        scene.afterTheDeadline();
        return scene.judge(scene.place().app(), confirm(scene.agent(), link));
    }

    private static Finding verifyEmailBeforeTheLink(Scene scene) {
        scene.beforeTheLink();
        URI link = verifyEmailLink(scene);
        scene.afterTheLink();
        return scene.judge(scene.place().app(), confirm(scene.agent(), link));
    }

    private static URI verifyEmailLink(Scene scene) {
        scene.place().admin().change(scene.account(), Map.of("emailVerified", false));
        scene.place()
                .send("PUT", "/users/" + scene.account().id() + "/send-verify-email?" + forApp("app"), Map.of())
                .expecting(204);
        return newestLink(scene);
    }

    private static Finding executeActions(Scene scene) {
        scene.beforeTheDeadline();
        URI link = executeActionsLink(scene, "app");
        scene.afterTheDeadline();
        return setPassword(scene, link);
    }

    private static Finding executeActionsForStock(Scene scene) {
        scene.beforeTheDeadline();
        URI link = executeActionsLink(scene, "app-stock");
        scene.afterTheDeadline();
        return setPassword(scene, link);
    }

    private static Finding executeActionsBeforeTheLink(Scene scene) {
        scene.beforeTheLink();
        URI link = executeActionsLink(scene, "app");
        scene.afterTheLink();
        return setPassword(scene, link);
    }

    private static boolean asksWhetherTo(Answer page) {
        return page.body().contains("id=\"kc-info-message\"") && page.body().contains("Click here to proceed");
    }

    private static URI executeActionsLink(Scene scene, String clientId) {
        scene.place()
                .send(
                        "PUT",
                        "/users/" + scene.account().id() + "/execute-actions-email?" + forApp(clientId),
                        List.of("UPDATE_PASSWORD"))
                .expecting(204);
        return newestLink(scene);
    }

    private static Finding setPassword(Scene scene, URI link) {
        Agent agent = scene.agent();
        return scene.judge(scene.place().app(), newPassword(agent, confirm(agent, link)));
    }

    /** Goes on from the page that asks whether to, as often as it asks. */
    private static Answer confirm(Agent agent, URI link) {
        Answer page = agent.open(link);
        for (int asked = 0; asked < 3 && asksWhetherTo(page); asked++) {
            page = agent.click("/login-actions/action-token");
        }
        return page;
    }

    private static Finding resetBeforeTheDeadline(Scene scene) {
        scene.beforeTheDeadline();
        Agent agent = scene.agent();
        ask(scene, agent);
        URI link = newestLink(scene);
        scene.afterTheDeadline();
        return scene.judge(scene.place().app(), newPassword(agent, agent.open(link)));
    }

    private static Finding resetBeforeTheLink(Scene scene) {
        scene.beforeTheLink();
        Agent agent = scene.agent();
        ask(scene, agent);
        URI link = newestLink(scene);
        scene.afterTheLink();
        return scene.judge(scene.place().app(), newPassword(agent, agent.open(link)));
    }

    static Finding reset(Scene scene) {
        Agent agent = scene.agent();
        Answer asked = ask(scene, agent);
        return scene.judge(
                scene.place().app(),
                linkTo(scene).map(link -> newPassword(agent, agent.open(link))).orElse(asked));
    }

    private static Answer ask(Scene scene, Agent agent) {
        agent.open(scene.place().app().signIn());
        agent.click("/login-actions/reset-credentials");
        return agent.submit(Map.of("username", scene.account().username()));
    }

    /** Sets another password where the page asks for one. */
    private static Answer newPassword(Agent agent, Answer page) {
        return page.body().contains("name=\"password-new\"")
                ? agent.submit(Map.of("password-new", "Another one", "password-confirm", "Another one"))
                : page;
    }

    private static URI newestLink(Scene scene) {
        return linkTo(scene).orElseThrow(() -> new AssertionError("No mail with a link came"));
    }

    /** The newest link in the account's mails; the server has handed a mail over before it answers. */
    static Optional<URI> linkTo(Scene scene) {
        return scene.grounds().mailbox().to(scene.account().email()).stream()
                .map(mail -> LINK.matcher(mail.text()))
                .filter(Matcher::find)
                .map(link -> URI.create(link.group()))
                .reduce((earlier, later) -> later);
    }

    private static String forApp(String clientId) {
        return Http.encode(Map.of("client_id", clientId, "redirect_uri", App.CALLBACK));
    }
}
