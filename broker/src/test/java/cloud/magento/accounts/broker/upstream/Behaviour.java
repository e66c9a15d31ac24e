package cloud.magento.accounts.broker.upstream;

/** How the stand-in answers at the moment; changed by tests while it runs. */
final class Behaviour {
    private volatile Misbehaviour now = Misbehaviour.NONE;
    private volatile boolean tellsAllInIdTokens = true;
    private volatile boolean keepsOldLogins;

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

    boolean tellsAllInIdTokens() {
        return tellsAllInIdTokens;
    }

    void tellAllInIdTokens(boolean all) {
        tellsAllInIdTokens = all;
    }
}
