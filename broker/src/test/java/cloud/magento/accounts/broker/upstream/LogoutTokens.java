package cloud.magento.accounts.broker.upstream;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Orders to sign somebody out (OpenID Connect Back-Channel Logout 1.0, section 2.4), each with an id of its own. */
public final class LogoutTokens {
    static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final String issuer;
    private final Client client;
    private final Keys keys;
    private final Misbehaviour misbehaviour;

    LogoutTokens(String issuer, Client client, Keys keys, Misbehaviour misbehaviour) {
        this.issuer = issuer;
        this.client = client;
        this.keys = keys;
        this.misbehaviour = misbehaviour;
    }

    /** All sessions of the person. */
    public String forPerson(Person person) {
        return order(Map.of("sub", person.subject()));
    }

    /** The one session, without a word of whose it is. */
    public String forSession(String sessionId) {
        return order(Map.of("sid", sessionId));
    }

    /** The one session of this person. */
    public String forSession(Person person, String sessionId) {
        return order(Map.of("sub", person.subject(), "sid", sessionId));
    }

    private String order(Map<String, Object> about) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>(about);
        claims.put("iss", issuer);
        claims.put("aud", client.id());
        claims.put("iat", now);
        claims.put("exp", now + 120);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("events", Map.of(EVENT, Map.of()));
        misbehaviour.claims(claims);
        return misbehaviour.sign(claims, keys, client);
    }
}
