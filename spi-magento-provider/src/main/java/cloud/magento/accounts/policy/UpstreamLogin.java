package cloud.magento.accounts.policy;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What upstream said of one login there: who, and how surely. It is kept as text in the authentication session in which
 * the person arrived, for those who record the login.
 *
 * @param identity who arrived
 * @param email the address upstream gave, verified or not; null where it gave none
 * @param authTime when the person signed in there, in seconds since the epoch; null where upstream did not tell
 * @param acr how strongly, in upstream's own words; null where upstream did not tell
 * @param amr by what (RFC 8176); empty where upstream did not tell
 */
public record UpstreamLogin(
        UpstreamIdentity identity,
        @Nullable String email,
        @Nullable Long authTime,
        @Nullable String acr,
        List<String> amr) {
    /** The authentication note that holds the newest login. */
    public static final String NOTE = "magento.upstream.login";

    public UpstreamLogin {
        amr = List.copyOf(amr);
    }

    /** The login as one line of text. */
    public String toText() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("iss", identity.issuer());
        members.put("sub", identity.subject());
        members.put("email", email == null ? "" : email);
        members.put("auth_time", authTime == null ? "" : authTime.toString());
        members.put("acr", acr == null ? "" : acr);
        members.put("amr", String.join(" ", amr));
        return members.entrySet().stream()
                .map(member -> member.getKey() + "=" + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static UpstreamLogin parse(String text) {
        Map<String, String> members = Arrays.stream(text.split("&", -1))
                .map(member -> member.split("=", 2))
                .filter(member -> member.length == 2)
                .collect(Collectors.toMap(
                        member -> member[0], member -> URLDecoder.decode(member[1], StandardCharsets.UTF_8)));
        String authTime = text(members, "auth_time");
        String amr = text(members, "amr");
        return new UpstreamLogin(
                new UpstreamIdentity(members.getOrDefault("iss", ""), members.getOrDefault("sub", "")),
                text(members, "email"),
                authTime == null ? null : Long.valueOf(authTime),
                text(members, "acr"),
                amr == null ? List.of() : List.of(amr.split(" ")));
    }

    private static @Nullable String text(Map<String, String> members, String name) {
        String value = members.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
