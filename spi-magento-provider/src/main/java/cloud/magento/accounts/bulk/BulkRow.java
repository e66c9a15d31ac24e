package cloud.magento.accounts.bulk;

import cloud.magento.accounts.bulk.AccountName.Kind;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.ExpectedLink;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row that says all that it has to.
 *
 * @param line where it stands, counted from 1
 * @param account whose
 * @param subject the identity at upstream to link to; null where the row links to none, or pre-associates
 * @param upstreamName what upstream calls the person; may be empty
 * @param address by which upstream knows the person, for a pre-association; else null
 * @param until the end of an exemption or of a pre-association, exclusive; null where it has none or the usual one
 * @param reason of an exemption; may be empty
 */
public record BulkRow(
        int line,
        BulkAction action,
        AccountName account,
        @Nullable String subject,
        String upstreamName,
        @Nullable String address,
        @Nullable Instant until,
        String reason) {

    private static final int MAX_TEXT = 255;

    /** The names that a column or member can have. */
    static final Set<String> COLUMNS = Set.of(
            "action", "id", "username", "email", "subject", "upstreamUsername", "upstreamEmail", "until", "reason");

    /**
     * Reads the values of a row; one that is empty counts as missing.
     *
     * @param usual what a row wants that does not say
     * @throws RowException where they make no row
     */
    static BulkRow of(int line, Map<String, String> values, BulkAction usual) {
        Values given = new Values(values);
        BulkAction action = given.text("action")
                .map(id -> BulkAction.ofId(id)
                        .filter(usual.among()::contains)
                        .orElseThrow(() -> invalid("\"action\" is one of "
                                + usual.among().stream().map(BulkAction::id).collect(Collectors.joining(", "))
                                + ", not \"" + id + "\".")))
                .orElse(usual);
        boolean links = action == BulkAction.LINK || action == BulkAction.RELINK;
        boolean exempts = action == BulkAction.EXEMPT;
        given.allowOnly("upstreamUsername", links, "a row that links");
        given.allowOnly("upstreamEmail", links, "a row that links");
        given.allowOnly("reason", exempts, "a row that exempts");
        Optional<String> address = given.text("upstreamEmail");
        given.allowOnly("until", exempts || address.isPresent(), "a row that exempts or pre-associates");
        Optional<String> subject = given.text("subject");
        if (links) {
            requireTarget(subject, address);
        } else if (action != BulkAction.UNLINK) {
            given.allowOnly("subject", false, "a row that links or unlinks");
        }
        return new BulkRow(
                line,
                action,
                given.account(action == BulkAction.UNLINK),
                links ? subject.orElse(null) : null,
                given.text("upstreamUsername").orElse(""),
                address.orElse(null),
                given.text("until").map(BulkRow::instant).orElse(null),
                given.text("reason").orElse(""));
    }

    private static void requireTarget(Optional<String> subject, Optional<String> address) {
        if (subject.isPresent() == address.isPresent()) {
            throw invalid("A row that links has either \"subject\" or \"upstreamEmail\".");
        }
        if (subject.isPresent() && !UpstreamIdentity.isSubject(subject.get())) {
            throw invalid("A \"subject\" has 1 to 255 printable ASCII characters and no space at its ends.");
        }
        if (address.isPresent() && !isAddress(address.get())) {
            throw invalid("\"upstreamEmail\" is no email address.");
        }
    }

    private static boolean isAddress(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && at < text.length() - 1
                && text.length() <= ExpectedLink.MAX_ADDRESS_LENGTH
                && text.chars().noneMatch(letter -> Character.isWhitespace(letter) || Character.isISOControl(letter));
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid("\"until\" is a date and time with an offset, such as 2027-01-31T00:00:00Z.");
        }
    }

    static RowException invalid(String message) {
        return new RowException(RowError.ROW_INVALID, message);
    }

    /** What a row gives, without what is empty. */
    private record Values(Map<String, String> all) {
        Optional<String> text(String name) {
            Optional<String> text = Optional.ofNullable(all.get(name)).filter(value -> !value.isBlank());
            if (text.filter(value -> value.length() > MAX_TEXT).isPresent() && !name.equals("reason")) {
                throw invalid("\"" + name + "\" has more than " + MAX_TEXT + " characters.");
            }
            return text;
        }

        void allowOnly(String name, boolean allowed, String where) {
            if (!allowed && text(name).isPresent()) {
                throw invalid("Only " + where + " has \"" + name + "\".");
            }
        }

        AccountName account(boolean orSubject) {
            List<AccountName> names = Arrays.stream(Kind.values())
                    .filter(kind -> kind != Kind.SUBJECT || orSubject)
                    .map(kind -> text(kind.column())
                            .map(value -> AccountName.of(kind, value))
                            .orElse(null))
                    .filter(Objects::nonNull)
                    .toList();
            if (names.size() != 1) {
                throw invalid("A row names its account by exactly one of \"id\", \"username\" and \"email\""
                        + (orSubject ? ", or the link by \"subject\"." : "."));
            }
            return names.get(0);
        }
    }
}
