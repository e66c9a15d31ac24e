package cloud.magento.accounts.broker.upstream;

import static cloud.magento.accounts.broker.upstream.Misbehaviour.inAuthorizationResponse;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inClaims;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inDiscovery;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inKeySet;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inPushed;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inSignature;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inTokens;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inUserinfo;
import static cloud.magento.accounts.broker.upstream.Misbehaviour.inUserinfoToken;
import static cloud.magento.accounts.broker.upstream.Outcome.ACCEPTED;
import static cloud.magento.accounts.broker.upstream.Outcome.ANSWER_INVALID;
import static cloud.magento.accounts.broker.upstream.Outcome.ANSWER_STALE;
import static cloud.magento.accounts.broker.upstream.Outcome.CONFIGURATION;
import static cloud.magento.accounts.broker.upstream.Outcome.TOKEN_INVALID;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong (or merely unusual) in what the stand-in says, everything else being right, and what the broker owes
 * it. How an answer travels is spoilt by {@link WireFault}.
 */
public enum Fault {
    TOKEN_TAMPERED(TOKEN_INVALID, inSignature(Forgery::tampered)),
    TOKEN_UNSIGNED(
            TOKEN_INVALID,
            inSignature((claims, keys, client) ->
                    Forgery.unsigned(claims, Optional.of(keys.current().getKeyID())))),
    TOKEN_UNSIGNED_WITHOUT_KEY_ID(
            TOKEN_INVALID, inSignature((claims, keys, client) -> Forgery.unsigned(claims, Optional.empty()))),
    TOKEN_SIGNED_BY_ANOTHER_KEY(TOKEN_INVALID, inSignature(Forgery::byAnotherKey)),
    TOKEN_SIGNED_BY_UNKNOWN_KEY(TOKEN_INVALID, inSignature(Forgery::byUnknownKey)),
    TOKEN_SIGNED_BY_KEY_IN_ITS_HEADER(TOKEN_INVALID, inSignature(Forgery::byKeyInHeader)),
    TOKEN_SIGNED_BY_KEY_AT_ITS_URL(TOKEN_INVALID, inSignature(Forgery::byKeyAtUrl)),
    TOKEN_SIGNED_BY_PUBLIC_KEY_AS_SECRET(TOKEN_INVALID, inSignature(Forgery::byPublicKeyAsSecret)),
    TOKEN_SIGNED_BY_CLIENT_SECRET(TOKEN_INVALID, inSignature(Forgery::byClientSecret)),
    TOKEN_ALGORITHM_OFF_THE_LIST(TOKEN_INVALID, inSignature(Forgery::byWeakAlgorithm)),

    ISSUER_WRONG(TOKEN_INVALID, claim("iss", "https://account.magento.example")),
    ISSUER_WITH_TRAILING_SLASH(TOKEN_INVALID, inClaims(claims -> claims.merge("iss", "/", Fault::joined))),
    ISSUER_MISSING(TOKEN_INVALID, noClaim("iss")),
    AUDIENCE_WRONG(TOKEN_INVALID, claim("aud", "another-client")),
    AUDIENCE_MISSING(TOKEN_INVALID, noClaim("aud")),
    SUBJECT_MISSING(TOKEN_INVALID, noClaim("sub")),
    SUBJECT_EMPTY(TOKEN_INVALID, claim("sub", "")),
    SUBJECT_OVER_LONG(TOKEN_INVALID, claim("sub", "s".repeat(256))),
    SUBJECT_NOT_A_STRING(TOKEN_INVALID, claim("sub", List.of("a", "b"))),
    ISSUED_AT_MISSING(TOKEN_INVALID, noClaim("iat")),
    ISSUED_IN_THE_FUTURE(TOKEN_INVALID, instant("iat", Duration.ofDays(1))),
    EXPIRY_MISSING(TOKEN_INVALID, noClaim("exp")),
    EXPIRY_NOT_A_NUMBER(TOKEN_INVALID, claim("exp", "tomorrow")),
    EXPIRED(TOKEN_INVALID, instant("exp", Duration.ofHours(-1))),
    NONCE_WRONG(TOKEN_INVALID, claim("nonce", "another-nonce")),
    NONCE_MISSING(TOKEN_INVALID, noClaim("nonce")),
    AUTHORIZED_PARTY_MISSING_FOR_SEVERAL_AUDIENCES(
            TOKEN_INVALID, inClaims(claims -> claims.compute("aud", (name, own) -> List.of(string(own), "another")))),
    AUTHORIZED_PARTY_WRONG(TOKEN_INVALID, claim("azp", "another-client")),
    SEVERAL_AUDIENCES_FOR_US(ACCEPTED, inClaims(claims -> {
        String client = string(claims.get("aud"));
        claims.put("aud", List.of(client, "another"));
        claims.put("azp", client);
    })),

    SUBJECT_A_NUMBER(ACCEPTED, claim("sub", 4_711_000_000_000L)),
    EMAIL_VERIFIED_AS_TEXT(ACCEPTED, claim("email_verified", "True")),
    /** An ID token of more than 64 kB. */
    VERY_MANY_GROUPS(
            ACCEPTED,
            claim(
                    "groups",
                    IntStream.range(0, 4_000)
                            .mapToObj(number -> "a-group-of-people-" + number)
                            .toList())),
    /** An ID token of some 27 kB. */
    MANY_GROUPS(
            ACCEPTED,
            claim(
                    "groups",
                    IntStream.range(0, 1_000)
                            .mapToObj(number -> "a-group-of-people-" + number)
                            .toList())),

