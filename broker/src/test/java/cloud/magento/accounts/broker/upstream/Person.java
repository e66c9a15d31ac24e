package cloud.magento.accounts.broker.upstream;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account at the stand-in. The log-in page knows people by {@code preferredUsername}.
 *
 * @param email null for a person whose email upstream does not tell
 * @param claims what else upstream tells of the person
 * @param login what upstream tells of each login of the person, such as {@code amr}, in place of its usual words
 */
public record Person(
        String subject,
        @Nullable String email,
        boolean emailVerified,
        String preferredUsername,
        String name,
        Map<String, Object> claims,
        Map<String, Object> login) {

    public Person(
            String subject, @Nullable String email, boolean emailVerified, String preferredUsername, String name) {
        this(subject, email, emailVerified, preferredUsername, name, Map.of(), Map.of());
    }

    /** A person nobody else in this run can be mistaken for: the given first name starts all that is readable. */
    public static Person called(String firstName) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        String username = firstName.toLowerCase(Locale.ROOT) + "-" + mark;
        return new Person("MAG" + mark, username + "@upstream.example", true, username, firstName + " Upstream");
    }

    public Person withSubject(String newSubject) {
        return new Person(newSubject, email, emailVerified, preferredUsername, name, claims, login);
    }

    public Person withEmail(@Nullable String newEmail) {
        return new Person(subject, newEmail, emailVerified, preferredUsername, name, claims, login);
    }

    public Person withName(String newName) {
        return new Person(subject, email, emailVerified, preferredUsername, newName, claims, login);
    }

    public Person withPreferredUsername(String newName) {
        return new Person(subject, email, emailVerified, newName, name, claims, login);
    }

    public Person withClaims(Map<String, Object> newClaims) {
        return new Person(subject, email, emailVerified, preferredUsername, name, newClaims, login);
    }

    /** One who signs in at upstream in this way. */
    public Person signingInBy(Map<String, Object> newLogin) {
        return new Person(subject, email, emailVerified, preferredUsername, name, claims, newLogin);
    }

    public Person unverified() {
        return new Person(subject, email, false, preferredUsername, name, claims, login);
    }

    /** What OpenID Connect Core 1.0, section 5.4, lets the scopes {@code profile} and {@code email} ask for. */
    Map<String, Object> profile() {
        Map<String, Object> profile = new TreeMap<>(claims);
        profile.put("preferred_username", preferredUsername);
        profile.put("name", name);
        if (email != null) {
            profile.put("email", email);
            profile.put("email_verified", emailVerified);
        }
        return profile;
    }
}
