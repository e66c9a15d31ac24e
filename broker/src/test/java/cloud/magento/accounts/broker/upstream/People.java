package cloud.magento.accounts.broker.upstream;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who has an account at the stand-in, and who is signed in there, browser by browser. */
final class People {
    private final Map<String, Person> byUsername = new ConcurrentHashMap<>();
    private final Map<String, Visit> bySession = new ConcurrentHashMap<>();

    /** Somebody who is signed in, since when. */
    record Visit(Person person, Instant since) {}

    void add(Person person) {
        byUsername.put(person.preferredUsername(), person);
    }

    /** Finds by username or email, as a person would type it. */
    Optional<Person> find(String login) {
        return byUsername.values().stream()
                .filter(person -> login.equals(person.preferredUsername()) || login.equals(person.email()))
                .findFirst();
    }

    Collection<Person> all() {
        return byUsername.values();
    }

    /** Signs the person in and returns the session's secret, the cookie's value. */
    String open(Person person) {
        String session = UUID.randomUUID().toString();
        bySession.put(session, new Visit(person, Instant.now()));
        return session;
    }

    Optional<Visit> signedIn(String session) {
        return Optional.ofNullable(bySession.get(session));
    }

    void close(String session) {
        bySession.remove(session);
    }
}
