package cloud.magento.accounts.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.UserModel;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ExemptionsTest {
    private static final Instant GRANTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-02-01T00:00:00.123Z");

    private final TestKeycloak keycloak;
    private final String agnes;
    private final String boris;

    ExemptionsTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        agnes = user("agnes");
        boris = user("boris");
    }

    @Test
    void keepsWhatWasGranted() {
        Exemption exemption = exemption(agnes, UNTIL, "On leave \u65e5\u672c");

        grant(agnes, exemption);

        assertThat(of(agnes)).contains(exemption);
        assertThat(of(boris)).isEmpty();
        assertThat(keycloak.published(ExemptionChanged.class))
                .singleElement()
                .satisfies(changed -> assertThat(changed.exemption()).isEqualTo(exemption));
    }

    @Test
    void replacesExemptionThatIsThere() {
        grant(agnes, exemption(agnes, UNTIL, "On leave"));
        Exemption other = exemption(agnes, UNTIL.plusSeconds(60), "Longer on leave");

        grant(agnes, other);

        assertThat(of(agnes)).contains(other);
        assertThat(keycloak.<List<String>>ask(session -> new Exemptions(session, session.realm()).accounts()))
                .containsExactly(agnes);
    }

    @Test
    void endsExemptionOnce() {
        grant(agnes, exemption(agnes, UNTIL, "On leave"));

        assertThat(end(agnes)).isTrue();
        assertThat(end(agnes)).isFalse();
        assertThat(of(agnes)).isEmpty();
        assertThat(keycloak.published(ExemptionChanged.class))
                .extracting(ExemptionChanged::exemption)
                .hasSize(2)
                .last()
                .isNull();
    }

    @Test
    void forgetsAccountThatIsGoneWithoutWord() {
        grant(agnes, exemption(agnes, UNTIL, "On leave"));
        grant(boris, exemption(boris, UNTIL, "On leave"));

        assertThat(keycloak.<Integer>ask(session -> new Exemptions(session, session.realm()).removeAccount(agnes)))
                .isEqualTo(1);

        assertThat(of(agnes)).isEmpty();
        assertThat(of(boris)).isPresent();
        assertThat(keycloak.published(ExemptionChanged.class)).hasSize(2);
    }

    @Test
    void forgetsRealmThatIsGone() {
        grant(agnes, exemption(agnes, UNTIL, "On leave"));

        keycloak.run(session -> new Exemptions(session, session.realm()).removeRealm());

        assertThat(of(agnes)).isEmpty();
    }

    private static Exemption exemption(String userId, Instant until, String reason) {
        return new Exemption(userId, until, reason, "an-administrator", GRANTED);
    }

    private void grant(String userId, Exemption exemption) {
        keycloak.run(session -> new Exemptions(session, session.realm()).grant(user(session, userId), exemption));
    }

    private boolean end(String userId) {
        return keycloak.ask(session -> new Exemptions(session, session.realm()).end(user(session, userId)));
    }

    private Optional<Exemption> of(String userId) {
        return keycloak.ask(session -> new Exemptions(session, session.realm()).of(user(session, userId)));
    }

    private static UserModel user(TestSession session, String id) {
        return session.users().getUserById(session.realm(), id);
    }

    private String user(String username) {
        return keycloak.ask(session -> session.users()
                .addUser(session.realm(), null, username, false, false)
                .getId());
    }
}
