package cloud.magento.accounts.bundle;

import cloud.magento.accounts.ledger.BundleSignatures;
import cloud.magento.accounts.ledger.EarlierLedger;
import cloud.magento.accounts.ledger.EarlierLedgers;
import cloud.magento.accounts.ledger.chain.EntryHash;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.LinkArchive;
import cloud.magento.accounts.registry.LinkArchive.StoredExemption;
import cloud.magento.accounts.registry.StoredLink;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Writes a realm's bundle, line by line, in memory that does not grow. The links come before the ledger, so that each
 * has its entry in it, whatever happens meanwhile.
 */
public final class BundleExport {
    public static final String NAME = "magento-bundle.ndjson";
    public static final String MEDIA_TYPE = "application/x-ndjson";

    private static final int PAGE = 500;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig provider;

    public BundleExport(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig provider) {
        this.session = session;
        this.realm = realm;
        this.provider = provider;
    }

    /** Writes the whole; the stream stays open. One whose last line is not of type {@code end} is not whole. */
    public void write(OutputStream out) throws IOException {
        BundleLines lines = new BundleLines(out);
        try {
            header(lines);
            formerProvider(lines);
            links(lines);
            expected(lines);
            exemptions(lines);
            new CohortApprovals(session, realm).all().values().forEach(approval -> approval(lines, approval));
            EarlierLedgers ledgers = new EarlierLedgers(session, realm);
            ledger(lines, ledgers, null);
            ledgers.all().forEach(earlier -> ledger(lines, ledgers, earlier));
            lines.end(new BundleSignatures(session, realm)::sign);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void header(BundleLines lines) {
        ObjectNode header = line(BundleLine.HEADER)
                .put("format", BundleLine.FORMAT)
                .put("version", BundleLine.VERSION)
                .put("realm", realm.getId())
                .put("name", realm.getName())
                .put("alias", provider.getAlias())
                .put("issuer", provider.issuer())
                .put("at", Instant.ofEpochMilli(Time.currentTimeMillis()).toString());
        lines.add(BundleLine.HEADER, header);
    }

    private void links(BundleLines lines) {
        LinkArchive archive = new LinkArchive(session, realm);
        String after = "";
        List<StoredLink> page;
        do {
            page = archive.links(provider.getAlias(), after, PAGE);
            for (StoredLink link : page) {
                ObjectNode line = line(BundleLine.LINK)
                        .put("account", link.userId())
                        .put("issuer", link.issuer())
                        .put("subject", link.subject())
                        .put("linkedAt", link.linkedAt())
                        .put("proof", link.proof());
                if (link.lastSeen() != null) {
                    line.put("lastSeen", link.lastSeen());
                }
                optional(line, "email", link.upstreamEmail());
                optional(line, "entry", link.directoryEntry());
                lines.add(BundleLine.LINK, optional(line, "secondFactors", link.secondFactors()));
                after = link.userId();
            }
        } while (page.size() == PAGE);
    }

    private void formerProvider(BundleLines lines) {
        new LinkArchive(session, realm)
                .formerProvider(provider.getAlias())
                .ifPresent(settings ->
                        lines.add(BundleLine.PROVIDER, line(BundleLine.PROVIDER).put("before", settings)));
    }

    private void expected(BundleLines lines) {
        LinkArchive archive = new LinkArchive(session, realm);
        String after = "";
        List<ExpectedLink> page;
        do {
            page = archive.expected(after, PAGE);
            for (ExpectedLink link : page) {
                lines.add(
                        BundleLine.EXPECTED,
                        line(BundleLine.EXPECTED)
                                .put("account", link.userId())
                                .put("address", link.address())
                                .put("since", link.since().toEpochMilli())
                                .put("until", link.until().toEpochMilli()));
                after = link.userId();
            }
        } while (page.size() == PAGE);
    }

    private void exemptions(BundleLines lines) {
        LinkArchive archive = new LinkArchive(session, realm);
        String after = "";
        List<StoredExemption> page;
        do {
            page = archive.exemptions(after, PAGE);
            for (StoredExemption stored : page) {
                Exemption exemption = stored.exemption();
                ObjectNode line = line(BundleLine.EXEMPTION)
                        .put("account", exemption.userId())
                        .put("until", exemption.until().toEpochMilli())
                        .put("why", exemption.reason())
                        .put("grantedBy", exemption.grantedBy())
                        .put("grantedAt", exemption.grantedAt().toEpochMilli());
                lines.add(BundleLine.EXEMPTION, optional(line, "group", stored.groupId()));
                after = exemption.userId();
            }
        } while (page.size() == PAGE);
    }

    private static void approval(BundleLines lines, CohortApproval approval) {
        lines.add(
                BundleLine.APPROVAL,
                optional(
                        line(BundleLine.APPROVAL)
                                .put("group", approval.groupId())
                                .put("deadline", approval.deadline().toString())
                                .put("why", approval.reason())
                                .put("approvedAt", approval.approvedAt().toEpochMilli()),
                        "approvedBy",
                        approval.approvedBy()));
    }

    private void ledger(BundleLines lines, EarlierLedgers ledgers, @Nullable EarlierLedger earlier) {
        lines.add(
                BundleLine.LEDGER,
                line(BundleLine.LEDGER).put("realm", earlier == null ? realm.getId() : earlier.origin()));
        for (EarlierLedgers.Signed checkpoint : ledgers.signed(earlier)) {
            lines.add(
                    BundleLine.CHECKPOINT,
                    optional(line(BundleLine.CHECKPOINT).put("token", checkpoint.token()), "key", checkpoint.key()));
        }
        LastEntry last = new LastEntry();
        ledgers.lines(earlier, entry -> {
            ObjectNode line = line(BundleLine.ENTRY);
            line.putRawValue("record", new RawValue(entry.line()));
            lines.add(BundleLine.ENTRY, line);
            last.seq = entry.seq();
            last.hash = entry.record().hash();
        });
        lines.add(
                BundleLine.LEDGER_END,
                line(BundleLine.LEDGER_END).put("entries", last.seq).put("head", last.hash));
    }

    private static ObjectNode line(BundleLine type) {
        return JsonSerialization.mapper.createObjectNode().put("type", type.id());
    }

    private static ObjectNode optional(ObjectNode line, String name, @Nullable String value) {
        Stream.ofNullable(value).forEach(text -> line.put(name, text));
        return line;
    }

    /** Where the ledger ends, as it was read. */
    private static final class LastEntry {
        private long seq;
        private String hash = EntryHash.GENESIS;
    }
}
