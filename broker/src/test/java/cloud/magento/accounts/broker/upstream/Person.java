package cloud.magento.accounts.broker.upstream;

import java.util.List;
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
 * @param stronger what it tells instead of a login that more is asked of ({@code acr_values}), if this is what is asked
 */
public record Person(
        String subject,
        @Nullable String email,
        boolean emailVerified,
        String preferredUsername,
        String name,
        Map<String, Object> claims,
        Map<String, Object> login,
        Map<String, Object> stronger) {

    public Person(
            String subject, @Nullable String email, boolean emailVerified, String preferredUsername, String name) {
        this(subject, email, emailVerified, preferredUsername, name, Map.of(), Map.of(), Map.of());
    }

    /** A person nobody else in this run can be mistaken for: the given first name starts all that is readable. */
    public static Person called(String firstName) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        String username = firstName.toLowerCase(Locale.ROOT) + "-" + mark;
        return new Person("MAG" + mark, username + "@upstream.example", true, username, firstName + " Upstream");
    }

    public Person withSubject(String newSubject) {
        return new Person(newSubject, email, emailVerified, preferredUsername, name, claims, login, stronger);
    }

    public Person withEmail(@Nullable String newEmail) {
        return new Person(subject, newEmail, emailVerified, preferredUsername, name, claims, login, stronger);
    }

    public Person withName(String newName) {
        return new Person(subject, email, emailVerified, preferredUsername, newName, claims, login, stronger);
    }

    public Person withPreferredUsername(String newName) {
        return new Person(subject, email, emailVerified, newName, name, claims, login, stronger);
    }

    public Person withClaims(Map<String, Object> newClaims) {
        return new Person(subject, email, emailVerified, preferredUsername, name, newClaims, login, stronger);
    }

    /** One who signs in at upstream in this way. */
    public Person signingInBy(Map<String, Object> newLogin) {
        return new Person(subject, email, emailVerified, preferredUsername, name, claims, newLogin, stronger);
    }

    /** One who gives this on top where a client asks for it by its {@code acr}. */
    public Person steppingUpTo(Map<String, Object> newLogin) {
        return new Person(subject, email, emailVerified, preferredUsername, name, claims, login, newLogin);
    }

    /** What upstream tells of a login of which these are asked for. */
    Map<String, Object> login(List<String> acrValues) {
        return acrValues.contains(String.valueOf(stronger.get("acr"))) ? stronger : login;
    }

    public Person unverified() {
        return new Person(subject, email, false, preferredUsername, name, claims, login, stronger);
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
