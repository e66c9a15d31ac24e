package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An auditor takes the list away, for a spreadsheet or for a program. */
class ExportIT extends AuditedRealm {
    private static final String HEADER = "\"userId\",\"username\",\"email\",\"enabled\",\"state\",\"deadline\","
            + "\"exemptUntil\",\"issuer\",\"subject\",\"upstreamName\",\"upstreamEmail\",\"emailDrift\",\"linkedAt\","
            + "\"proof\",\"lastSeen\"";

    /** What upstream may call a person who means harm, and how it stands in the spreadsheet. */
    private static final List<List<String>> HOSTILE = List.of(
            List.of("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            List.of("+1+1", "'+1+1"),
            List.of("-2+3", "'-2+3"),
            List.of("@SUM(1)", "'@SUM(1)"),
            List.of("  =1+1", "'  =1+1"),
            List.of("\t=1", "'\\u0009=1"),
            List.of("\r=1", "'\\u000D=1"),
            List.of("\uff1d1+1", "'\uff1d1+1"),
            List.of("\uff0b1", "'\uff0b1"),
            List.of("\uff0d1", "'\uff0d1"),
            List.of("\uff201", "'\uff201"),
            List.of("red \u001b[31m", "red \\u001B[31m"),
            List.of("two\nlines", "two\\u000Alines"),
            List.of("evil\u202egnp.exe", "evil\\u202Egnp.exe"),
            List.of("say \"hi\", now", "say \"\"hi\"\", now"),
            List.of("Zo\u00eb \u65e5\u672c", "Zo\u00eb \u65e5\u672c"));

    @Test
    void escapesCsvInjectionAndKeepsNamesExactInNdjson() {
        // given
        for (int i = 0; i < HOSTILE.size(); i++) {
            Account account = admin.create(Account.called("hostile" + (char) ('a' + i)));
            admin.link(account, Broker.PROVIDER, "subject-" + i, HOSTILE.get(i).get(0));
        }

        // when
        Answer csv = audit.get("identities/export", Map.of("format", "csv")).expecting(200);
        Answer ndjson =
                audit.get("identities/export", Map.of("format", "ndjson")).expecting(200);

        // then
        assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .get()
                .asString()
                .matches("attachment; filename=\"identities-\\d{8}T\\d{6}Z\\.csv\"");
        assertThat(csv.body()).endsWith("\r\n");
        String[] lines = csv.body().split("\r\n");
        assertThat(lines[0]).isEqualTo(HEADER);
        assertThat(lines).hasSize(HOSTILE.size() + 1);
        assertThat(csv.body().replace("\r\n", "").chars())
                .noneMatch(letter -> Character.isISOControl(letter) || letter == '\u202e');
        String[] objects = ndjson.body().split("\n");
        assertThat(objects).hasSize(HOSTILE.size());
        for (int i = 0; i < HOSTILE.size(); i++) {
            assertThat(lines[i + 1]).contains("\"" + HOSTILE.get(i).get(1) + "\"");
            assertThat(json(objects[i]).get("upstreamName").asText())
                    .isEqualTo(HOSTILE.get(i).get(0));
        }
    }

    @Test
    void exportsSameRowsAsPages() {
        // given
        Account linked = admin.create(Account.called("linked"));
        admin.link(linked, Broker.PROVIDER, "subject", "Linked");
        admin.create(Account.called("overdue"));

        // then
        List<JsonNode> objects = new ArrayList<>();
        audit.get("identities/export", Map.of("format", "ndjson"))
                .expecting(200)
                .body()
                .lines()
                .forEach(line -> objects.add(json(line)));
        assertThat(objects).isEqualTo(audit.identities(Map.of()));
        assertThat(audit.get("identities/export", Map.of("state", "linked", "format", "ndjson"))
                        .expecting(200)
                        .body()
                        .lines())
                .singleElement()
                .asString()
                .contains(linked.id());
        assertThat(audit.get("identities/export", Map.of("search", "nobody"))
                        .expecting(200)
                        .body())
                .isEqualTo(HEADER + "\r\n");
    }

    @Test
    void negotiatesFormatByAcceptHeader() {
        Map<String, String> forms = Map.of(
                "application/x-ndjson", "application/x-ndjson",
                "text/csv", "text/csv",
                "*/*", "text/csv",
                "application/json, application/x-ndjson;q=0.5", "application/x-ndjson");
        forms.forEach((accept, type) -> {
            Answer answer = audit.accepting(accept, "identities/export").expecting(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .get()
                    .asString()
                    .startsWith(type);
        });
    }

    @Test
    void rejectsUnknownFormatOrCohort() {
        audit.get("identities/export", Map.of("format", "xlsx")).expecting(400);
        audit.get("identities/export", Map.of("cohort", "no-such")).expecting(400);
        audit.accepting("image/png", "identities/export").expecting(406);
    }

    private static JsonNode json(String text) {
        try {
            return Http.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
