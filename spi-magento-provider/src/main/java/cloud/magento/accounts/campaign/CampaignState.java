package cloud.magento.accounts.campaign;

import java.util.Arrays;
import java.util.Locale;

/** Where a campaign stands. */
public enum CampaignState {
    /** Its mails go out when they are due. */
    RUNNING,
    /** An operator stopped it; nothing is sent until one resumes it. */
    STOPPED,
    /** Whoever was to be reminded was, and nobody will be any more. */
    ENDED;

    /** The public form, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CampaignState ofId(String id) {
        return Arrays.stream(values())
                .filter(state -> state.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A campaign in the state " + id));
    }
}
