package cloud.magento.accounts.web;

import java.math.BigDecimal;
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

    /**
     * A share such as "98.7%", to the nearest tenth of a percent; a dash where there is no whole. Only the whole is
     * 100% and only nothing is 0%: a part of less than a twentieth of a percent is 0.1%, and one that lacks less than
     * that is 99.9%.
     */
    public static String share(long part, long whole, Locale locale) {
        if (whole == 0) {
            return NOTHING;
        }
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(BigDecimal.valueOf(permille(part, whole), 3));
    }

    /**
     * A share in thousandths, as {@link #share} tells it: from 0 to 1000, and neither unless the part is nothing or the
     * whole.
     *
     * @param whole more than 0
     */
    public static int permille(long part, long whole) {
        int nearest = BigDecimal.valueOf(part)
                .movePointRight(3)
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                .intValueExact();
        return part > 0 && part < whole ? Math.min(Math.max(nearest, 1), 999) : nearest;
    }
}
