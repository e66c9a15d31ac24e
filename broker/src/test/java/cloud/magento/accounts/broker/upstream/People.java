package cloud.magento.accounts.broker.upstream;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who has an account at the stand-in, and who is signed in there, browser by browser. */
final class People {
    private final Map<String, Person> byUsername = new ConcurrentHashMap<>();
    private final Map<String, Visit> bySession = Collections.synchronizedMap(new LinkedHashMap<>());

    /** Somebody who is signed in, since when, and the session's id, which is told to clients ({@code sid}). */
    record Visit(Person person, Instant since, String id) {}

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
        bySession.put(
                session, new Visit(person, Instant.now(), UUID.randomUUID().toString()));
        return session;
    }

    Optional<Visit> signedIn(String session) {
        return Optional.ofNullable(bySession.get(session));
    }

    /** Where the person is signed in, oldest first. */
    List<Visit> visits(Person person) {
        return List.copyOf(bySession.values()).stream()
                .filter(visit -> visit.person().subject().equals(person.subject()))
                .toList();
    }

    void close(String session) {
        bySession.remove(session);
    }
}
