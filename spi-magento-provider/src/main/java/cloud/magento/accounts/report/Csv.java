package cloud.magento.accounts.report;

import cloud.magento.accounts.ledger.chain.HiddenLetters;
import java.util.List;

/**
 * A line of comma-separated values (RFC 4180) for people who open it in a spreadsheet. Every value is quoted. Against
 * formula (CSV) injection, a value that a spreadsheet would take for a formula is prefixed with an apostrophe.
 * Characters that cannot be seen but change
 * what is seen (controls, line breaks, changes of the writing direction) stand as {@code \}{@code u202E}. So it is for
 * reading; whoever needs the data letter by letter takes the other format.
 */
final class Csv {
    /** What begins a formula in one spreadsheet or another, in both widths. */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private static final int EXPECTED_LINE = 512;

    private Csv() {}

    static String line(List<String> values) {
        StringBuilder line = new StringBuilder(EXPECTED_LINE);
        for (int i = 0; i < values.size(); i++) {
            append(line, values.get(i));
            line.append(i + 1 < values.size() ? "," : "\r\n");
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String value) {
        line.append('"');
        if (isFormula(value)) {
            line.append('\'');
        }
        value.codePoints().forEach(letter -> append(line, letter));
        line.append('"');
    }

    private static void append(StringBuilder line, int letter) {
        if (letter == '"') {
            line.append("\"\"");
        } else if (HiddenLetters.include(letter)) {
            for (char half : Character.toChars(letter)) {
                line.append("\\u").append(String.format("%04X", (int) half));
            }
        } else {
            line.appendCodePoint(letter);
        }
    }

    /** Spaces before it are passed over by some. */
    private static boolean isFormula(String value) {
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (FORMULA.indexOf(letter) >= 0) {
                return true;
            }
            if (!Character.isSpaceChar(letter)) {
                return false;
            }
        }
        return false;
    }
}
