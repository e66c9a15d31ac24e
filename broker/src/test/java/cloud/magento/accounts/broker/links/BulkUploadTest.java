package cloud.magento.accounts.broker.links;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.ledger.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows on their way to a server that fails, breaks off, or answers something else. */
class BulkUploadTest {
    @TempDir
    Path home;

    private final TestServer server = new TestServer();
    private TestTerminal terminal;
    private Path file;

    @BeforeEach
    void aFileAndAClient() throws IOException {
        terminal = new TestTerminal(home).with(Session.SECRET, "s3cret");
        file = Files.writeString(home.resolve("people of 2027.csv"), "username,subject\nada,1\nbo,2\ncy,3\n");
    }

    @AfterEach
    void noServer() {
        server.close();
    }

    @Test
    void sumsUpAnswersAndNamesFailedRows() {
        // given
        server.answer(200, row(2, "linked") + failed(3) + row(4, "unchanged") + last(3));

        // when
        Ran ran = run("import", file.toString());

        // then
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("3 rows: 1 failed, 1 linked, 1 unchanged.\n");
        assertThat(ran.err()).isEqualTo("Line 3, account-unknown: There is no such account.\n");
        assertThat(server.calls()).singleElement().satisfies(call -> {
            assertThat(call.call())
                    .startsWith("POST /admin/realms/shop/magento/identities/import?")
                    .contains("dryRun=false")
                    .contains("notify=false");
            assertThat(call.body()).isEqualTo("username,subject\nada,1\nbo,2\ncy,3\n");
        });
    }

    @Test
    void goesOnAtFirstRowWithoutAnswerAfterBreak() {
        // given: the answer breaks off within the second row's
        server.breakOff(row(2, "linked") + "{\"line\":3,\"res");
        server.answer(200, row(2, "linked") + row(3, "linked") + last(2));

        // when
        Ran ran = run("import", file.toString(), "--json");

        // then
        assertThat(ran.code()).isZero();
        assertThat(server.calls()).hasSize(2);
        assertThat(server.calls().get(1).body()).isEqualTo("username,subject\nbo,2\ncy,3\n");
        assertThat(ran.out())
                .isEqualTo(row(2, "linked") + row(3, "linked") + row(4, "linked")
                        + "{\"rows\":3,\"failed\":0,\"dryRun\":false,\"results\":{\"linked\":3}}\n");
        assertThat(ran.err()).contains("broken off. Going on at line 3 in 1 s.");
    }

    /** Without its last line an answer did not come to its end; what was told of a row is not told again. */
    @Test
    void asksForMissingEndAndTellsEachRowOnce() {
        server.answer(200, row(2, "linked") + row(3, "linked") + row(4, "linked"));
        server.answer(200, row(2, "unchanged") + last(1));

        Ran ran = run("import", file.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEqualTo("3 rows: 3 linked.\n");
        assertThat(server.calls().get(1).body()).isEqualTo("username,subject\ncy,3\n");
    }

    @Test
    void givesUpAfterVainCallsAndSaysWhatIsDone() {
        // given: the server goes away for good after the first row
        server.breakOff(row(2, "linked"));

        // when
        Ran ran = run("import", file.toString());

        // then
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err())
                .endsWith("magento-links: The server answered 500, which is trouble of its own. Its log tells which."
                        + " 1 row is done. Run the same command again: what is done it leaves as it is.\n");
        assertThat(terminal.pauses()).extracting(pause -> pause.toSeconds()).containsExactly(1L, 2L, 4L, 8L, 16L, 32L);
    }

    @Test
    void saysAtOnceThatServerIsInTroubleBeforeFirstRow() {
        Ran ran = run("import", file.toString());

        assertThat(ran.code()).isEqualTo(4);
        assertThat(terminal.pauses()).isEmpty();
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void saysWhyServerRefusesFile() {
        server.problem(400, "There is no column name.");

        Ran ran = run("import", file.toString());

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).isEqualTo("magento-links: There is no column name.\n");
    }