    ID_TOKEN_MISSING(TOKEN_INVALID, inTokens(tokens -> tokens.remove("id_token"))),
    ID_TOKEN_NOT_A_STRING(TOKEN_INVALID, inTokens(tokens -> tokens.put("id_token", Map.of("a", 1)))),
    ID_TOKEN_NOT_A_TOKEN(TOKEN_INVALID, inTokens(tokens -> tokens.put("id_token", "not.a.token"))),

    USERINFO_OF_ANOTHER_SUBJECT(ANSWER_INVALID, inUserinfo(claims -> claims.put("sub", "somebody-else"))),
    USERINFO_WITHOUT_SUBJECT(ANSWER_INVALID, inUserinfo(claims -> claims.remove("sub"))),

    USERINFO_AS_TOKEN(ACCEPTED, inUserinfoToken(claims -> {}, (claims, keys, client) -> keys.sign(claims))),
    USERINFO_AS_TOKEN_OF_ANOTHER_KEY(ANSWER_INVALID, inUserinfoToken(claims -> {}, Forgery::byUnknownKey)),
    USERINFO_AS_TOKEN_TAMPERED(ANSWER_INVALID, inUserinfoToken(claims -> {}, Forgery::tampered)),
    USERINFO_AS_TOKEN_FOR_ANOTHER_CLIENT(
            ANSWER_INVALID,
            inUserinfoToken(
                    claims -> claims.put("aud", "another-client"), (claims, keys, client) -> keys.sign(claims))),
    USERINFO_AS_TOKEN_OF_ANOTHER_SUBJECT(
            ANSWER_INVALID,
            inUserinfoToken(claims -> claims.put("sub", "somebody-else"), (claims, keys, client) -> keys.sign(claims))),

    RESPONSE_ISSUER_WRONG(
            ANSWER_INVALID, inAuthorizationResponse(answer -> answer.put("iss", "https://account.magento.example"))),
    RESPONSE_ISSUER_MISSING(ANSWER_INVALID, inAuthorizationResponse(answer -> answer.remove("iss"))),
    RESPONSE_STATE_MISSING(ANSWER_STALE, inAuthorizationResponse(answer -> answer.remove("state"))),
    RESPONSE_STATE_WRONG(ANSWER_STALE, inAuthorizationResponse(answer -> answer.put("state", "another-state"))),
    RESPONSE_WITHOUT_CODE(ANSWER_INVALID, inAuthorizationResponse(answer -> answer.remove("code"))),

    DISCOVERY_OF_ANOTHER_ISSUER(
            ANSWER_INVALID, inDiscovery(metadata -> metadata.put("issuer", "https://account.magento.example"))),
    DISCOVERY_WITHOUT_TOKEN_ENDPOINT(ANSWER_INVALID, inDiscovery(metadata -> metadata.remove("token_endpoint"))),

    PUSHED_WITHOUT_REQUEST_URI(ANSWER_INVALID, inPushed(answer -> answer.remove("request_uri"))),
    PUSHED_REQUEST_URI_NOT_A_URI(ANSWER_INVALID, inPushed(answer -> answer.put("request_uri", "a b"))),
    PUSHED_WITHOUT_LIFETIME(ANSWER_INVALID, inPushed(answer -> answer.remove("expires_in"))),
    PUSHED_TO_PLAIN_HTTP(ANSWER_INVALID, pushedTo("http://account.magento.example/par")),
    PUSHED_INTO_PRIVATE_NETWORK(CONFIGURATION, pushedTo("https://10.255.255.1/par")),

    KEY_SET_EMPTY(ANSWER_INVALID, inKeySet((keySet, keys) -> keySet.put("keys", List.of()))),
    KEY_SET_OF_A_HUNDRED(ACCEPTED, inKeySet((keySet, keys) -> {
        List<Object> entries = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            Map<String, Object> key = keys.current().toPublicJWK().toJSONObject();
            key.put("kid", "another-" + number);
            entries.add(key);
        }
        entries.add(keys.current().toPublicJWK().toJSONObject());
        keySet.put("keys", entries);
    })),
    SINGLE_KEY_WITHOUT_ID(ACCEPTED, inKeySet((keySet, keys) -> {
        Map<String, Object> key = keys.current().toPublicJWK().toJSONObject();
        key.remove("kid");
        keySet.put("keys", List.of(key));
    })),
    KEY_SET_WITH_UNREADABLE_ENTRIES(ACCEPTED, inKeySet((keySet, keys) -> {
        List<Object> entries = new ArrayList<>();
        entries.add(Map.of("kty", "ML-DSA-9000", "kid", "from-the-future"));
        entries.add(Map.of("kty", "RSA", "kid", "broken", "n", "%%%", "e", "AQAB"));
        entries.add(Map.of("kid", "empty"));
        entries.add(keys.current().toPublicJWK().toJSONObject());
        keySet.put("keys", entries);
    }));

    private final Outcome outcome;
    private final Misbehaviour misbehaviour;

    Fault(Outcome outcome, Misbehaviour misbehaviour) {
        this.outcome = outcome;
        this.misbehaviour = misbehaviour;
    }

    /** What the broker owes this answer. */
    public Outcome outcome() {
        return outcome;
    }

    Misbehaviour misbehaviour() {
        return misbehaviour;
    }

    private static Misbehaviour pushedTo(String address) {
        return inDiscovery(metadata -> metadata.put("pushed_authorization_request_endpoint", address));
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

    private static Object joined(Object left, Object right) {
        return string(left) + string(right);
    }

    private static String string(@Nullable Object value) {
        return String.valueOf(value);
    }
}
