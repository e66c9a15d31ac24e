package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.DemoApp;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ConnectedPage;
import cloud.magento.accounts.broker.support.pages.DemoAppPage;
import cloud.magento.accounts.broker.support.pages.InvitationOverPage;
import cloud.magento.accounts.broker.support.pages.InvitationPage;
import cloud.magento.accounts.broker.support.pages.InvitedPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.OneTimeCodePage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What stands between an account and where its owner was going: connecting it, or signing in with Magento.com. */
final class GatePages {
    private static final String LINK = "magento-link.ftl";
    private static final String LINK_TITLE = "magento.link.title";
    private static final String LOGIN = "magento-login-required.ftl";
    private static final String LOGIN_TITLE = "magento.login-required.title";

    private GatePages() {}

    static List<GalleryEntry> entries() {
        return List.of(
                page("link-due", LINK, LINK_TITLE, GatePages::due).saying("magento.link.steps.heading"),
                page(
                                "link-denied",
                                LINK,
                                LINK_TITLE,
                                way -> due(way).connect(MagentoLoginPage::new).deny(LinkPage::new))
                        .saying("magento.error.upstream-denied"),
                page("link-cancelled", LINK, LINK_TITLE, way -> preview(way).cancel(LinkPage::new))
                        .saying("magento.link.cancelled"),
                page("link-conflict", LINK, "magento.refused.already-linked.title", way -> {
                            Person taken = way.person("magda");
                            way.linked("olga", taken);
                            return due(way).connect(MagentoLoginPage::new).logIn(taken, LinkPage::new);
                        })
                        .saying("magento.conflict.text", "magento.reference.hint"),
                page("link-waiting", LINK, LINK_TITLE, way -> {
                            LinkPage link = due(way);
                            way.breakMagento();
                            return link.connect(MagentoLoginPage::new).logIn(way.person("magda"), LinkPage::new);
                        })
                        .saying("magento.waits"),
                page("link-step-up", LINK, LINK_TITLE, way -> {
                            wantSecondStep(way);
                            return way.signIn(exempt(way), LinkPage::new);
                        })
                        .saying("magento.step-up.unlinked.why"),
                page("link-provider-disabled", LINK, LINK_TITLE, way -> {
                            way.disableProvider();
                            return way.signIn(way.account("ada"), AnyPage::new);
                        })
                        .saying("magento.upstream-disabled"),
                page("link-reminder", LINK, LINK_TITLE, GatePages::reminder),
                page("link-reminder-last", LINK, LINK_TITLE, way -> {
                    way.policy(Policy.remindingFor(Duration.ofDays(10)).with("linkMaxSkips", "1"));
                    Account ada = way.account("ada");
                    way.signIn(ada, LinkPage::new).notNow(UserPage::new);
                    return way.signIn(ada, LinkPage::new);
                }),
                page("preview-link", "magento-preview.ftl", "magento.preview.link.title", GatePages::preview),
                page("preview-link-preferred", "magento-preview.ftl", "magento.preview.link.title", way -> {
                            way.policy(Policy.DUE.with("primaryLogin", "preferred"));
                            return preview(way);
                        })
                        .saying("magento.preview.link.next-kept"),
                page(
                                "connected",
                                "magento-connected.ftl",
                                "magento.connected.title",
                                way -> way.visitor()
                                        .open(way.app().signIn(), SignInPage::new)
                                        .enter(way.account("ada"), LinkPage::new)
                                        .connect(MagentoLoginPage::new)
                                        .logIn(way.person("magda"), PreviewPage::new)
                                        .connect(ConnectedPage::new))
                        .saying("magento.connected.text"),
                page("login-required", LOGIN, LOGIN_TITLE, GatePages::loginRequired),
                page("login-required-provider-disabled", LOGIN, LOGIN_TITLE, way -> {
                            Account ada = way.linked("ada", way.person("magda"));
                            way.disableProvider();
                            return way.signIn(ada, AnyPage::new);
                        })
                        .saying("magento.upstream-disabled"),
                page("login-required-stronger", LOGIN, "magento.step-up.title", way -> {
                            wantSecondStep(way);
                            Person magda = way.person("magda");
                            way.linked("ada", magda);
                            return way.arriveAs(magda, LoginRequiredPage::new);
                        })
                        .saying("magento.step-up.why"),
                page("login-required-again", LOGIN, "magento.too-old.title", GatePages::signInTooOld)
                        .saying("magento.too-old.why"),
                page("login-required-second-factor", LOGIN, "magento.second-factor.upstream.title", way -> {
                            Person magda = way.person("magda");
                            linkWithCode(way, magda);
                            way.policy(Policy.DUE.with("secondFactor", "upstream"));
                            return way.arriveAs(magda, LoginRequiredPage::new);
                        })
                        .saying("magento.second-factor.upstream.why"),
                page("second-factor-here", "Keycloak’s own", "doLogIn", GatePages::secondFactor),
                page(
                        "invitation",
                        "magento-invitation-page.ftl",
                        "magento.invitation.title",
                        way -> way.visitor().open(way.invite(way.account("ada")).link(), InvitationPage::new)),
                page(
                        "invitation-over",
                        "magento-invitation-page.ftl",
                        "magento.refused.invitation-over.title",
                        way -> way.open("/magento/invitation", InvitationOverPage::new)),
                page("invited", "magento-invited.ftl", "magento.invited.title", GatePages::invited),
                page(
                                "invited-denied",
                                "magento-invited.ftl",
                                "magento.invited.title",
                                way -> invited(way).goOn(MagentoLoginPage::new).deny(InvitedPage::new))
                        .saying("magento.error.upstream-denied"));
    }

