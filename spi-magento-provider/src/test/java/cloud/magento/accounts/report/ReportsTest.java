package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.report.Coverage.CohortCoverage;
import cloud.magento.accounts.report.Coverage.Counts;
import cloud.magento.accounts.report.Coverage.UnapprovedCohort;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports over one realm with an account of every kind, which no test changes, on each database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReportsTest {
    private final TestPopulation everybody;
    private final Instant now;

    ReportsTest(TestDatabase database) {
        everybody = TestPopulation.on(database);
        now = everybody.now();
    }

    @Nested
    class Filters {
        @ParameterizedTest
        @CsvSource({
            "LINKED, agnes;below;case;drift;exempt-linked;noaddress;stale;unused",
            "DUE, due",
            "OVERDUE, early;early-late;exempt-before;unapproved;unreadable;ze-a;z\u00e9-b;z\u00eb-c;zo-d;z\u00f6-e",
            "EXEMPT, exempt;late-exempt",
            "DISABLED, disabled;disabled-exempt"
        })
        void findsAccountsInState(IdentityState state, String expected) {
            assertThat(names(IdentityFilter.EVERYBODY.withState(state))).containsExactlyInAnyOrder(expected.split(";"));
        }

        @Test
        void findsUnlinkedAccountsInAnyStateButDisabled() {
            assertThat(names(IdentityFilter.EVERYBODY.withState(IdentityState.UNLINKED)))
                    .hasSize(13)
                    .contains("due", "exempt", "early", "ze-a")
                    .doesNotContain("disabled", "disabled-exempt", "agnes");
        }

        @Test
        void findsEveryAccountOfRealmButClients() {
            assertThat(names(IdentityFilter.EVERYBODY))
                    .hasSize(23)
                    .doesNotContain("client", "elsewhere")
                    .doesNotHaveDuplicates();
        }

        @Test
        void findsMembersOfCohortAndOfGroupsBelow() {
            assertThat(names(IdentityFilter.EVERYBODY.withCohort(everybody.late())))
                    .containsExactlyInAnyOrder("due", "below", "early-late", "late-exempt");
            assertThat(names(IdentityFilter.EVERYBODY.withCohort(everybody.early())))
                    .containsExactlyInAnyOrder("early", "early-late");
        }

        @Test
        void findsAccountsInNoCohort() {
            assertThat(names(IdentityFilter.EVERYBODY.withCohort(IdentityFilter.NO_COHORT)))
                    .hasSize(18)
                    .contains("agnes", "unapproved", "unreadable")
                    .doesNotContain("due", "below", "early", "early-late", "late-exempt");
        }

        @Test
        void refusesCohortThatIsNone() {
            for (String group : List.of("no-such", everybody.unapproved())) {
                assertThatThrownBy(() -> names(IdentityFilter.EVERYBODY.withCohort(group)))
                        .isInstanceOf(InvalidFilterException.class)
                        .hasMessageContaining("cohort");
            }
        }

        @Test
        void findsLinksMadeBetweenTwoInstants() {
            assertThat(names(linked(day(100), null)))
                    .containsExactlyInAnyOrder("drift", "noaddress", "unused", "exempt-linked", "disabled", "below");
            assertThat(names(linked(null, day(100)))).containsExactlyInAnyOrder("agnes", "case", "stale");
            assertThat(names(linked(day(200), day(100)))).containsExactly("stale");
            assertThat(names(linked(day(100).plusMillis(1), day(40)))).isEmpty();
            assertThat(names(linked(Instant.MIN, Instant.MAX))).hasSize(9);
        }

        @Test
        void findsLinksUnusedSince() {
            assertThat(names(IdentityFilter.EVERYBODY.withUnusedSince(day(90)))).containsExactly("stale", "unused");
            assertThat(names(IdentityFilter.EVERYBODY.withUnusedSince(day(91)))).containsExactly("unused");
            assertThat(names(IdentityFilter.EVERYBODY.withUnusedSince(Instant.MIN)))
                    .isEmpty();
        }

        @Test
        void findsLinksNeverUsed() {
            assertThat(names(IdentityFilter.EVERYBODY.withNeverUsed())).containsExactly("below", "disabled", "unused");
        }

        @Test
        void findsDriftByAccentButNotByCase() {
            assertThat(names(IdentityFilter.EVERYBODY.withDrift()))
                    .containsExactly("agnes", "disabled", "drift", "noaddress");
        }

        @Test
        void combinesFilters() {
            assertThat(names(IdentityFilter.EVERYBODY
                            .withNeverUsed()
                            .withState(IdentityState.LINKED)
                            .withCohort(IdentityFilter.NO_COHORT)
                            .withSearch("subject")))
                    .containsExactly("unused");
        }
    }

    @Nested
    class Search {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "UNUSED@",
                    "URSULA@EXAMPLE",
                    "rsul",
                    "UBJECT-of-u",
                    "100%_OF\\IT'S",
                    "%",
                    "\\",
                    "'",
                    "\"",
                    "!",
                    "\u65e5\u672c",
                    TestPopulation.ODD_NAME,
                    "\ud83d\ude42"
                })
        void findsTextInWhateverNamesThePerson(String text) {
            assertThat(names(IdentityFilter.EVERYBODY.withSearch(text)))
                    .containsExactly(text.equals("UNUSED@") ? new String[0] : new String[] {"unused"});
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "100_%of",
                    "%%",
                    "__",
                    "\\\\",
                    "' or 1=1 --",
                    "\u65e5\u672d",
                    "\ud83d\ude41",
                    "\u00fcnused",
                    "client",
                    "elsewhere"
                })
        void findsNothingElse(String text) {
            assertThat(names(IdentityFilter.EVERYBODY.withSearch(text))).isEmpty();
        }

        @Test
        void findsOneAccountByAllOfWhatItIsCalled() {
            for (String text : List.of("UNUSED", "Ursula@Example.com", everybody.unused(), "Subject-of-Unused")) {
                assertThat(names(IdentityFilter.EVERYBODY.withExact(text)))
                        .as(text)
                        .containsExactly("unused");
            }
        }

        @Test
        void findsNothingByWhatIsNotExactlyIt() {
            for (String text : List.of(
                    "subject-of-unused",
                    "Subject-of-Unuse",
                    TestPopulation.ODD_NAME,
                    "\ud83d\ude42",
                    "\u00fcnused",
                    "Ursula",
                    "z",
                    "Sub-client",
                    "client")) {
                assertThat(names(IdentityFilter.EVERYBODY.withExact(text)))
                        .as(text)
                        .isEmpty();
            }
        }

        @Test
        void tellsNamesApartThatCollationTakesForTheSame() {
            assertThat(names(IdentityFilter.EVERYBODY.withExact("Z\u00c9-B"))).containsExactly("z\u00e9-b");
            assertThat(names(IdentityFilter.EVERYBODY.withExact("ze-b"))).isEmpty();
            assertThat(names(IdentityFilter.EVERYBODY.withSearch("ze-"))).containsExactly("ze-a");
        }
    }

    @Nested
    class Rows {
        @Test
        void tellsAllOfLinkedAccount() {
            assertThat(row("agnes"))
                    .usingRecursiveComparison()
                    .ignoringFields("userId")
                    .isEqualTo(new IdentityRow(
                            "",
                            "agnes",
                            "agnes@example.com",
                            true,
                            IdentityState.LINKED,
                            TestPopulation.REALM,
                            null,
                            TestTokens.ISSUER,
                            "Sub-agnes",
                            "Sub-agnes",
                            "agnes@example.org",
                            true,
                            day(300),
                            "password",
                            now));
            assertThat(row("unused").upstreamName()).isEqualTo(TestPopulation.ODD_NAME);
            assertThat(row("unused").userId()).isEqualTo(everybody.unused());
            assertThat(row("case").emailDrift()).isFalse();
        }

        @Test
        void tellsOfUnlinkedAccountNothingOfLink() {
            assertThat(row("exempt"))
                    .isEqualTo(new IdentityRow(
                            everybody.exempt(),
                            "exempt",
                            "exempt@example.com",
                            true,
                            IdentityState.EXEMPT,
                            TestPopulation.REALM,
                            TestPopulation.LATE,
                            null,
                            null,
                            null,
                            null,
                            false,
                            null,
                            null,
                            null));
        }

        @Test
        void tellsEarliestDeadlineOfCohortsThatHold() {
            assertThat(row("due").deadline()).isEqualTo(TestPopulation.LATE);
            assertThat(row("below").deadline()).isEqualTo(TestPopulation.LATE);
            assertThat(row("early").deadline()).isEqualTo(TestPopulation.EARLY);
            assertThat(row("early-late").deadline()).isEqualTo(TestPopulation.EARLY);
            assertThat(row("unapproved").deadline()).isEqualTo(TestPopulation.REALM);
            assertThat(row("unreadable").deadline()).isEqualTo(TestPopulation.REALM);
        }

        @Test
        void tellsNoExemptionThatIsOver() {
            assertThat(row("exempt-before").exemptUntil()).isNull();
            assertThat(row("exempt-linked").exemptUntil()).isEqualTo(TestPopulation.LATE);
            assertThat(row("disabled").enabled()).isFalse();
        }
    }

    @Nested
    class Pages {
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 5, 22, 23, 24})
        void hasEachAccountOnce(int size) {
            List<String> seen = new ArrayList<>();
            @Nullable String after = null;
            do {
                @Nullable String from = after;
                IdentityPage page = ask(reports -> reports.identities(IdentityFilter.EVERYBODY, from, size));
                assertThat(page.rows()).isNotEmpty().hasSizeLessThanOrEqualTo(size);
                page.rows().forEach(row -> seen.add(row.username()));
                after = page.next();
            } while (after != null);

            assertThat(seen).isEqualTo(names(IdentityFilter.EVERYBODY)).hasSize(23);
        }

        @Test
        void goesOnUnderFilter() {
            IdentityFilter linked = IdentityFilter.EVERYBODY.withState(IdentityState.LINKED);
            IdentityPage first = ask(reports -> reports.identities(linked, null, 6));
            IdentityPage second = ask(reports -> reports.identities(linked, first.next(), 6));

            assertThat(first.rows()).hasSize(6);
            assertThat(second.rows()).extracting(IdentityRow::username).containsExactly("stale", "unused");
            assertThat(second.next()).isNull();
        }

        @Test
        void refusesSizeThatIsNone() {
            for (int size : new int[] {0, -1, IdentityPage.MAX_SIZE + 1}) {
                assertThatThrownBy(() -> ask(reports -> reports.identities(IdentityFilter.EVERYBODY, null, size)))
                        .isInstanceOf(InvalidFilterException.class);
            }
        }
    }

    @Nested
    class Export {
        @Test
        void hasRowsOfList() {
            assertThat(exported(IdentityFilter.EVERYBODY)).isEqualTo(rows(IdentityFilter.EVERYBODY));
            assertThat(exported(IdentityFilter.EVERYBODY.withDrift()))
                    .isEqualTo(rows(IdentityFilter.EVERYBODY.withDrift()));
        }

        @Test
        void writesLineForEachRow() {
            assertThat(written(ExportFormat.CSV))
                    .hasLineCount(24)
                    .contains("\"" + TestPopulation.ODD_NAME.replace("\"", "\"\"") + "\"");
            assertThat(written(ExportFormat.NDJSON)).hasLineCount(23).contains("\"subject\":\"Subject-of-Unused\"");
        }
    }

    @Nested
    class Coverages {
        @Test
        void countsAccountsByState() {
            Coverage coverage = ask(Reports::coverage);

            assertThat(coverage.accounts()).isEqualTo(new Counts(21, 8, 2, 1, 10));
            assertThat(coverage.disabled()).isEqualTo(2);
            assertThat(coverage.everybodyElse()).isEqualTo(new Counts(16, 7, 1, 0, 8));
            assertThat(coverage.deadline()).isEqualTo(TestPopulation.REALM);
            assertThat(coverage.reportOnly()).isFalse();
        }

        @Test
        void countsEachCohortEarliestFirst() {
            Coverage coverage = ask(Reports::coverage);

            assertThat(coverage.cohorts())
                    .containsExactly(
                            new CohortCoverage(
                                    everybody.early(), "/early", TestPopulation.EARLY, new Counts(2, 0, 0, 0, 2)),
                            new CohortCoverage(
                                    everybody.late(), "/late", TestPopulation.LATE, new Counts(4, 1, 1, 1, 1)));
            assertThat(coverage.unapproved())
                    .containsExactly(new UnapprovedCohort(
                            everybody.unapproved(), "/unapproved", Instant.parse("2998-01-01T00:00:00Z")));
            assertThat(ask(Reports::cohorts))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(everybody.early(), "/early", everybody.late(), "/late"));
        }

        @Test
        void countsUseOfLinks() {
            Coverage.LinkUse links = ask(Reports::coverage).links();

            // Those of a client and of a directory's account are links too.
            assertThat(links.total()).isEqualTo(11);
            assertThat(links.neverUsed()).isEqualTo(5);
            assertThat(links.unused()).isEqualTo(2);
        }

        @Test
        void countsWhatListsHave() {
            Coverage coverage = ask(Reports::coverage);

            assertThat(coverage.accounts().linked()).isEqualTo(count(IdentityState.LINKED));
            assertThat(coverage.accounts().exempt()).isEqualTo(count(IdentityState.EXEMPT));
            assertThat(coverage.accounts().due()).isEqualTo(count(IdentityState.DUE));
            assertThat(coverage.accounts().overdue()).isEqualTo(count(IdentityState.OVERDUE));
            assertThat(coverage.disabled()).isEqualTo(count(IdentityState.DISABLED));
        }

        @Test
        void countsDrift() {
            // The client's link drifts too.
            assertThat(ask(Reports::emailDrift)).isEqualTo(5);
        }
    }

    @Nested
    class History {
        @Test
        void countsAccountsAndLinksByTheirDays() {
            CoverageHistory history = ask(reports -> reports.history(CoverageHistory.MAX_POINTS));

            assertThat(history.points()).hasSize(CoverageHistory.MAX_POINTS);
            assertThat(history.points().get(0).day()).isEqualTo(LocalDate.EPOCH);
            assertThat(at(history, 0)).extracting("accounts", "linked").containsExactly(21L, 9L);
        }

        @Test
        void endsTodayWhereOnePointIsAskedFor() {
            CoverageHistory history = ask(reports -> reports.history(1));

            assertThat(history.points()).hasSize(1);
            assertThat(at(history, 0)).extracting("accounts", "linked").containsExactly(21L, 9L);
        }

        @Test
        void refusesNumberOfPointsThatIsNone() {
            for (int points : new int[] {0, CoverageHistory.MAX_POINTS + 1}) {
                assertThatThrownBy(() -> ask(reports -> reports.history(points)))
                        .isInstanceOf(InvalidFilterException.class);
            }
        }

        private CoverageHistory.Point at(CoverageHistory history, int daysAgo) {
            LocalDate day = now.atZone(ZoneOffset.UTC).toLocalDate().minusDays(daysAgo);
            return history.points().stream()
                    .filter(point -> point.day().equals(day))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Instant day(int ago) {
        return now.minus(Duration.ofDays(ago));
    }

    private static IdentityFilter linked(@Nullable Instant from, @Nullable Instant to) {
        return new IdentityFilter(null, null, false, null, from, to, null, false, false);
    }

    private <T> T ask(Function<Reports, T> question) {
        return everybody
                .keycloak()
                .ask(session ->
                        question.apply(Reports.in(session, session.realm()).orElseThrow()));
    }

    private List<IdentityRow> rows(IdentityFilter filter) {
        return ask(reports -> reports.identities(filter, null, IdentityPage.MAX_SIZE))
                .rows();
    }

    private List<String> names(IdentityFilter filter) {
        return rows(filter).stream().map(IdentityRow::username).toList();
    }

    private IdentityRow row(String username) {
        return rows(IdentityFilter.EVERYBODY).stream()
                .filter(row -> row.username().equals(username))
                .findFirst()
                .orElseThrow();
    }

    private long count(IdentityState state) {
        return names(IdentityFilter.EVERYBODY.withState(state)).size();
    }

    private List<IdentityRow> exported(IdentityFilter filter) {
        return ask(reports -> {
            List<IdentityRow> rows = new ArrayList<>();
            try {
                reports.export(filter).to(rows::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rows;
        });
    }

    private String written(ExportFormat format) {
        return ask(reports -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                format.write(reports.export(IdentityFilter.EVERYBODY), out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toString(StandardCharsets.UTF_8);
        });
    }
}
