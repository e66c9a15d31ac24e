package cloud.magento.accounts.broker.upstream;

import static cloud.magento.accounts.broker.upstream.Misbehaviour.inClaims;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inSignature;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One thing wrong in a logout token, everything else being right, and what the broker calls it. */
public enum LogoutFault {
    UNSIGNED(
            "algorithm-not-allowed",
            inSignature((claims, keys, client) ->
                    Forgery.unsigned(claims, Optional.of(keys.current().getKeyID())))),
    SIGNED_BY_CLIENT_SECRET("algorithm-not-allowed", inSignature(Forgery::byClientSecret)),
    SIGNED_BY_ANOTHER_KEY("signature-invalid", inSignature(Forgery::byAnotherKey)),
    SIGNED_BY_UNKNOWN_KEY("key-unknown", inSignature(Forgery::byUnknownKey)),
    SIGNED_BY_KEY_IN_ITS_HEADER("key-unknown", inSignature(Forgery::byKeyInHeader)),
    ISSUER_WRONG("issuer-wrong", claim("iss", "https://account.magento.example")),
    AUDIENCE_WRONG("audience-wrong", claim("aud", "another-client")),
    NONCE_PRESENT("logout-token-invalid", claim("nonce", "a-nonce")),
    EVENT_MISSING("logout-token-invalid", noClaim("events")),
    EVENT_OF_ANOTHER_KIND("logout-token-invalid", claim("events", Map.of("urn:example:logged-in", Map.of()))),
    ID_MISSING("logout-token-invalid", noClaim("jti")),
    SUBJECT_NOT_A_STRING("logout-token-invalid", claim("sub", Map.of())),
    EXPIRY_MISSING("expiry-missing", noClaim("exp")),
    EXPIRED("expired", instant("exp", Duration.ofHours(-1))),
    ISSUED_TOO_LONG_AGO("issued-too-long-ago", instant("iat", Duration.ofMinutes(-11))),
    ISSUED_IN_THE_FUTURE("issued-in-future", instant("iat", Duration.ofDays(1)));

    private final String id;
    private final Misbehaviour misbehaviour;

    LogoutFault(String id, Misbehaviour misbehaviour) {
        this.id = id;
        this.misbehaviour = misbehaviour;
    }

    /** What the broker calls it. */
    public String id() {
        return id;
    }

    Misbehaviour misbehaviour() {
        return misbehaviour;
    }

    private static Misbehaviour claim(String name, Object value) {
        return inClaims(claims -> claims.put(name, value));
    }

    private static Misbehaviour noClaim(String name) {
        return inClaims(claims -> claims.remove(name));
    }

    private static Misbehaviour instant(String name, Duration fromNow) {
        return inClaims(claims -> claims.put(name, Instant.now().plus(fromNow).getEpochSecond()));
    }
}
