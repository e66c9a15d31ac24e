package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.mail;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SwitchPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the owner of an account is told by mail: ours, and Keycloak's in our frame. */
final class OwnerMails {
    private OwnerMails() {}

    static List<GalleryEntry> entries() {
        return List.of(
                mail("mail-linked", "magento-linked.ftl", "magento.mail.linked.subject", OwnerMails::linked)
                        .by("theme/email/html/template.ftl")
                        .saying("magento.mail.linked.what"),
                mail("mail-linked-preferred", "magento-linked.ftl", "magento.mail.linked.subject", way -> {
                            way.policy(Policy.DUE.with("primaryLogin", "preferred"));
                            return linked(way);
                        })
                        .saying("magento.mail.linked.what-kept"),
                mail("mail-switched", "magento-switched.ftl", "magento.mail.switched.subject", way -> {
                            Person magda = way.person("magda");
                            Account ada = way.linked("ada", magda);
                            way.arriveAs(magda, UserPage::new)
                                    .switchAccount(SwitchPage::new)
                                    .goOn(MagentoLoginPage::new)
                                    .logIn(magda, SwitchPage::new)
                                    .goOn(MagentoLoginPage::new)
                                    .logIn(way.person("young"), PreviewPage::new)
                                    .connect(UserPage::new);
                            return way.mail(ada, "magento.mail.switched.subject");
                        })
                        .saying("magento.mail.switched.what"),
                mail("mail-unlinked", "magento-unlinked.ftl", "magento.mail.unlinked.subject", way -> {
                            Account ada = way.linked("ada", way.person("magda"));
                            way.admin().unlink(ada, Broker.PROVIDER);
                            return way.mail(ada, "magento.mail.unlinked.subject");
                        })
                        .saying("magento.mail.unlinked.what"),
                mail("mail-sign-in-hint", "magento-sign-in-hint.ftl", "magento.mail.sign-in-hint.subject", way -> {
                            Account ada = way.linked("ada", way.person("magda"));
                            return forgotten(way, ada, "magento.mail.sign-in-hint.subject");
                        })
                        .saying("magento.mail.sign-in-hint.why"),
                mail("mail-proof-code", "magento-proof-code.ftl", "magento.mail.proof-code.subject", way -> {
                            Account ada = way.account("ada");
                            way.arriveWithTheEmailOf(ada).byMail(ProveCodePage::new);
                            return way.mail(ada, "magento.mail.proof-code.subject");
                        })
                        .saying("magento.mail.proof-code.intro"),
                mail(
                                "mail-invitation",
                                "magento-invitation.ftl",
                                "magento.mail.invitation.subject",
                                way -> way.invite(way.account("ada")))
                        .saying("magento.mail.invitation.intro"),
                mail(
                                "mail-invitation-linked",
                                "magento-invitation.ftl",
                                "magento.mail.invitation.subject",
                                way -> way.invite(way.linked("ada", way.person("magda"))))
                        .saying("magento.mail.invitation.intro-linked"),
                mail("mail-reminder", "magento-reminder.ftl", "magento.mail.reminder.subject", OwnerMails::reminder)
                        .saying("magento.mail.reminder.due", "magento.mail.reminder.safe"),
                mail(
                        "mail-reset-password",
                        "Keycloak’s own",
                        "passwordResetSubject",
                        way -> forgotten(way, way.account("ada"), "passwordResetSubject")));
    }

    private static Mail linked(Walk way) {
        Account ada = way.account("ada");
        way.signIn(ada, LinkPage::new)
                .connect(MagentoLoginPage::new)
                .logIn(way.person("magda"), PreviewPage::new)
                .connect(UserPage::new);
        return way.mail(ada, "magento.mail.linked.subject");
    }

    private static Mail reminder(Walk way) {
        way.policy(Policy.before(Duration.ofDays(20)));
        Account ada = way.account("ada");
        String group = way.admin().group("reminded-" + ada.id(), Map.of());
        way.admin().join(ada, group);
        way.call("POST", "/campaigns", Map.of("group", group));
        return way.stage().mailbox().await(ada.email(), 1);
    }

    private static Mail forgotten(Walk way, Account account, String subject) {
        way.signInPage().forgotPassword(ForgottenPasswordPage::new).send(account.username(), SignInPage::new);
        return way.mail(account, subject);
    }
}
