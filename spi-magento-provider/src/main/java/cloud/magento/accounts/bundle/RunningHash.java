package cloud.magento.accounts.bundle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over all that was written or read so far. */
final class RunningHash {
    /** The lines that the last one counts. */
    static final List<BundleLine> COUNTED = List.of(
            BundleLine.PROVIDER,
            BundleLine.LINK,
            BundleLine.EXPECTED,
            BundleLine.EXEMPTION,
            BundleLine.APPROVAL,
            BundleLine.CHECKPOINT,
            BundleLine.ENTRY);

    private final MessageDigest digest;

    RunningHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    /** Ends it. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
