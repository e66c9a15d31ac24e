package cloud.magento.accounts.broker.upstream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Authorization codes, each good once, access tokens, and the ID tokens that were issued. */
final class Grants {
    /** What a code stands for. */
    record Grant(AuthorizationRequest request, People.Visit visit) {}

    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Person> accessTokens = new ConcurrentHashMap<>();
    private final List<IdToken> idTokens = new CopyOnWriteArrayList<>();

    private record IdToken(String compact, Person person) {}

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

    void issued(String idToken, Person person) {
        idTokens.add(new IdToken(idToken, person));
    }

    boolean hasIssued(String idToken) {
        return idTokens.stream().anyMatch(issued -> issued.compact().equals(idToken));
    }

    /** The ID tokens about the person, oldest first. */
    List<String> idTokens(Person person) {
        return idTokens.stream()
                .filter(issued -> issued.person().subject().equals(person.subject()))
                .map(IdToken::compact)
                .toList();
    }

    Optional<Person> owner(String accessToken) {
        return Optional.ofNullable(accessTokens.get(accessToken));
    }
}
