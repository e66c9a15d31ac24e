package cloud.magento.accounts.broker.links;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A moment as the API wants it, in ISO 8601 with an offset.
 *
 * @param text such as {@code 2027-06-30T00:00:00Z}
 */
record Moment(String text) {
    /** Reads what somebody typed; a date alone begins at midnight UTC, as in the provider's settings. */
    static final class Reader implements ITypeConverter<Moment> {
        @Override
        public Moment convert(String value) {
            try {
                return new Moment(
                        value.indexOf('T') < 0
                                ? LocalDate.parse(value)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant()
                                        .toString()
                                : OffsetDateTime.parse(value).toInstant().toString());
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + value + "' is no date such as 2027-06-30 or 2027-06-30T18:00:00+02:00");
            }
        }
    }
}
