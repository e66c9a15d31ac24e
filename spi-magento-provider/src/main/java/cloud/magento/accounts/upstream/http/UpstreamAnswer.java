package cloud.magento.accounts.upstream.http;

import cloud.magento.accounts.upstream.protocol.Json;
import cloud.magento.accounts.upstream.protocol.Outcome;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * An answer of upstream that came whole, in time and small enough.
 *
 * @param status the HTTP status: 200 to 299, or 400 to 499 except 408 and 429
 * @param type the media type without its parameters, in lower case; empty where upstream does not say
 * @param body the body, unpacked
 */
public record UpstreamAnswer(int status, String type, String body) {
    private static final String JWT = "application/jwt";

    /** How a call went, in a word: {@code ok}, {@code refused} for a client error, or the fault. */
    public static String word(Outcome<UpstreamAnswer> outcome) {
        return outcome.fold(
                answer -> answer.isOk() ? "ok" : "refused",
                failure -> failure.fault().id());
    }

    public boolean isOk() {
        return status < 300;
    }

    /** Whether it is a token instead of JSON, as userinfo may be. */
    public boolean isToken() {
        return type.equals(JWT);
    }

    public Optional<ObjectNode> json() {
        return Json.object(body);
    }
}
