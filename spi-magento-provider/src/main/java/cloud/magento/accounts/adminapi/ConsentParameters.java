package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.policy.EnforcementConsent;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is said to a change that stops people, in the address of the call. It is read again when that is committed. */
public final class ConsentParameters {
    /** All that such a call takes. */
    static final Set<String> KNOWN = Set.of("dryRun", EnforcementConsent.ACKNOWLEDGED, EnforcementConsent.OVERRIDE);

    @QueryParam(EnforcementConsent.ACKNOWLEDGED)
    public @Nullable String acknowledged;

    @QueryParam(EnforcementConsent.OVERRIDE)
    public @Nullable String override;

    /** Refuses what would be as if it had not been said. */
    void check() {
        if (acknowledged != null && !EnforcementConsent.isNumber(acknowledged.strip())) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST, "\"" + EnforcementConsent.ACKNOWLEDGED + "\" is a whole number.");
        }
        if (override != null && !EnforcementConsent.isReason(override.strip())) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST,
                    "\"" + EnforcementConsent.OVERRIDE + "\" is one line of 1 to 500 characters that says why.");
        }
    }
}
