package cloud.magento.accounts.upstream.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether this broker pushes its authorization requests to upstream (RFC 9126) or has the browser carry them. */
public enum PushedRequestMode {
    /** Pushed wherever upstream announces an endpoint for it; never plain where that endpoint fails. */
    AUTO,
    /** Pushed or not made at all: metadata that announce no endpoint end every sign-in. */
    REQUIRED,
    /** Never pushed: the browser's address carries the whole request, for an upstream that announces what fails. */
    OFF;

    /** The mode's public form in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PushedRequestMode> ofId(String id) {
        return Arrays.stream(values()).filter(mode -> mode.id().equals(id)).findFirst();
    }
}
