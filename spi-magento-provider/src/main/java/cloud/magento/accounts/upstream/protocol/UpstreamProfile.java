package cloud.magento.accounts.upstream.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who upstream says somebody is. Subject and what concerns the login come from the ID token alone; names and address
 * from it or from userinfo. The address and whether it is verified always come from the same document: otherwise a
 * verified flag in one document would vouch for an unverified address in the other (account takeover).
 *
 * <p>A claim that is not a string, too long, or contains control characters counts as absent.
 */
public record UpstreamProfile(
        String subject,
        @Nullable String username,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String sessionId,
        @Nullable Long signedInAt,
        @Nullable String acr,
        List<String> amr) {

    private static final int MAX_LENGTH = 255;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final String EMAIL = "email";
    private static final String EMAIL_VERIFIED = "email_verified";

    public UpstreamProfile {
        amr = List.copyOf(amr);
    }

    /** Whether the document lacks the address, or whether it is verified. */
    public static boolean lacksEmail(ObjectNode document) {
        return claim(document, EMAIL).isEmpty() || !document.has(EMAIL_VERIFIED);
    }

    public static boolean lacksName(ObjectNode document) {
        return claim(document, "name").isEmpty()
                && claim(document, "given_name").isEmpty()
                && claim(document, "family_name").isEmpty();
    }

    /**
     * The profile that the documents tell of.
     *
     * @param idToken the claims of a validated ID token
     * @param userInfo the answer of userinfo for the same subject, or null where it was not asked or did not answer
     */
    public static UpstreamProfile of(ObjectNode idToken, @Nullable ObjectNode userInfo) {
        ObjectNode second = userInfo == null ? idToken.objectNode() : userInfo;
        ObjectNode withEmail = isBetterEmail(idToken, second) ? second : idToken;
        ObjectNode withName = lacksName(idToken) ? second : idToken;
        Optional<String> email = claim(withEmail, EMAIL);
        OptionalLong signedInAt = Json.seconds(idToken, "auth_time");
        return new UpstreamProfile(
                Json.subject(idToken).orElseThrow(),
                claim(idToken, "preferred_username")
                        .or(() -> claim(second, "preferred_username"))
                        .orElse(null),
                email.orElse(null),
                email.isPresent() && isTrue(withEmail.path(EMAIL_VERIFIED)),
                claim(withName, "name").orElse(null),
                claim(withName, "given_name").orElse(null),
                claim(withName, "family_name").orElse(null),
                claim(idToken, "sid").orElse(null),
                signedInAt.isPresent() ? signedInAt.getAsLong() : null,
                claim(idToken, "acr").orElse(null),
                texts(idToken.path("amr")));
    }

    private static boolean isBetterEmail(ObjectNode idToken, ObjectNode userInfo) {
        return claim(userInfo, EMAIL).isPresent()
                && (claim(idToken, EMAIL).isEmpty() || (!idToken.has(EMAIL_VERIFIED) && userInfo.has(EMAIL_VERIFIED)));
    }

    private static Optional<String> claim(ObjectNode document, String name) {
        return Json.text(document, name)
                .map(String::strip)
                .filter(text ->
                        text.length() <= MAX_LENGTH && !CONTROL.matcher(text).find());
    }

    /** Some providers write the boolean as a string, in the spelling of their language. */
    private static boolean isTrue(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : "true".equalsIgnoreCase(node.textValue());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : array) {
            if (array.isArray() && one.isTextual() && one.textValue().length() <= MAX_LENGTH) {
                texts.add(one.textValue());
            }
        }
        return texts;
    }

    /** Nothing of the person: it must not end up in a log. */
    @Override
    public String toString() {
        return "UpstreamProfile";
    }
}
