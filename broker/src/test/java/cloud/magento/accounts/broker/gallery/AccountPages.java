package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SignedOutPage;
import cloud.magento.accounts.broker.support.pages.SwitchPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.time.Duration;
import java.util.List;

/** Account settings, the switch to another Magento.com account, and Keycloak's account console. */
final class AccountPages {
    private static final String USER = "magento-user.ftl";
    private static final String TITLE = "magento.user.title";
    private static final String SWITCH = "magento-switch.ftl";
    private static final String SWITCH_TITLE = "magento.switch.title";

    private AccountPages() {}

    static List<GalleryEntry> entries() {
        return List.of(
                page("account-not-connected", USER, TITLE, way -> {
                            way.policy(Policy.before(Duration.ofDays(60)));
                            return way.signIn(way.account("ada"), UserPage::new);
                        })
                        .saying("magento.user.status.not-connected"),
                page("account-reminded", USER, TITLE, way -> {
                            way.policy(Policy.remindingFor(Duration.ofDays(10)));
                            return way.signIn(way.account("ada"), LinkPage::new).notNow(UserPage::new);
                        })
                        .saying("magento.user.status.not-connected"),
                page("account-report-only", USER, TITLE, way -> {
                    way.policy(Policy.DUE.with("linkReportOnly", "true"));
                    return way.signIn(way.account("ada"), UserPage::new);
                }),
                page("account-overdue", USER, TITLE, way -> {
                            way.policy(Policy.before(Duration.ofDays(60)));
                            UserPage user = way.signIn(way.account("ada"), UserPage::new);
                            way.policy(Policy.DUE);
                            return user.reload(UserPage::new);
                        })
                        .saying("magento.user.overdue"),
                page("account-exempt", USER, TITLE, way -> way.signIn(GatePages.exempt(way), UserPage::new))
                        .saying("magento.user.exempt"),
                page("account-provider-disabled", USER, TITLE, way -> {
                            way.policy(Policy.before(Duration.ofDays(60)));
                            way.disableProvider();
                            return way.signIn(way.account("ada"), UserPage::new);
                        })
                        .saying("magento.upstream-disabled"),
                page("account-connected", USER, TITLE, Walk::linkedUser).saying("magento.user.status.connected"),
                page(
                                "account-just-connected",
                                USER,
                                TITLE,
                                way -> way.signIn(way.account("ada"), LinkPage::new)
                                        .connect(MagentoLoginPage::new)
                                        .logIn(way.person("magda"), PreviewPage::new)
                                        .connect(UserPage::new))
                        .saying("magento.user.notice.connected"),
                page(
                                "account-switch-cancelled",
                                USER,
                                TITLE,
                                way -> way.linkedUser()
                                        .switchAccount(SwitchPage::new)
                                        .cancel(UserPage::new))
                        .saying("magento.user.notice.cancelled"),
                page("account-outdated", USER, TITLE, way -> {
                            UserPage user = way.linkedUser();
                            user.forgetWhoOpenedIt();
                            return user.switchAccount(UserPage::new);
                        })
                        .saying("magento.user.notice.outdated"),
                page(
                                "account-switched",
                                USER,
                                TITLE,
                                way -> previewOfSwitch(way).connect(UserPage::new))
                        .saying("magento.user.notice.switched"),
                page("switch", SWITCH, SWITCH_TITLE, way -> way.linkedUser().switchAccount(SwitchPage::new)),
                page(
                                "switch-denied",
                                SWITCH,
                                SWITCH_TITLE,
                                way -> way.linkedUser()
                                        .switchAccount(SwitchPage::new)
                                        .goOn(MagentoLoginPage::new)
                                        .deny(SwitchPage::new))
                        .saying("magento.error.upstream-denied"),
                page("switch-proven", SWITCH, SWITCH_TITLE, AccountPages::proven),
                page("switch-same", SWITCH, SWITCH_TITLE, way -> {
                            Person magda = way.person("magda");
                            return proven(way, magda)
                                    .goOn(MagentoLoginPage::new)
                                    .logIn(magda, SwitchPage::new);
                        })
                        .saying("magento.error.same-identity"),
                page(
                        "preview-switch",
                        "magento-preview.ftl",
                        "magento.preview.switch.title",
                        way -> previewOfSwitch(way)),
                page(
                        "signed-out",
                        "magento-signed-out.ftl",
                        "magento.signed-out.title",
                        way -> way.linkedUser().signOut(SignedOutPage::new)),
                page("account-console", "Keycloak’s own", "", AccountPages::console)
                        .drawnByScripts());
    }

    private static SwitchPage proven(Walk way) {
        return proven(way, way.person("magda"));
    }

    private static SwitchPage proven(Walk way, Person magda) {
        way.linked("ada", magda);
        return way.arriveAs(magda, UserPage::new)
                .switchAccount(SwitchPage::new)
                .goOn(MagentoLoginPage::new)
                .logIn(magda, SwitchPage::new);
    }

    private static PreviewPage previewOfSwitch(Walk way) {
        return proven(way).goOn(MagentoLoginPage::new).logIn(way.person("young"), PreviewPage::new);
    }

    /** Where the account page leads for everything else. */
    private static AnyPage console(Walk way) {
        way.policy(Policy.before(Duration.ofDays(60)));
        Visitor visitor = way.visitor();
        visitor.open(way.accountPage(), SignInPage::new).enter(way.account("ada"), UserPage::new);
        return visitor.open(way.realm().url("/account"), AnyPage::new);
    }
}
