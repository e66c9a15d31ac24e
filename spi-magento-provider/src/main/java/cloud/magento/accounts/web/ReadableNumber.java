package cloud.magento.accounts.web;

import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;

/** Numbers as a person reads them, in the language of the page. */
public final class ReadableNumber {
    private static final String NOTHING = "–";

    private ReadableNumber() {}

    /** A count such as "12,345". */
    public static String count(long number, Locale locale) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** A share such as "98.7%"; rounded down, so that only the whole is 100%, and a dash where there is no whole. */
    public static String share(long part, long whole, Locale locale) {
        if (whole == 0) {
            return NOTHING;
        }
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(1);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format((double) part / whole);
    }
}
