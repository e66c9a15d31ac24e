package cloud.magento.accounts.login.gate;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which order the sign-in page offers its two ways. Pure. What it rests on is the same for every account, or what
 * the browser itself has been told after a sign-in that succeeded: the page tells nothing of whoever is about to sign
 * in.
 *
 * @param first the way that stands first, and the other folded away below it; null for both, Magento.com above
 * @param wanted whether a notice above the form asks for the password, so that the page needs no other word for it
 * @param folded whether the other way is folded away; it is not where somebody has just tried
 */
record SignInOrder(@Nullable LastWay first, boolean wanted, boolean folded) {
    /**
     * The order.
     *
     * @param passwordWanted whether the page asks for the password: in a declared outage, after opening an invitation,
     *     for an account that is there already
     * @param last what succeeded last in this browser
     * @param tried whether a name or password has just been sent that did not fit
     */
    static SignInOrder of(boolean passwordWanted, Optional<LastWay> last, boolean tried) {
        LastWay first = passwordWanted ? LastWay.PASSWORD : last.orElse(null);
        return new SignInOrder(first, passwordWanted, first != null && !tried);
    }

    /** What the page's template is given. */
    Map<String, Object> data() {
        return Map.of("first", first == null ? "" : first.id(), "wanted", wanted, "folded", folded);
    }
}
