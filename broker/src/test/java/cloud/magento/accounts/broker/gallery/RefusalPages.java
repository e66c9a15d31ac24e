package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.HelpPage;
import cloud.magento.accounts.broker.support.pages.InvitationPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.MagentoLoginPage;
import cloud.magento.accounts.broker.support.pages.ProveCodePage;
import cloud.magento.accounts.broker.support.pages.RefusedPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.upstream.Endpoint;
import cloud.magento.accounts.broker.upstream.Fault;
import cloud.magento.accounts.broker.upstream.Person;
import cloud.magento.accounts.broker.upstream.WireFault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Where a way ends: why, what comes next, and the help page that a reference is looked up on. */
final class RefusalPages {
    private static final String HELP = "magento-help.ftl";
    private static final String HELP_TITLE = "magento.help.title";
    private static final int NAMES_TRIED = 20;
    private static final int MORE_THAN_MAY_BE_ASKED = 40;

    private RefusalPages() {}

    static List<GalleryEntry> entries() {
        return List.of(
                refused(
                        "upstream-denied",
                        way -> way.signInPage()
                                .withMagento(MagentoLoginPage::new)
                                .deny(RefusedPage::new)),
                refused(
                        "upstream-identity-mismatch",
                        way -> GatePages.loginRequired(way)
                                .goOn(MagentoLoginPage::new)
                                .logIn(way.person("eve"), RefusedPage::new)),
                refused("account-already-linked", way -> arriveAs(way, withTheEmailOf(way, linked(way)))),
                refused("account-unavailable", way -> {
                    Account ada = way.account("ada");
                    way.admin().change(ada, Map.of("enabled", false));
                    return arriveAs(way, withTheEmailOf(way, ada));
                }),
                refused(
                        "email-needed",
                        way -> arriveAs(
                                way, withTheEmailOf(way, way.account("ada")).unverified())),
                refused("new-accounts-closed", way -> {
                    way.policy(Policy.DUE.with("newAccounts", "false"));
                    return arriveAs(way, way.person("nia"));
                }),
                refused("upstream-unavailable", RefusalPages::unavailable).saying("magento.waits"),
                page("refused-in-outage", "magento-refused.ftl", "magento.refused.upstream-unavailable.title", way -> {
                            way.declareOutage();
                            return unavailable(way);
                        })
                        .saying("magento.outage.reason"),
                refused("upstream-answer-invalid", way -> {
                    way.magento().misbehave(Endpoint.TOKEN, WireFault.HTML);
                    return arriveAs(way, way.person("nia"));
                }),
                refused("upstream-token-invalid", way -> {
                    way.magento().misbehave(Fault.NONCE_WRONG);
                    return arriveAs(way, way.person("nia"));
                }),
                refused("upstream-configuration", way -> {
                    way.magento().misbehave(Endpoint.TOKEN, WireFault.STATUS_401);
                    return arriveAs(way, way.person("nia"));
                }),
                refused("login-too-old", way -> {
                    way.magento().keepOldLogins();
                    return way.visitor()
                            .open(way.app().signIn(Map.of("max_age", "60")), SignInPage::new)
                            .withMagento(MagentoLoginPage::new)
                            .logIn(way.person("nia"), RefusedPage::new);
                }),
                refused("level-required", RefusalPages::tooWeakForMagento),
                refused(
                        "upstream-answer-stale",
                        way -> way.open("/broker/magento/endpoint?state=x&code=y", RefusedPage::new)),
                refused("proof-expired", RefusalPages::codeInOtherBrowser),
                refused("invitation-over", way -> {
                    Account ada = way.account("ada");
                    InvitationPage page = way.visitor().open(way.invite(ada).link(), InvitationPage::new);
                    String newest = "/magento/invitations?userId=" + ada.id();
                    way.call(
                            "DELETE",
                            "/invitations/"
                                    + way.admin()
                                            .get(newest)
                                            .at("/invitations/0/id")
                                            .asText(),
                            Map.of());
                    return page.open(RefusedPage::new);
                }),
                refused("account-name-taken", RefusalPages::everyNameTaken),
                page("help", HELP, HELP_TITLE, way -> way.open("/magento/help", HelpPage::new))
                        .saying(
                                "magento.help.password.title",
                                "magento.help.previous-owner.title",
                                "magento.help.owner.title",
                                "magento.help.second-account.title",
                                "magento.help.reference.title",
                                "magento.help.support.title"),
                page(
                                "help-yours",
                                HELP,
                                HELP_TITLE,
                                way -> way.signIn(way.account("ada"), LinkPage::new)
                                        .help(HelpPage::new))
                        .saying("magento.help.yours.title", "magento.help.yours.connect"),
                page("help-with-support", HELP, HELP_TITLE, way -> {
                            support(way, "https://support.example/magento");
                            way.afterwards(() -> support(way, ""));
                            return way.open("/magento/help", HelpPage::new);
                        })
                        .saying("magento.support"),
                page(
                                "help-reference-found",
                                HELP,
                                HELP_TITLE,
                                way -> way.signInPage()
                                        .withMagento(MagentoLoginPage::new)
                                        .deny(RefusedPage::new)
                                        .help(HelpPage::new))
                        .saying("magento.refused.upstream-denied.title"),
                page(
                                "help-reference-unknown",
                                HELP,
                                HELP_TITLE,
                                way -> way.open("/magento/help?reference=M-2222-2222", HelpPage::new))
                        .saying("magento.help.reference.unknown"),
                page("help-reference-wait", HELP, HELP_TITLE, RefusalPages::askedTooOften)
                        .saying("magento.help.reference.wait"));
    }

