package cloud.magento.accounts.auditpage;

import cloud.magento.accounts.ledger.Checkpoints;
import cloud.magento.accounts.ledger.LedgerLogKeys;
import cloud.magento.accounts.ledger.LedgerReader;
import cloud.magento.accounts.ledger.LedgerVerification.Findings;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.web.ReadableNumber;
import cloud.magento.accounts.web.ReadableTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The ledger's status: size, head, newest checkpoint and the result of a verification. */
final class LedgerStatus {
    private final KeycloakSession session;
    private final Locale locale;

    LedgerStatus(KeycloakSession session, Locale locale) {
        this.session = session;
        this.locale = locale;
    }

    Map<String, Object> now() {
        RealmModel realm = session.getContext().getRealm();
        AuditUrls urls = new AuditUrls(session);
        LedgerReader reader = new LedgerReader(session, realm);
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("size", ReadableNumber.count(reader.size(), locale));
        status.put("head", reader.head());
        new Checkpoints(session, realm).newest().ifPresent(newest -> {
            status.put("checkpointAt", ReadableTime.momentOf(newest.at(), locale));
            status.put("checkpointEntries", ReadableNumber.count(newest.entries(), locale));
        });
        status.put("verifyUrl", urls.action("record/verify"));
        status.put("exportUrl", urls.action("record/export"));
        status.put("checkpointUrl", urls.action("record/checkpoint"));
        boolean hasLogKey = new LedgerLogKeys(session, realm).state() != LedgerLogKeys.State.NONE;
        status.put("hasLogKey", hasLogKey);
        status.put("keysUrl", hasLogKey ? urls.logKeys() : urls.keys());
        return status;
    }

    Map<String, Object> of(Findings findings) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("whole", findings.isWhole());
        if (findings.linksWithoutEntry() > 0) {
            told.put("linksWithoutEntry", ReadableNumber.count(findings.linksWithoutEntry(), locale));
        }
        if (findings.linksOutOfStep() > 0) {
            told.put("linksOutOfStep", ReadableNumber.count(findings.linksOutOfStep(), locale));
        }
        if (findings.forgedCheckpoints() > 0) {
            told.put("forgedCheckpoints", ReadableNumber.count(findings.forgedCheckpoints(), locale));
        }
        if (findings.retiredKeyCheckpoints() > 0) {
            told.put("retiredKeyCheckpoints", ReadableNumber.count(findings.retiredKeyCheckpoints(), locale));
        }
        if (findings.unknownKeyCheckpoints() > 0) {
            told.put("unknownKeyCheckpoints", ReadableNumber.count(findings.unknownKeyCheckpoints(), locale));
        }
        told.putAll(findings.chain().fold(this::whole, this::broken));
        return told;
    }

    private Map<String, Object> whole(ChainResult.Whole whole) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("entries", ReadableNumber.count(whole.entries(), locale));
        told.put("checkpoints", ReadableNumber.count(whole.checkpoints(), locale));
        if (whole.erased() > 0) {
            told.put("erased", ReadableNumber.count(whole.erased(), locale));
        }
        return told;
    }

    private Map<String, Object> broken(ChainResult.Broken broken) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("seq", Long.toString(broken.seq()));
        told.put("fault", broken.fault().id());
        told.put("sentence", broken.sentence());
        return told;
    }
}
