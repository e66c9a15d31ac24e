package cloud.magento.accounts.reminder;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.FreeMarkerException;

/** A mail server that counts what it has accepted, by account, and the death of the server that asks it. */
final class MailSink {
    private final Map<String, AtomicInteger> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private volatile int deadAt = Integer.MAX_VALUE;
    private volatile boolean isDead;
    private volatile Answer answer = Answer.ACCEPT;

    /** What it says to whoever asks. */
    enum Answer {
        ACCEPT,
        /** This mail cannot be sent. */
        REFUSE,
        /** No mail can be sent. */
        UNAVAILABLE,
        /** It took the mail, and the connection broke. */
        BREAK
    }

    /** The asking server is dead: nothing that it was about to do is done. */
    static final class ServerKilled extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The asking server dies as soon as so many were accepted, with the last one not answered. */
    void killAt(int mails) {
        deadAt = mails;
    }

    /** Another server asks. */
    void revive() {
        deadAt = Integer.MAX_VALUE;
        isDead = false;
    }

    boolean isDead() {
        return isDead;
    }

    void answer(Answer answered) {
        this.answer = answered;
    }

    int size() {
        return all.get();
    }

    /** How many each account got. */
    Map<String, Integer> byAccount() {
        Map<String, Integer> counts = new TreeMap<>();
        accepted.forEach((id, count) -> counts.put(id, count.get()));
        return counts;
    }

    private void take(String userId) throws EmailException {
        if (isDead) {
            throw new ServerKilled();
        }
        switch (answer) {
            case REFUSE -> throw new EmailException("Invalid address");
            case UNAVAILABLE -> throw new EmailException("Failed", new FreeMarkerException("No template", null));
            default -> {}
        }
        accepted.computeIfAbsent(userId, id -> new AtomicInteger()).incrementAndGet();
        if (all.incrementAndGet() >= deadAt) {
            isDead = true;
            throw new ServerKilled();
        }
        if (answer == Answer.BREAK) {
            throw new IllegalStateException("Broken");
        }
    }

    abstract static class Mails implements EmailTemplateProvider {
        private final MailSink sink;
        private @Nullable UserModel user;

        Mails(MailSink sink) {
            this.sink = sink;
        }

        @Override
        public EmailTemplateProvider setRealm(RealmModel realm) {
            return this;
        }

        @Override
        public EmailTemplateProvider setUser(UserModel user) {
            this.user = user;
            return this;
        }

        @Override
        public void send(String subject, List<Object> subjectParts, String template, Map<String, Object> data)
                throws EmailException {
            sink.take(user == null ? "" : user.getId());
        }
    }
}
