package cloud.magento.accounts.report;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.LinkSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A realm with an account of every kind, made once on each database, which no test changes. */
final class TestPopulation {
    static final Instant LATE = Instant.parse("2999-01-01T00:00:00Z");
    static final Instant EARLY = Instant.parse("2019-01-01T00:00:00Z");
    static final Instant REALM = Instant.parse(LinkSettings.DEFAULT_ENFORCE_FROM);

    /** What means something to one database or another, and what takes four bytes to write. */
    static final String ODD_NAME = "100%_of\\it's \"!\" \u65e5\u672c \ud83d\ude42";

    private static final Map<TestDatabase, TestPopulation> MADE = new EnumMap<>(TestDatabase.class);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final TestKeycloak keycloak;
    private final String late;
    private final String early;
    private final String unapproved;
    private final String unused;
    private final String exempt;

    private TestPopulation(TestDatabase database) {
        keycloak = TestKeycloak.on(database).withProvider(LinkSettings.REPORT_ONLY, "false");
        TestAccounts accounts = new TestAccounts(keycloak);
        late = accounts.group("late", null, LATE.toString());
        accounts.approve(late, LATE);
        String below = accounts.group("below", late, null);
        early = accounts.group("early", null, "2019-01-01");
        unapproved = accounts.group("unapproved", null, "2998-01-01");
        String unreadable = accounts.group("unreadable", null, "soon");

        accounts.account("agnes").created(day(400)).linked("Sub-agnes", day(300), now, "agnes@example.org");
        accounts.account("case").created(day(400)).linked("Sub-case", day(300), now, "CASE@Example.com");
        accounts.account("drift").created(day(50)).linked("Sub-drift", day(40), day(40), "dr\u00efft@example.com");
        accounts.account("noaddress")
                .created(day(50))
                .called("", "", null)
                .linked("Sub-noaddress", day(40), day(40), "n@example.com");
        unused = accounts.account("unused")
                .created(day(200))
                .called("Ursula", "Unused", "ursula@example.com")
                .linked("Subject-of-Unused", ODD_NAME, day(100), null, null)
                .id();
        accounts.account("stale").created(day(200)).linked("Sub-stale", day(200), day(91), null);
        exempt = accounts.account("exempt").created(null).exempt(LATE).id();
        accounts.account("exempt-before").created(day(10)).exempt(now.minusSeconds(1));
        accounts.account("exempt-linked").created(day(10)).exempt(LATE).linked("Sub-el", day(9), now, null);
        accounts.account("disabled")
                .created(day(5))
                .linked("Sub-disabled", day(5), null, "other@example.com")
                .disabled();
        accounts.account("disabled-exempt").created(day(5)).exempt(LATE).disabled();
        accounts.account("due").created(day(1)).in(late);
        accounts.account("below").created(day(1)).in(below).linked("Sub-below", day(1), null, null);
        accounts.account("early").created(day(1)).in(early);
        accounts.account("early-late").created(day(1)).in(early, late);
        accounts.account("late-exempt").created(day(1)).in(late).exempt(LATE);
        accounts.account("unapproved").created(now).in(unapproved);
        accounts.account("unreadable").created(now).in(unreadable);
        for (String alike : List.of("ze-a", "z\u00e9-b", "z\u00eb-c", "zo-d", "z\u00f6-e")) {
            accounts.account(alike).created(now);
        }
        accounts.account("client").ofClient().linked("Sub-client", now, null, "client@example.org");
        accounts.registered("f:directory:somebody", "Sub-directory", day(2), null, "x@example.org");

        TestAccounts elsewhere = new TestAccounts(TestKeycloak.on(database).withProvider());
        elsewhere
                .account("elsewhere")
                .linked("Sub-elsewhere", now, null, "other@example.org")
                .exempt(LATE);
    }

    static synchronized TestPopulation on(TestDatabase database) {
        return MADE.computeIfAbsent(database, TestPopulation::new);
    }

    TestKeycloak keycloak() {
        return keycloak;
    }

    /** When it was made. */
    Instant now() {
        return now;
    }

    /** The id of the group whose later deadline is approved. */
    String late() {
        return late;
    }

    /** The id of the group with the earliest deadline. */
    String early() {
        return early;
    }

    /** The id of the group whose later deadline nobody approved. */
    String unapproved() {
        return unapproved;
    }

    /** The id of the account whose link was never used. */
    String unused() {
        return unused;
    }

    /** The id of an account that is let through. */
    String exempt() {
        return exempt;
    }

    private Instant day(int ago) {
        return now.minus(Duration.ofDays(ago));
    }
}
