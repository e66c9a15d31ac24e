package cloud.magento.accounts.broker.upstream;

import java.net.URI;
import java.util.Optional;

/** How the stand-in answers at the moment; changed by tests while it runs. */
final class Behaviour {
    private volatile Misbehaviour now = Misbehaviour.NONE;
    private volatile boolean tellsAllInIdTokens = true;
    private volatile boolean keepsOldLogins;
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

    boolean tellsAllInIdTokens() {
        return tellsAllInIdTokens;
    }

    void tellAllInIdTokens(boolean all) {
        tellsAllInIdTokens = all;
    }
}
