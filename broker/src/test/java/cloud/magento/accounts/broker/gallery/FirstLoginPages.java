package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.ProvePage;
import cloud.magento.accounts.broker.support.pages.SecondFactorPage;
import cloud.magento.accounts.broker.upstream.Person;
import java.util.List;
import java.util.Map;

/** Who comes from Magento.com first: a new account, or the proof of the one that has the address. */
final class FirstLoginPages {
    private static final String PREVIEW = "magento-preview.ftl";
    private static final String CREATE = "magento.preview.create.title";
    private static final String PROVE = "magento-prove.ftl";
    private static final String PROVE_TITLE = "magento.prove.title";
    private static final String CODE = "magento-prove-code.ftl";
    private static final String CODE_TITLE = "magento.prove-code.title";

    private FirstLoginPages() {}

    static List<GalleryEntry> entries() {
        return List.of(
                page("preview-create", PREVIEW, CREATE, way -> way.arriveAs(way.person("nia"), PreviewPage::new)),
                page(
                                "preview-create-unverified",
                                PREVIEW,
                                CREATE,
                                way -> way.arriveAs(
                                        way.magento().add(way.person("nia").unverified()), PreviewPage::new))
                        .saying("magento.preview.email-unverified"),
                page("preview-create-takes-address", PREVIEW, CREATE, way -> {
                            Person nia = way.person("nia");
                            Account squatter = way.linked("ada", way.person("magda"));
                            way.admin()
                                    .change(
                                            squatter,
                                            Map.of("email", String.valueOf(nia.email()), "emailVerified", false));
                            return way.arriveAs(nia, PreviewPage::new);
                        })
                        .saying("magento.preview.create.takes-address"),
                page("prove", PROVE, PROVE_TITLE, FirstLoginPages::prove).saying("magento.prove.how.either"),
                page(
                        "prove-wrong-password",
                        PROVE,
                        PROVE_TITLE,
                        way -> prove(way).byPassword("wrong", ProvePage::new)),
                page("prove-by-mail-only", PROVE, PROVE_TITLE, way -> {
                            Account ada = way.account("ada");
                            way.admin().removePassword(ada);
                            return way.arriveWithTheEmailOf(ada);
                        })
                        .saying("magento.prove.how.mail"),
                page("prove-by-password-only", PROVE, PROVE_TITLE, way -> {
                            withoutMailServer(way);
                            return prove(way);
                        })
                        .saying("magento.prove.how.password"),
                page("prove-impossible", PROVE, PROVE_TITLE, way -> {
                            withoutMailServer(way);
                            Account ada = way.account("ada");
                            way.admin().removePassword(ada);
                            return way.arriveWithTheEmailOf(ada);
                        })
                        .saying("magento.prove.how.none"),
                page("prove-code", CODE, CODE_TITLE, way -> prove(way).byMail(ProveCodePage::new)),
                page(
                        "prove-code-wrong",
                        CODE,
                        CODE_TITLE,
                        way -> prove(way).byMail(ProveCodePage::new).enter("2222-2222", ProveCodePage::new)),
                page(
                        "prove-code-sent-again",
                        CODE,
                        CODE_TITLE,
                        way -> prove(way).byMail(ProveCodePage::new).sendAgain(ProveCodePage::new)),
                page("prove-second-factor", "Keycloak’s own", "doLogIn", FirstLoginPages::secondFactor));
    }

    private static ProvePage prove(Walk way) {
        return way.arriveWithTheEmailOf(way.account("ada"));
    }

    private static void withoutMailServer(Walk way) {
        way.admin().changeRealm(Map.of("smtpServer", Map.of()));
        way.afterwards(() -> way.admin().sendMailThrough(way.stage().mailbox()));
    }

    private static SecondFactorPage secondFactor(Walk way) {
        Account ada = way.account("ada");
        way.admin().addSecondFactor(ada);
        ProveCodePage asked = way.arriveWithTheEmailOf(ada).byMail(ProveCodePage::new);
        return asked.enter(way.mail(ada, "magento.mail.proof-code.subject").code(), SecondFactorPage::new);
    }
}
