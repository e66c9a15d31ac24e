package cloud.magento.accounts.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * Distinguishes a directory's person from a later one with the same user name (account recycling). Keycloak gives an
 * account that it
 * imported an id of its own, which goes with the account. One that is not imported is known by what its directory calls
 * it, which for LDAP is the user name; the entry's own id, which LDAP never uses again, then tells one person from the
 * next.
 */
public final class DirectoryEntry {
    /** What Keycloak's LDAP federation keeps the entry's id under, such as {@code entryUUID} or {@code objectGUID}. */
    private static final String ENTRY_ID = "LDAP_ID";

    /** Of an account whose id is nobody else's later. */
    static final DirectoryEntry LASTING = new DirectoryEntry(true, null);

    private final boolean lasting;
    private final @Nullable String digest;

    private DirectoryEntry(boolean lasting, @Nullable String digest) {
        this.lasting = lasting;
        this.digest = digest;
    }

    public static DirectoryEntry of(UserModel user) {
        return of(user.getId(), user.getUsername(), user.getFirstAttribute(ENTRY_ID));
    }

    /** Whether an account with this id is only in a directory, and not in Keycloak's own tables. */
    static boolean isOfDirectory(String userId) {
        return !new StorageId(userId).isLocal();
    }

    static DirectoryEntry of(String userId, @Nullable String username, @Nullable String entryId) {
        StorageId id = new StorageId(userId);
        if (id.isLocal()) {
            return LASTING;
        }
        if (entryId != null && !entryId.isBlank() && !entryId.equalsIgnoreCase(username)) {
            return new DirectoryEntry(false, digest(id.getProviderId() + "\n" + entryId));
        }
        return id.getExternalId().equalsIgnoreCase(username) ? new DirectoryEntry(false, null) : LASTING;
    }

    /** Whether a link of this account stays this person's. */
    public boolean canBeLinked() {
        return lasting || digest != null;
    }

    /** What a link keeps of it, or null where the account's id is enough. */
    @Nullable
    String kept() {
        return digest;
    }

    /** Whether a link that kept this, or nothing, is this person's. */
    boolean owns(@Nullable String kept) {
        return lasting || (digest != null && Objects.equals(digest, kept));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
