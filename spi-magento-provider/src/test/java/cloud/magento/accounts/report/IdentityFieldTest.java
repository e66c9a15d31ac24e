package cloud.magento.accounts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityFieldTest {
    private static final IdentityRow FULL = new IdentityRow(
            "id",
            "name",
            "name@example.com",
            true,
            IdentityState.LINKED,
            Instant.EPOCH,
            Instant.EPOCH,
            "https://issuer.example",
            "subject",
            "Name",
            "name@example.org",
            true,
            Instant.EPOCH,
            "password",
            Instant.EPOCH);

    private static final IdentityRow BARE = new IdentityRow(
            "id",
            "name",
            null,
            false,
            IdentityState.DISABLED,
            Instant.EPOCH,
            null,
            null,
            null,
            null,
            null,
            false,
            null,
            null,
            null);

    @Test
    void writesEveryFieldOfFullRow() {
        assertThat(IdentityField.json(FULL))
                .isEqualTo("{\"userId\":\"id\",\"username\":\"name\",\"email\":\"name@example.com\",\"enabled\":true,"
                        + "\"state\":\"linked\",\"deadline\":\"1970-01-01T00:00:00Z\","
                        + "\"exemptUntil\":\"1970-01-01T00:00:00Z\","
                        + "\"issuer\":\"https://issuer.example\",\"subject\":\"subject\",\"upstreamName\":\"Name\","
                        + "\"upstreamEmail\":\"name@example.org\",\"emailDrift\":true,"
                        + "\"linkedAt\":\"1970-01-01T00:00:00Z\","
                        + "\"proof\":\"password\",\"lastSeen\":\"1970-01-01T00:00:00Z\"}");
        assertThat(IdentityField.texts(FULL)).doesNotContain("").hasSameSizeAs(IdentityField.names());
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(IdentityField.json(BARE))
                .isEqualTo("{\"userId\":\"id\",\"username\":\"name\",\"enabled\":false,\"state\":\"disabled\","
                        + "\"deadline\":\"1970-01-01T00:00:00Z\",\"emailDrift\":false}");
        assertThat(IdentityField.texts(BARE))
                .isEqualTo(List.of(
                        "id",
                        "name",
                        "",
                        "false",
                        "disabled",
                        "1970-01-01T00:00:00Z",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "false",
                        "",
                        "",
                        ""));
    }

    @Test
    void headsTableWithNames() {
        assertThat(IdentityField.names())
                .isEqualTo(List.of(
                        "userId",
                        "username",
                        "email",
                        "enabled",
                        "state",
                        "deadline",
                        "exemptUntil",
                        "issuer",
                        "subject",
                        "upstreamName",
                        "upstreamEmail",
                        "emailDrift",
                        "linkedAt",
                        "proof",
                        "lastSeen"));
    }
}