    private static LinkPage due(Walk way) {
        return way.signIn(way.account("ada"), LinkPage::new);
    }

    private static LinkPage reminder(Walk way) {
        way.policy(Policy.remindingFor(Duration.ofDays(10)).with("linkMaxSkips", "3"));
        return due(way);
    }

    private static PreviewPage preview(Walk way) {
        return due(way).connect(MagentoLoginPage::new).logIn(way.person("magda"), PreviewPage::new);
    }

    static LoginRequiredPage loginRequired(Walk way) {
        return way.signIn(way.linked("ada", way.person("magda")), LoginRequiredPage::new);
    }

    private static InvitedPage invited(Walk way) {
        Account ada = way.linked("ada", way.person("magda"));
        return way.visitor()
                .open(way.invite(ada).link(), InvitationPage::new)
                .open(SignInPage::new)
                .enter(ada, InvitedPage::new);
    }

    private static void wantSecondStep(Walk way) {
        way.policy(Policy.DUE.with("upstreamLevels", "1=1 2=strong").with("requiredLevel", "2"));
    }

    static Account exempt(Walk way) {
        Account ada = way.account("ada");
        way.call(
                "PUT",
                "/users/" + ada.id() + "/exemption",
                Map.of("until", "2999-01-01T00:00:00Z", "reason", "On leave"));
        return ada;
    }

    /** The session is older than the realm comes to allow. */
    private static LoginRequiredPage signInTooOld(Walk way) {
        long then = Instant.now().minus(Duration.ofHours(2)).getEpochSecond();
        Person magda = way.magento().add(way.person("magda").signingInBy(Map.of("auth_time", then)));
        way.linked("ada", magda);
        Visitor visitor = way.visitor();
        DemoApp app = way.app();
        visitor.open(app.signIn(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .logIn(magda, DemoAppPage::new);
        way.policy(Policy.DUE.with("upstreamMaxAge", "3600"));
        return visitor.open(app.signIn(), LoginRequiredPage::new);
    }

    /** Asks again for the factor that was shown when the account was linked. */
    private static OneTimeCodePage secondFactor(Walk way) {
        Person magda = way.person("magda");
        linkWithCode(way, magda);
        return way.arriveAs(magda, OneTimeCodePage::new);
    }

    private static void linkWithCode(Walk way, Person person) {
        Account ada = way.account("ada");
        way.admin().change(ada, Map.of("credentials", List.of(OneTimeCodes.credential())));
        way.signIn(ada, OneTimeCodePage::new)
                .enter(OneTimeCodes.now(), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(person, PreviewPage::new)
                .connect(UserPage::new);
    }
}
