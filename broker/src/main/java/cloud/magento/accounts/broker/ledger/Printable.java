package cloud.magento.accounts.broker.ledger;

/** Text from elsewhere as a terminal may show it. */
final class Printable {
    private static final int LONGEST = 300;

    private Printable() {}

    /** The text with everything invisible, or able to move the cursor or turn the writing round, as question marks. */
    static String of(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> out.appendCodePoint(isPlain(c) ? c : '?'));
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
