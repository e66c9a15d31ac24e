package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.pages.OperatePage;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The operator's pages. */
final class OperatePages {
    private static final String TEMPLATE = "magento-operate.ftl";
    private static final String TITLE = "magento.operate.title";

    private OperatePages() {}

    static List<GalleryEntry> entries() {
        return List.of(
                page("operate", TEMPLATE, TITLE, way -> open(way, "")),
                page("operate-report-only", TEMPLATE, TITLE, way -> {
                            way.office().configure(Map.of("linkReportOnly", "true"), Map.of("linkReportOnly", "false"));
                            return open(way, "");
                        })
                        .saying("magento.operate.standing.report-only"),
                page(
                        "operate-no-role",
                        TEMPLATE,
                        TITLE,
                        way -> way.office().openAsStranger("/magento/operate", OperatePage::new)),
                at("checks", ""),
                at("ahead", ""),
                at("ahead", "-people", "?list=true"),
                at("person", ""),
                page(
                        "operate-person-found",
                        TEMPLATE,
                        "magento.operate.nav.person",
                        way -> open(
                                way,
                                "/person?client=account&account="
                                        + way.office().unlinked().username())),
                at("policy", ""),
                page("operate-policy-changed", TEMPLATE, "magento.operate.nav.policy", way -> {
                    Page page = open(way, "/policy").page();
                    page.locator("form[data-act=change] input[name=selfUnlink]").check();
                    return press(page, "change");
                }),
                at("groups", ""),
                at("exemptions", ""),
                at("invitations", ""),
                page("operate-invitation-confirm", TEMPLATE, "magento.operate.nav.invitations", way -> {
                    Page page = open(way, "/invitations").page();
                    page.locator("#magento-invite-account").fill("una");
                    return press(page, "invite");
                }),
                at("campaigns", ""),
                page("operate-campaign-confirm", TEMPLATE, "magento.operate.nav.campaigns", way -> {
                    Page page = open(way, "/campaigns").page();
                    page.locator("#magento-start-members").fill("/Crew");
                    return press(page, "start");
                }),
                at("outage", ""),
                page("operate-outage-declared", TEMPLATE, "magento.operate.nav.outage", way -> {
                    Office office = way.office();
                    String until = Instant.now().plusSeconds(3600).toString();
                    office.call("POST", "/outage", Map.of("until", until, "reason", "Magento.com is being repaired"));
                    way.afterwards(() -> office.call("DELETE", "/outage", Map.of()));
                    return open(way, "/outage");
                }),
                at("links", ""),
                at("reconcile", ""),
                page(
                        "operate-reconcile-compared",
                        TEMPLATE,
                        "magento.operate.nav.reconcile",
                        way -> press(open(way, "/reconcile").page(), "compare")),
                at("adoption", ""));
    }

    private static GalleryEntry at(String place, String query) {
        return at(place, "", query);
    }

    private static GalleryEntry at(String place, String state, String query) {
        return page(
                "operate-" + place + state,
                TEMPLATE,
                "magento.operate.nav." + place,
                way -> open(way, "/" + place + query));
    }

    private static OperatePage open(Walk way, String place) {
        return way.office().open("/magento/operate" + place, OperatePage::new);
    }

    private static OperatePage press(Page page, String act) {
        page.locator("form[data-act=" + act + "] button").click();
        return new OperatePage(page);
    }
}
