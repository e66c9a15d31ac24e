package cloud.magento.accounts.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether upstream's words on a login ({@code acr}, {@code amr}) tell of more than one factor. Only what a
 * specification says in so many words counts, and what the operator has added: a value that nobody knows tells nothing.
 */
public final class SecondFactorEvidence {
    /** RFC 8176, section 2: several factors, whichever they were. */
    private static final String SEVERAL = "mfa";

    /** RFC 8176: what the person knows. */
    private static final Set<String> KNOWLEDGE = Set.of("kba", "pin", "pwd");

    /** RFC 8176: what the person has. */
    private static final Set<String> POSSESSION = Set.of("hwk", "otp", "sc", "sms", "swk", "tel");

    /** RFC 8176: what the person is. */
    private static final Set<String> INHERENCE = Set.of("face", "fpt", "iris", "retina", "vbm");

    /** REFEDS MFA profile; OpenID PAPE 1.0, section 4. */
    private static final Set<String> KNOWN_ACR =
            Set.of("https://refeds.org/profile/mfa", "http://schemas.openid.net/pape/policies/2007/06/multi-factor");

    private SecondFactorEvidence() {}

    /**
     * Whether the login was one by several factors.
     *
     * @param acr upstream's {@code acr}, or null where it told none
     * @param amr upstream's {@code amr}; empty where it told none
     * @param further values of {@code acr} that mean several factors at this upstream, as its operator knows
     */
    public static boolean isToldBy(@Nullable String acr, List<String> amr, Collection<String> further) {
        if (acr != null && (KNOWN_ACR.contains(acr) || further.contains(acr))) {
            return true;
        }
        return amr.contains(SEVERAL)
                || List.of(KNOWLEDGE, POSSESSION, INHERENCE).stream()
                                .filter(kind -> !Collections.disjoint(kind, amr))
                                .count()
                        > 1;
    }
}
