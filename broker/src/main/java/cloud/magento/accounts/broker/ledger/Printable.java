package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.HiddenLetters;

/** Text from elsewhere as a terminal may show it. */
final class Printable {
    private static final int LONGEST = 300;

    private Printable() {}

    /** The text with everything invisible, or able to move the cursor or turn the writing round, as question marks. */
    static String of(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> out.appendCodePoint(HiddenLetters.include(c) ? '?' : c));
        return out.toString();
    }
}
