package cloud.magento.accounts.broker.upstream;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Authorization codes, each good once, and access tokens. */
final class Grants {
    /** What a code stands for. */
    record Grant(AuthorizationRequest request, Person person, Instant signedInAt) {}

    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Person> accessTokens = new ConcurrentHashMap<>();

    String code(Grant grant) {
        String code = UUID.randomUUID().toString();
        codes.put(code, grant);
        return code;
    }

    Optional<Grant> redeem(String code) {
        return Optional.ofNullable(codes.remove(code));
    }

    String accessToken(Person person) {
        String token = UUID.randomUUID().toString();
        accessTokens.put(token, person);
        return token;
    }

    Optional<Person> owner(String accessToken) {
        return Optional.ofNullable(accessTokens.get(accessToken));
    }
}