    @Test
    void splitsLongFileAndGivesLinesOfFileBack() throws IOException {
        // given: more than one part, with rows of two lines
        String rows = IntStream.range(0, 60)
                .mapToObj(i -> "\"" + "x".repeat(100_000) + "\n" + i + "\",1\n")
                .collect(Collectors.joining());
        Path large = Files.writeString(home.resolve("large.csv"), "username,subject\n" + rows);
        server.answer(200, lines(0, 41) + last(41));
        server.answer(200, lines(0, 19) + last(19));

        // when
        Ran ran = run("import", large.toString(), "--json");

        // then
        assertThat(ran.code()).isZero();
        assertThat(server.calls()).extracting(TestServer.Asked::body).allMatch(body -> body.length() < 5_000_000);
        assertThat(server.calls())
                .extracting(TestServer.Asked::body)
                .allMatch(body -> body.startsWith("username,subject\n\""));
        List<String> told = ran.out().lines().toList();
        assertThat(told).hasSize(61);
        assertThat(told.get(59)).isEqualTo(row(2 + 59 * 2, "linked").strip());
    }

    @Test
    void keepsAnswersForTheirOwnerInFile() throws IOException {
        server.answer(200, row(2, "linked") + failed(3) + row(4, "linked") + last(3));
        Path answers = home.resolve("answers.ndjson");

        Ran ran = run("unlink", file.toString(), "--dry-run", "--notify", "--result", answers.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(server.calls().get(0).call())
                .contains("/identities/unlink?")
                .contains("dryRun=true")
                .contains("notify=true");
        assertThat(Files.readAllLines(answers))
                .hasSize(4)
                .last()
                .isEqualTo("{\"rows\":3,\"failed\":1,\"dryRun\":true,\"results\":{\"failed\":1,\"linked\":2}}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(answers)))
                .isEqualTo("rw-------");
    }

    @Test
    void invitesByNameOfCallAndTellsOfPostponedRows() {
        server.answer(200, row(2, "invited") + failed(3, "postponed") + row(4, "unchanged") + last(3));

        Ran ran = run("invite", file.toString(), "--call", "spring-2027", "--hours", "24");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("1 failed, 1 invited, 1 unchanged");
        assertThat(ran.err()).contains("Line 3, postponed");
        assertThat(server.calls().get(0).call())
                .contains("/magento/invitations?")
                .contains("call=spring-2027")
                .contains("hours=24")
                .contains("mailAlone=false")
                .contains("dryRun=false")
                .doesNotContain("notify");
    }

    @Test
    void warnsWhereServerCountsOtherRows() {
        server.answer(200, row(2, "linked") + last(1));

        Ran ran = run("import", file.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("from line 2 on for 1, and this command for 3");
    }

    @Test
    void namesFirstTwentyFailedRowsAndCountsTheRest() throws IOException {
        String rows = IntStream.range(0, 25).mapToObj(i -> "u" + i + ",1\n").collect(Collectors.joining());
        Files.writeString(file, "username,subject\n" + rows);
        server.answer(
                200, IntStream.range(2, 27).mapToObj(BulkUploadTest::failed).collect(Collectors.joining()) + last(25));

        Ran ran = run("import", file.toString());

        assertThat(ran.err().lines()).hasSize(21).last().asString().startsWith("... 5 more failed;");
    }

    @Test
    void saysAtInterruptionWhatIsDone() {
        // given
        server.breakOff(row(2, "linked"));
        server.answer(200, row(2, "linked") + row(3, "linked") + last(2));
        StringBuilder words = new StringBuilder();
        terminal.meanwhile(() -> words.append(terminal.wordsAtInterruption()));

        // when
        run("import", file.toString());

        // then
        assertThat(words)
                .hasToString("Interrupted. 1 row is done. Run the same command again: what is done it leaves as"
                        + " it is.");
        assertThat(terminal.wordsAtInterruption()).isEmpty();
    }

    @Test
    void saysAtInterruptionOfDryRunThatNothingWasChanged() {
        server.breakOff(row(2, "linked"));
        server.answer(200, row(2, "linked") + row(3, "linked") + last(2));
        StringBuilder words = new StringBuilder();
        terminal.meanwhile(() -> words.append(terminal.wordsAtInterruption()));

        run("import", file.toString(), "--dry-run");

        assertThat(words).hasToString("Interrupted. 1 row is judged. Nothing was changed: it was a dry run.");
    }

    @Test
    void sendsRowThatMetSomebodyElsesChangeAgain() {
        // given
        server.answer(200, row(2, "linked") + failed(3, "conflict") + row(4, "linked") + last(3));
        server.answer(200, row(2, "linked") + row(3, "unchanged") + last(2));

        // when
        Ran ran = run("import", file.toString());

        // then
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("3 rows: 3 linked.\n");
        assertThat(server.calls().get(1).body()).isEqualTo("username,subject\nbo,2\ncy,3\n");
        assertThat(ran.err()).contains("Somebody else changed the same accounts at that moment. Going on at line 3");
    }

    @Test
    void leavesRowThatMeetsSomebodyElsesChangeEachTime() {
        for (int i = 0; i < 4; i++) {
            server.answer(
                    200,
                    (i == 0 ? row(2, "linked") + row(3, "linked") : "")
                            + failed(i == 0 ? 4 : 2, "conflict")
                            + last(i == 0 ? 3 : 1));
        }

        Ran ran = run("import", file.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("3 rows: 1 failed, 2 linked.\n");
        assertThat(ran.err()).contains("Line 4, conflict: ");
        assertThat(server.calls()).hasSize(4);
    }

    @Test
    void renewsTokenDuringLongWork() {
        // given: a token that ends while the first call is made again
        server.withTokensFor(30);
        server.breakOff(row(2, "linked"));
        server.answer(200, row(2, "linked") + row(3, "linked") + last(2));
        terminal.meanwhile(() -> terminal.pass(java.time.Duration.ofSeconds(60)));

        // when
        Ran ran = run("import", file.toString());

        // then
        assertThat(ran.code()).isZero();
        assertThat(server.calls())
                .extracting(TestServer.Asked::authorization)
                .containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void readsStandardInputAndRefusesWhatIsNoFile() {
        server.answer(200, row(1, "linked") + last(1));

        assertThat(terminal.reading("{\"id\":\"1\",\"subject\":\"2\"}\n").run(arguments("import", "-")))
                .extracting(Ran::code)
                .isEqualTo(0);
        assertThat(run("import", home.resolve("none.csv").toString()).err()).contains("There is no file");
        assertThat(run("import", home.toString()).err()).contains("is no file");
        assertThat(server.calls()).hasSize(1);
    }

    private Ran run(String... command) {
        return terminal.run(arguments(command));
    }

    private String[] arguments(String... command) {
        return java.util.stream.Stream.concat(
                        List.of(command).stream(),
                        List.of("--no-config", "--server", server.address(), "--realm", "shop").stream())
                .toArray(String[]::new);
    }

    private static String lines(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> row(2 + i * 2, "linked"))
                .collect(Collectors.joining());
    }

    private static String row(int line, String result) {
        return "{\"line\":" + line + ",\"result\":\"" + result + "\",\"id\":\"an-id\"}\n";
    }

    private static String failed(int line) {
        return failed(line, "account-unknown");
    }

    private static String failed(int line, String error) {
        return "{\"line\":" + line + ",\"result\":\"failed\",\"error\":\"" + error
                + "\",\"message\":\"There is no such account.\"}\n";
    }

    private static String last(int rows) {
        return "{\"rows\":" + rows + ",\"failed\":0,\"dryRun\":false,\"results\":{}}\n";
    }
}
