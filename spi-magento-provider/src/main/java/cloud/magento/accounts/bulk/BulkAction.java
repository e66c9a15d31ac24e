package cloud.magento.accounts.bulk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a row wants. */
public enum BulkAction {
    /** Link the account, or pre-associate it where the row has an address at upstream and no subject. */
    LINK,
    /** Link the account to this subject, also where it is linked to another. */
    RELINK,
    /** End the account's link, or its pre-association. */
    UNLINK,
    /** Let the account through the gate until a date, for a reason. */
    EXEMPT,
    /** End the account's exemption. */
    UNEXEMPT,
    /** Invite the account by mail. Never among others: a call invites, or it does not. */
    INVITE;

    /** The action's public form. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<BulkAction> ofId(String id) {
        return Arrays.stream(values()).filter(action -> action.id().equals(id)).findFirst();
    }

    /** What rows can want beside rows that want this. */
    List<BulkAction> among() {
        return this == INVITE
                ? List.of(INVITE)
                : Arrays.stream(values()).filter(action -> action != INVITE).toList();
    }
}
