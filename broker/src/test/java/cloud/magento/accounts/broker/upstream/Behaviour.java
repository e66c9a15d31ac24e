package cloud.magento.accounts.broker.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How the stand-in answers at the moment; changed by tests while it runs. */
final class Behaviour {
    private volatile Misbehaviour now = Misbehaviour.NONE;
    private volatile boolean tellsAllInIdTokens = true;
    private volatile boolean keepsOldLogins;
    private volatile PushedRequestRule pushedRequestRule = PushedRequestRule.NONE;
    private volatile Duration pushedRequestLifetime = Duration.ofMinutes(1);
    private volatile Optional<URI> backChannel = Optional.empty();

    Misbehaviour now() {
        return now;
    }

    void set(Misbehaviour misbehaviour) {
        now = misbehaviour;
    }

    boolean keepsOldLogins() {
        return keepsOldLogins;
    }

    void keepOldLogins(boolean keeps) {
        keepsOldLogins = keeps;
    }

    /** Where the client is told of whoever signs out here, if it is. */
    Optional<URI> backChannel() {
        return backChannel;
    }

    void tellSignOutsAt(Optional<URI> address) {
        backChannel = address;
    }

    PushedRequestRule pushedRequestRule() {
        return pushedRequestRule;
    }

    void takePushedRequests(PushedRequestRule rule) {
        pushedRequestRule = rule;
    }

    /** How long a person has to come here after their request was pushed. */
    Duration pushedRequestLifetime() {
        return pushedRequestLifetime;
    }

    void keepPushedRequests(Duration lifetime) {
        pushedRequestLifetime = lifetime;
    }

    boolean tellsAllInIdTokens() {
        return tellsAllInIdTokens;
    }

    void tellAllInIdTokens(boolean all) {
        tellsAllInIdTokens = all;
    }
}
