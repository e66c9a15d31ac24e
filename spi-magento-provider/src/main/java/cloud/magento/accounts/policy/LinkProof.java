package cloud.magento.accounts.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what an account was proven to belong to the person who linked it. */
public enum LinkProof {
    /** The person had signed in to the account by a credential of its own, in this very session. */
    LOCAL_LOGIN,
    /** The person had signed in to the account through another identity provider, in this very session. */
    OTHER_PROVIDER,
    /** The person, coming from upstream, gave the account's password. */
    PASSWORD,
    /** The person, coming from upstream, gave the code that was mailed to the account. */
    MAIL,
    /** The operator trusts upstream's word for the email address (setting {@code trustVerifiedEmail}). */
    VERIFIED_EMAIL,
    /** The person had just signed in at upstream as the identity that was linked before. */
    UPSTREAM_LOGIN,
    /** The account was made for this upstream identity. */
    NEW_ACCOUNT,
    /** An administrator wrote the link, by the admin REST API or an import. */
    ADMINISTRATOR,
    /** Keycloak had the link before this software came; how it was proven then nobody knows. */
    ADOPTED,
    /** An operator had said before whose account it is, by the email address that upstream then vouched for. */
    PRE_ASSOCIATION,
    /** An operator had invited the account by mail, and the person had signed in to it by what it has of its own. */
    INVITATION,
    /** An operator had invited the account by mail, and it had nothing of its own to be proven by. */
    INVITATION_MAIL;

    /**
     * Whether the account's password may open it in a declared outage. Not where whoever linked came without having
     * shown it, and no operator said whose account it is: somebody may have planted it before the owner came
     * (pre-hijacking).
     */
    public boolean vouchesForPassword() {
        return switch (this) {
            case LOCAL_LOGIN, PASSWORD, NEW_ACCOUNT, ADMINISTRATOR, ADOPTED -> true;
            case OTHER_PROVIDER, MAIL, VERIFIED_EMAIL, UPSTREAM_LOGIN, PRE_ASSOCIATION, INVITATION, INVITATION_MAIL ->
                false;
        };
    }

    /** The proof's public form in lower kebab-case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The proof with this public form, or empty. */
    public static Optional<LinkProof> ofId(@Nullable String id) {
        return Arrays.stream(values()).filter(proof -> proof.id().equals(id)).findFirst();
    }
}
