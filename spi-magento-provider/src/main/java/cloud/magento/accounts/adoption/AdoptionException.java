package cloud.magento.accounts.adoption;

import org.jspecify.annotations.Nullable;

/** Why a provider cannot be taken over or given back, in a sentence for the operator. */
public final class AdoptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        NOT_FOUND,
        CONFLICT
    }

    private final Kind kind;

    AdoptionException(Kind kind, String message) {
        this(kind, message, null);
    }

    AdoptionException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
