package cloud.magento.accounts.bundle;

import cloud.magento.accounts.bundle.BundleReader.Sink;
import cloud.magento.accounts.ledger.BundleSignatures;
import cloud.magento.accounts.ledger.BundleSignatures.Signer;
import cloud.magento.accounts.ledger.EarlierLedgers;
import cloud.magento.accounts.ledger.EarlierLedgers.Signed;
import cloud.magento.accounts.ledger.chain.ChainCheck;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.ledger.chain.LedgerRecord;
import cloud.magento.accounts.registry.StoredLink;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks a bundle before anything of it is written: its format, that it is of this issuer, each of its ledgers by its
 * chain and by the checkpoints in it, and who signed the whole.
 */
final class VerifiedBundle implements Sink {
    /** A ledger that was found whole. */
    record Whole(String origin, long entries, String head) {}

    private final EarlierLedgers ledgers;
    private final BundleSignatures signatures;
    private final @Nullable String expectedKey;
    private final String issuer;
    private final List<Whole> whole = new ArrayList<>();
    private final List<Signed> checkpoints = new ArrayList<>();
    private String realm = "";
    private @Nullable String origin;
    private @Nullable ChainCheck check;
    private @Nullable Signer signer;
    private long links;

    /** @param expectedKey the fingerprint of the key that must have signed; null for one that the realm has */
    VerifiedBundle(EarlierLedgers ledgers, BundleSignatures signatures, @Nullable String expectedKey, String issuer) {
        this.ledgers = ledgers;
        this.signatures = signatures;
        this.expectedKey = expectedKey;
        this.issuer = issuer;
    }

    String realm() {
        return realm;
    }

    long links() {
        return links;
    }

    Signer signer() {
        return Objects.requireNonNull(signer);
    }

    /** The ledgers in it, the realm's own first. */
    List<Whole> whole() {
        return whole;
    }

    @Override
    public void header(JsonNode header) {
        if (!header.path("format").asText().equals(BundleLine.FORMAT)) {
            throw new IllegalArgumentException("this is no bundle");
        }
        if (header.path("version").asInt() != BundleLine.VERSION) {
            throw new IllegalArgumentException("it is of a version that this server does not read");
        }
        if (!header.path("issuer").asText().equals(issuer)) {
            throw new BundleException(
                    BundleException.Kind.CONFLICT,
                    "The bundle is of the issuer " + header.path("issuer").asText()
                            + ", and this realm's provider is of " + issuer
                            + ". The same subject is somebody else there.");
        }
        realm = header.path("realm").asText();
    }

    @Override
    public void link(StoredLink link) {
        links++;
        if (!link.issuer().equals(issuer)) {
            throw new IllegalArgumentException("it is of another issuer");
        }
    }

    @Override
    public void ledger(String of) {
        if (origin != null) {
            throw new IllegalArgumentException("the ledger before it has no end");
        }
        origin = of;
        checkpoints.clear();
    }

    @Override
    public void checkpoint(Signed checkpoint) {
        checkpoints.add(checkpoint);
    }

    @Override
    public void entry(LedgerRecord record) {
        chain().accept(record);
    }

    @Override
    public void ledgerEnd(long entries, String head) {
        ChainCheck chain = chain();
        chain.expectEnd(entries, head);
        ChainResult result = chain.finish();
        if (result instanceof ChainResult.Broken broken) {
            throw new IllegalArgumentException("the ledger in it is not whole. " + broken.sentence());
        }
        whole.add(new Whole(String.valueOf(origin), entries, head));
        origin = null;
        check = null;
    }

    @Override
    public void signed(Signed signature, String sha256) {
        Signer by = signatures.verify(signature, realm, sha256);
        if (expectedKey == null ? !by.known() : !expectedKey.equals(by.key())) {
            throw new BundleException(
                    BundleException.Kind.CONFLICT,
                    "The bundle is signed with the key " + by.key() + ", which is not "
                            + (expectedKey == null ? "one of this realm's" : "the one that you named")
                            + ". Anybody can sign with a key of their own: compare it with what the export said, and"
                            + " send it along as key if it is the same.");
        }
        signer = by;
    }

    private ChainCheck chain() {
        if (origin == null) {
            throw new IllegalArgumentException("it belongs to no ledger");
        }
        if (check == null) {
            ChainCheck begun = new ChainCheck();
            begun.expectRealm(origin);
            ledgers.expected(origin, checkpoints).forEach(begun::expect);
            check = begun;
        }
        return check;
    }
}
