package cloud.magento.accounts.broker.gallery;

import java.util.Arrays;
import java.util.Locale;

/** A language in which the gallery is walked through. */
enum Language {
    ENGLISH("en"),
    JAPANESE("ja"),
    /**
     * English made long and strange, which no jar has: the realm is given it as texts of its own. It is walked through
     * without scripts, so that every form on the way has to work without them.
     */
    PSEUDO("en-XA");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The language with this BCP 47 tag. */
    static Language of(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(tag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No language of the gallery: " + tag));
    }

    String tag() {
        return tag;
    }

    /** As a part of a realm's name. */
    String inNames() {
        return tag.toLowerCase(Locale.ROOT);
    }

    boolean runsScripts() {
        return this != PSEUDO;
    }
}
