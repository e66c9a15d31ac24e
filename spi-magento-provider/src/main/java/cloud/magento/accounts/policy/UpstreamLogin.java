package cloud.magento.accounts.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What upstream said of one login there: who, and how surely. It is kept in the authentication session in which
 * the person arrived, for those who record the login.
 *
 * @param identity who arrived
 * @param email the address upstream gave, verified or not; null where it gave none
 * @param emailVerified whether upstream vouched for that address
 * @param authTime when the person signed in there, in seconds since the epoch; null where upstream did not tell
 * @param acr how strongly, in upstream's own words; null where upstream did not tell
 * @param amr by what (RFC 8176); empty where upstream did not tell
 */
public record UpstreamLogin(
        UpstreamIdentity identity,
        @Nullable String email,
        boolean emailVerified,
        @Nullable Long authTime,
        @Nullable String acr,
        List<String> amr) {
    /** The authentication note that holds the newest login. */
    public static final String NOTE = "magento.upstream.login";

    public UpstreamLogin {
        amr = List.copyOf(amr);
    }
}