    private static GalleryEntry refused(String reason, Function<Walk, RefusedPage> walk) {
        return page("refused-" + reason, "magento-refused.ftl", "magento.refused." + reason + ".title", walk);
    }

    /** Magento.com does not answer, so the page asks again by itself. */
    private static RefusedPage unavailable(Walk way) {
        way.breakMagento();
        return arriveAs(way, way.person("nia"));
    }

    /** Magento.com says that it cannot sign the person in as strongly as it was asked to. */
    private static RefusedPage tooWeakForMagento(Walk way) {
        Visitor visitor = way.visitor();
        URI asked = URI.create(visitor.open(way.accountPage(), SignInPage::new)
                .withMagento(MagentoLoginPage::new)
                .page()
                .url());
        Map<String, String> answer = Map.of(
                "error",
                "unmet_authentication_requirements",
                "state",
                Http.parameter(asked, "state"),
                "iss",
                way.magento().issuer());
        return visitor.open(Http.uri(way.realm().url("/broker/magento/endpoint").toString(), answer), RefusedPage::new);
    }

    private static Account linked(Walk way) {
        return way.linked("ada", way.person("magda"));
    }

    private static Person withTheEmailOf(Walk way, Account account) {
        return way.person("eve").withEmail(account.email());
    }

    private static RefusedPage arriveAs(Walk way, Person person) {
        return way.arriveAs(way.magento().add(person), RefusedPage::new);
    }

    private static RefusedPage codeInOtherBrowser(Walk way) {
        Account ada = way.account("ada");
        way.arriveWithTheEmailOf(ada).byMail(ProveCodePage::new);
        String code = way.mail(ada, "magento.mail.proof-code.subject").code();
        return way.arriveWithTheEmailOf(ada).forge(Map.of("action", "code", "code", code), RefusedPage::new);
    }

    /** Every name that would be tried for the new account is somebody's. */
    private static RefusedPage everyNameTaken(Walk way) {
        Person nia = way.person("nia");
        List<String> beginnings = List.of(nia.preferredUsername(), "magento-" + digest(nia.subject()));
        way.send("POST", "/partialImport", Map.of("ifResourceExists", "SKIP", "users", taken(beginnings)));
        way.afterwards(() -> beginnings.forEach(beginning -> way.admin()
                .usersNamed(beginning)
                .forEach(user -> way.send("DELETE", "/users/" + user.get("id").asText(), Map.of()))));
        return way.arriveAs(nia, RefusedPage::new);
    }

    private static List<Map<String, Object>> taken(List<String> beginnings) {
        return beginnings.stream()
                .flatMap(name -> IntStream.rangeClosed(1, NAMES_TRIED)
                        .mapToObj(number -> Map.<String, Object>of(
                                "username", number == 1 ? name : name + "-" + number, "enabled", true)))
                .toList();
    }

    private static String digest(String subject) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HelpPage askedTooOften(Walk way) {
        Http somebody = new Http();
        for (int asked = 0; asked < MORE_THAN_MAY_BE_ASKED; asked++) {
            somebody.get(way.realm().url("/magento/help?reference=M-2222-2222"));
        }
        return way.open("/magento/help?reference=M-2222-2222", HelpPage::new);
    }

    private static void support(Walk way, String address) {
        way.admin().configureProvider("magento", Map.of("supportUrl", address));
    }
}
