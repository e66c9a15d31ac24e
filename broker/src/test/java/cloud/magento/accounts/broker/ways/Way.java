package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.notApplicable;
import static cloud.magento.accounts.broker.ways.Verdict.opens;
import static cloud.magento.accounts.broker.ways.Verdict.refused;

import cloud.magento.accounts.broker.ways.Grounds.Setting;
import java.util.EnumMap;
import java.util.Map;

/** One way in: how it is gone, in which realm, and what it must come to for each kind of account. */
public final class Way {
    private static final String NO_PERSON =
            "nobody signs in as a service account: it has no password, no mail address and no"
                    + " other credential of a person";

    private final String name;
    private final Setting setting;
    private final Attempt attempt;
    private final Map<Holder, Verdict> verdicts;

    private Way(String name, Setting setting, Attempt attempt, Map<Holder, Verdict> verdicts) {
        this.name = name;
        this.setting = setting;
        this.attempt = attempt;
        this.verdicts = verdicts;
    }

    /** Goes the way. */
    @FunctionalInterface
    interface Attempt {
        Finding go(Scene scene);
    }

    /** A way that an exempt account's person gets tokens by, and that no service account can go. */
    static Way of(String name, Attempt attempt) {
        Map<Holder, Verdict> verdicts = new EnumMap<>(Holder.class);
        verdicts.put(Holder.EXEMPT, opens(Outcome.TOKENS));
        verdicts.put(Holder.SERVICE, notApplicable(NO_PERSON));
        return new Way(name, Setting.SET_UP, attempt, verdicts);
    }

    /** The same way in another realm. */
    Way in(Setting other) {
        return new Way(name, other, attempt, verdicts);
    }

    Way unlinked(Verdict verdict) {
        return with(Holder.UNLINKED, verdict);
    }

    Way linked(Verdict verdict) {
        return with(Holder.LINKED, verdict);
    }

    Way exempt(Verdict verdict) {
        return with(Holder.EXEMPT, verdict);
    }

    Way service(Verdict verdict) {
        return with(Holder.SERVICE, verdict);
    }

    Way unlinked(Outcome outcome, Hook hook) {
        return unlinked(refused(outcome, hook));
    }

    Way linked(Outcome outcome, Hook hook) {
        return linked(refused(outcome, hook));
    }

    /** Stopped by the required action, whatever it was signed in by. */
    Way stoppedByTheAction() {
        return unlinked(Outcome.CONNECT_PAGE, Hook.ACTION).linked(Outcome.UPSTREAM_PAGE, Hook.ACTION);
    }

    /** Stopped by the required action, or told on our password form. */
    Way stoppedAtOurForm() {
        return unlinked(Outcome.CONNECT_PAGE, Hook.ACTION).linked(Outcome.TOLD_PAGE, Hook.FORM);
    }

    /** Stopped by the token gate. */
    Way stoppedAtTheTokens() {
        return unlinked(Outcome.MAGENTO_LINK_REQUIRED, Hook.TOKENS).linked(Outcome.MAGENTO_LOGIN_REQUIRED, Hook.TOKENS);
    }

    private Way with(Holder holder, Verdict verdict) {
        verdicts.put(holder, verdict);
        return this;
    }

    public Finding go(Scene scene) {
        return attempt.go(scene);
    }

    public Setting setting() {
        return setting;
    }

    public Verdict verdict(Holder holder) {
        Verdict verdict = verdicts.get(holder);
        if (verdict == null) {
            throw new IllegalStateException("Nothing is said about " + name + " for " + holder);
        }
        return verdict;
    }

    @Override
    public String toString() {
        return name;
    }
}
