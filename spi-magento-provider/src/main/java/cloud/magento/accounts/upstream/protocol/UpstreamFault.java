package cloud.magento.accounts.upstream.protocol;

import cloud.magento.accounts.policy.ReasonCode;
import java.util.Locale;

/**
 * What exactly was wrong with an answer from upstream. A person is told the {@link #reason()}; the fault goes to the
 * event and the log, so that an operator can tell clock skew from key rotation.
 */
public enum UpstreamFault {
    /** The answer carries no ID token, or no access token where userinfo has to be read. */
    TOKEN_MISSING(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** Not a signed JWT in compact form with a JSON object for a header and one for the claims. */
    TOKEN_MALFORMED(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** A token of more than {@value SignedToken#MAX_LENGTH} characters. */
    TOKEN_TOO_LONG(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** The token is encrypted, which no agreement with upstream foresees. */
    TOKEN_ENCRYPTED(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** Unsigned, signed with a shared secret, or signed with an algorithm that is not on the list. */
    ALGORITHM_NOT_ALLOWED(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** The header demands an extension (RFC 7515, section 4.1.11). */
    EXTENSION_UNKNOWN(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** No key of upstream's key set fits the token's header. */
    KEY_UNKNOWN(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** A key matches, but the signature is invalid. */
    SIGNATURE_INVALID(ReasonCode.UPSTREAM_TOKEN_INVALID),
    ISSUER_WRONG(ReasonCode.UPSTREAM_TOKEN_INVALID),
    AUDIENCE_WRONG(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** Several audiences, and nothing says for whom of them the token was made. */
    AUTHORIZED_PARTY_MISSING(ReasonCode.UPSTREAM_TOKEN_INVALID),
    AUTHORIZED_PARTY_WRONG(ReasonCode.UPSTREAM_TOKEN_INVALID),
    SUBJECT_INVALID(ReasonCode.UPSTREAM_TOKEN_INVALID),
    EXPIRY_MISSING(ReasonCode.UPSTREAM_TOKEN_INVALID),
    EXPIRED(ReasonCode.UPSTREAM_TOKEN_INVALID),
    ISSUED_AT_MISSING(ReasonCode.UPSTREAM_TOKEN_INVALID),
    ISSUED_IN_FUTURE(ReasonCode.UPSTREAM_TOKEN_INVALID),
    ISSUED_TOO_LONG_AGO(ReasonCode.UPSTREAM_TOKEN_INVALID),
    NOT_YET_VALID(ReasonCode.UPSTREAM_TOKEN_INVALID),
    NONCE_MISMATCH(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** The access token is not the one the ID token was issued with. */
    ACCESS_TOKEN_HASH_WRONG(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** A fresh login was asked for and the token does not tell of one. */
    AUTHENTICATION_TOO_OLD(ReasonCode.LOGIN_TOO_OLD),
    /** Not a logout token: the event, the token id or whom it is about is missing, or it carries a nonce. */
    LOGOUT_TOKEN_INVALID(ReasonCode.UPSTREAM_TOKEN_INVALID),
    /** The logout token was used before. */
    LOGOUT_TOKEN_REPLAYED(ReasonCode.UPSTREAM_TOKEN_INVALID),

    /** {@code iss} of the authorization response names another issuer (RFC 9207). */
    RESPONSE_ISSUER_WRONG(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** Upstream announces {@code iss} in its authorization responses and this one has none. */
    RESPONSE_ISSUER_MISSING(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** Neither a code nor an error. */
    RESPONSE_INCOMPLETE(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** A parameter of the authorization response stands there more than once. */
    RESPONSE_AMBIGUOUS(ReasonCode.UPSTREAM_ANSWER_INVALID),
    ERROR_UNKNOWN(ReasonCode.UPSTREAM_ANSWER_INVALID),
    NOT_JSON(ReasonCode.UPSTREAM_ANSWER_INVALID),
    TOO_LARGE(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /**
     * The answer to a pushed authorization request names no {@code request_uri} that could be one, or no time for which
     * it is good.
     */
    PUSHED_RESPONSE_INVALID(ReasonCode.UPSTREAM_ANSWER_INVALID),
    REDIRECTED(ReasonCode.UPSTREAM_ANSWER_INVALID),
    STATUS_UNEXPECTED(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** The metadata belong to another issuer. */
    DISCOVERY_ISSUER_WRONG(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** An endpoint that is needed is missing, or is not a URL this broker may call. */
    DISCOVERY_INCOMPLETE(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** The key set has no key that could be used. */
    KEYS_UNREADABLE(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** The key set has more keys than {@value VerificationKeys#MAX_KEYS}. */
    KEYS_TOO_MANY(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** Userinfo came as a token, and its signature, issuer, audience or time is wrong; the log says which. */
    USERINFO_TOKEN_INVALID(ReasonCode.UPSTREAM_ANSWER_INVALID),
    /** Userinfo tells of another person than the ID token. */
    USERINFO_SUBJECT_WRONG(ReasonCode.UPSTREAM_ANSWER_INVALID),

    TIMEOUT(ReasonCode.UPSTREAM_UNAVAILABLE),
    CONNECTION_FAILED(ReasonCode.UPSTREAM_UNAVAILABLE),
    NAME_UNKNOWN(ReasonCode.UPSTREAM_UNAVAILABLE),
    TLS_FAILED(ReasonCode.UPSTREAM_UNAVAILABLE),
    TOO_MANY_REQUESTS(ReasonCode.UPSTREAM_UNAVAILABLE),
    SERVER_ERROR(ReasonCode.UPSTREAM_UNAVAILABLE),
    /** Upstream failed so often just now that only a few requests at once try whether it is back. */
    CIRCUIT_OPEN(ReasonCode.UPSTREAM_UNAVAILABLE),
    /**
     * Requests wait in line, since upstream asked for time or codes were refused, and this one's turn would come too
     * late.
     */
    PACED(ReasonCode.UPSTREAM_UNAVAILABLE),
    /** As many requests as this server allows itself are waiting for upstream. */
    BUSY(ReasonCode.UPSTREAM_UNAVAILABLE),
    /** Upstream sent the browser back saying that it is out of order. */
    ERROR_UNAVAILABLE(ReasonCode.UPSTREAM_UNAVAILABLE),

    CLIENT_REFUSED(ReasonCode.UPSTREAM_CONFIGURATION),
    REQUEST_REFUSED(ReasonCode.UPSTREAM_CONFIGURATION),
    /** Upstream takes only authorization requests that were pushed, and this server was told to push none. */
    PUSHED_REQUEST_REQUIRED(ReasonCode.UPSTREAM_CONFIGURATION),
    NOT_FOUND(ReasonCode.UPSTREAM_CONFIGURATION),
    /** The address is private, or the URL is not https outside of loopback. */
    ADDRESS_NOT_ALLOWED(ReasonCode.UPSTREAM_CONFIGURATION),
    /** This server has no secret or no key to authenticate itself with. */
    CREDENTIAL_MISSING(ReasonCode.UPSTREAM_CONFIGURATION),
    /** The provider has a mapper that cannot work with what upstream says, and that Keycloak would run all the same. */
    MAPPER_UNUSABLE(ReasonCode.UPSTREAM_CONFIGURATION),

    ACCESS_DENIED(ReasonCode.UPSTREAM_DENIED),
    /** Upstream cannot sign the person in as strongly as it was asked to. */
    AUTHENTICATION_UNMET(ReasonCode.LEVEL_REQUIRED),
    /** The person is not signed in at upstream, and no page was allowed. */
    LOGIN_REQUIRED(ReasonCode.UPSTREAM_DENIED),
    /** Upstream would have to ask the person something, and no page was allowed. */
    INTERACTION_REQUIRED(ReasonCode.UPSTREAM_DENIED),

    /** {@code state} is missing, not ours, used, or belongs to another browser or tab. */
    STATE_UNKNOWN(ReasonCode.UPSTREAM_ANSWER_STALE),
    /** The sign-in is known, but it is not waiting for this answer. */
    TRIP_UNKNOWN(ReasonCode.UPSTREAM_ANSWER_STALE),
    /** Upstream does not take the code: it is used up, too old or not ours. */
    CODE_REFUSED(ReasonCode.UPSTREAM_ANSWER_STALE),

    OTHER_IDENTITY(ReasonCode.UPSTREAM_IDENTITY_MISMATCH),
    /** The subject is one that an account is linked to, and the account belongs to another issuer's identity. */
    OTHER_ISSUER(ReasonCode.UPSTREAM_IDENTITY_MISMATCH),
    PROVIDER_DISABLED(ReasonCode.UPSTREAM_DISABLED);

    private final ReasonCode reason;

    UpstreamFault(ReasonCode reason) {
        this.reason = reason;
    }

    /** What the person is told. */
    public ReasonCode reason() {
        return reason;
    }

    /** The fault's public form in lower kebab-case, for example {@code nonce-mismatch}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
