package cloud.magento.accounts.invitation;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants accounts to be invited.
 *
 * @param call a name of 1 to 64 letters, digits, points, dashes and underscores: a call of this name mails an account
 * once, however often it is made; null for a call that is made once
 * @param lifetime how long each can be used; null for as long as the realm's setting says
 * @param mailAlone whether the mail may prove an account that has nothing of its own to prove it by
 * @param again whether to invite an account, too, that has an invitation which can be used
 */
public record InvitationWish(
        @Nullable String call, @Nullable Duration lifetime, boolean mailAlone, boolean again) {
    private static final Pattern CALL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @throws IllegalArgumentException for a call of another form, or a time that is none */
    public InvitationWish {
        if (call != null && !CALL.matcher(call).matches()) {
            throw new IllegalArgumentException("\"call\" has 1 to 64 letters, digits, points, dashes and underscores.");
        }
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero())) {
            throw new IllegalArgumentException("An invitation can be used for at least an hour.");
        }
    }
}
