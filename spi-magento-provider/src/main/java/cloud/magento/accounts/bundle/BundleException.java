package cloud.magento.accounts.bundle;

import org.jspecify.annotations.Nullable;

/** Why a bundle cannot be imported, in a sentence for the operator. Nothing of it was written. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** The file is not whole, or not as it was made. */
        INVALID,
        /** The realm is another than it can be imported into, or somebody else changes the same at this moment. */
        CONFLICT
    }

    private final Kind kind;

    BundleException(Kind kind, String message) {
        this(kind, message, null);
    }

    BundleException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static BundleException invalid(long line, String why) {
        String end = why.endsWith(".") ? "" : ".";
        return new BundleException(Kind.INVALID, "The bundle cannot be imported: line " + line + ": " + why + end);
    }

    public Kind kind() {
        return kind;
    }
}
