package cloud.magento.accounts.ledger.chain;

/**
 * Letters that show nothing and still change what is read: they move the cursor, break the line, turn the writing
 * round, or make two names look like one. Whatever shows text from elsewhere where it cannot be looked into shows
 * something in their place.
 */
public final class HiddenLetters {
    /** Between letters of Persian, of Indic scripts and of emojis these two make a difference that is seen. */
    private static final String JOINERS = "\u200c\u200d";

    /** Not of the kinds below by their category: fillers, a joiner that joins nothing, an empty Braille cell. */
    private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

    private HiddenLetters() {}

    /** The text with a question mark in the place of each of them, as a log or a terminal may show it. */
    public static String masked(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(letter -> out.appendCodePoint(include(letter) ? '?' : letter));
        return out.toString();
    }

    /**
     * Whether a letter, as a code point, is one of them; one that Unicode does not know, or leaves to fonts, is too.
     */
    public static boolean include(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> JOINERS.indexOf(letter) < 0;
            default -> BLANK.indexOf(letter) >= 0;
        };
    }
}
