package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.evaluation.Visitor;
import cloud.magento.accounts.ledger.EntryType;
import cloud.magento.accounts.ledger.FoundReference;
import cloud.magento.accounts.ledger.References;
import cloud.magento.accounts.ledger.StoredEntry;
import cloud.magento.accounts.web.ReadableTime;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** What a reference leads to that a person read out: who was refused, what, why, and what the page told to do next. */
final class ReferencePage {
    private static final String TEMPLATE = "magento-audit-entries.ftl";

    private final KeycloakSession session;
    private final Visitor auditor;
    private final CurrentNames names;

    ReferencePage(KeycloakSession session, Visitor auditor) {
        this.session = session;
        this.auditor = auditor;
        this.names = new CurrentNames(session);
    }

    Response render(String typed) {
        Optional<FoundReference> found =
                new References(session, session.getContext().getRealm()).find(typed);
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("read", "references");
        found.ifPresent(refusal -> evidence.put("reference", refusal.reference()));
        new AuditEvents(session, auditor).ledger(evidence);
        AuditPage page = new AuditPage(session, auditor)
                .put("form", Map.of())
                .put(
                        "types",
                        Arrays.stream(EntryType.values()).map(EntryType::id).toList())
                .put("typed", typed)
                .put("found", found.map(this::told).orElse(null))
                .put("rows", found.map(this::rows).orElse(List.of()));
        return page.render(TEMPLATE, found.isPresent() ? Response.Status.OK : Response.Status.NOT_FOUND);
    }

    private Map<String, Object> told(FoundReference found) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("reference", found.reference());
        told.put("time", ReadableTime.momentOf(found.at(), AuditPage.locale(session)));
        told.put("reason", found.reason());
        told.put("event", found.event());
        found.reasonCode().ifPresent(reason -> told.put("texts", "magento.refused." + reason.id() + "."));
        String userId = found.userId();
        if (userId != null) {
            told.put("account", names.ofAccount(userId).orElse(userId));
            told.put("historyUrl", new AuditUrls(session).history(userId));
        }
        if (found.identity() != null) {
            told.put("subject", found.identity().subject());
        }
        if (found.fault() != null) {
            told.put("fault", found.fault());
        }
        if (found.client() != null) {
            told.put("client", found.client());
        }
        return told;
    }

    private List<Map<String, Object>> rows(FoundReference found) {
        StoredEntry entry = found.entry();
        return entry == null ? List.of() : new EntryTable(session, names).rows(List.of(entry));
    }
}
