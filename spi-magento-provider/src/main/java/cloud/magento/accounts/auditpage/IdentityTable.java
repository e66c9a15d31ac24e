package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.report.IdentityRow;
import cloud.magento.accounts.report.IdentityState;
import cloud.magento.accounts.web.ReadableTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts and whom they are tied to, as the page shows them. */
final class IdentityTable {
    private final AuditUrls urls;
    private final Locale locale;

    IdentityTable(AuditUrls urls, Locale locale) {
        this.urls = urls;
        this.locale = locale;
    }

    List<Map<String, Object>> rows(List<IdentityRow> accounts) {
        return accounts.stream().map(this::row).toList();
    }

    private Map<String, Object> row(IdentityRow account) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", account.userId());
        row.put("name", account.username());
        put(row, "email", account.email());
        row.put("state", account.state().id());
        if (account.state() == IdentityState.DUE || account.state() == IdentityState.OVERDUE) {
            row.put("deadline", ReadableTime.dateOf(account.deadline(), locale));
        }
        if (account.state() == IdentityState.EXEMPT && account.exemptUntil() != null) {
            row.put("exemptUntil", ReadableTime.dateOf(account.exemptUntil(), locale));
        }
        put(row, "subject", account.subject());
        put(row, "upstreamName", account.upstreamName());
        put(row, "upstreamEmail", account.upstreamEmail());
        row.put("drift", account.emailDrift());
        put(row, "since", moment(account.linkedAt()));
        put(row, "proof", account.proof());
        put(row, "lastSeen", moment(account.lastSeen()));
        row.put("historyUrl", urls.history(account.userId()));
        return row;
    }

    private @Nullable String moment(@Nullable Instant moment) {
        return moment == null ? null : ReadableTime.momentOf(moment, locale);
    }

    private static void put(Map<String, Object> row, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            row.put(name, value);
        }
    }
}
