package cloud.magento.accounts.bundle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a line of a bundle is. */
enum BundleLine {
    HEADER,
    PROVIDER,
    LINK,
    EXPECTED,
    EXEMPTION,
    APPROVAL,
    LEDGER,
    CHECKPOINT,
    ENTRY,
    LEDGER_END,
    END;

    static final String FORMAT = "magento-bundle";
    static final int VERSION = 2;

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<BundleLine> ofId(String id) {
        return Arrays.stream(values()).filter(line -> line.id().equals(id)).findFirst();
    }
}
