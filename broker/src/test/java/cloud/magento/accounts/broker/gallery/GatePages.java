package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ConnectedPage;
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
                page("link-denied", LINK, LINK_TITLE, way -> due(way)
                                .connect(MagentoLoginPage::new)
                                .deny(LinkPage::new))
                        .saying("magento.error.upstream-denied"),
                page("link-cancelled", LINK, LINK_TITLE, way -> preview(way).cancel(LinkPage::new))
                        .saying("magento.link.cancelled"),
                page("link-conflict", LINK, LINK_TITLE, way -> {
                            Person taken = way.person("magda");
                            way.linked("olga", taken);
                            return due(way).connect(MagentoLoginPage::new).logIn(taken, LinkPage::new);
                        })
                        .saying("magento.error.already-linked"),
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
                page("connected", "magento-connected.ftl", "magento.connected.title", way -> way.visitor()
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
                page("second-factor-here", "Keycloak’s own", "doLogIn", GatePages::secondFactor),
                page("invitation", "magento-invitation-page.ftl", "magento.invitation.title", way -> way.visitor()
                        .open(way.invite(way.account("ada")).link(), InvitationPage::new)),
                page("invited", "magento-invited.ftl", "magento.invited.title", GatePages::invited),
                page("invited-denied", "magento-invited.ftl", "magento.invited.title", way -> invited(way)
                                .goOn(MagentoLoginPage::new)
                                .deny(InvitedPage::new))
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

    /** Asks again for the factor that was shown when the account was linked. */
    private static OneTimeCodePage secondFactor(Walk way) {
        Account ada = way.account("ada");
        way.admin().change(ada, Map.of("credentials", List.of(OneTimeCodes.credential())));
        Person magda = way.person("magda");
        way.signIn(ada, OneTimeCodePage::new)
                .enter(OneTimeCodes.now(), LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(magda, PreviewPage::new)
                .connect(UserPage::new);
        return way.arriveAs(magda, OneTimeCodePage::new);
    }
}
