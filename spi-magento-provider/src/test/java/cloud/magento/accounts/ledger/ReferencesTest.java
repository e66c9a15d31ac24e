package cloud.magento.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.policy.UpstreamIdentity;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReferencesTest {
    private final TestKeycloak keycloak;
    private final TestEntries entries;

    ReferencesTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database);
        entries = new TestEntries(keycloak);
    }

    @Test
    void findsEntryWithAllThatItTells() {
        entries.append(refusal("M-7F3K-V2XD")
                .client("app")
                .identity(new UpstreamIdentity("https://issuer.example", "subject"))
                .detail("event", "login")
                .detail("fault", "nonce"));

        assertThat(find("M-7F3K-V2XD")).hasValueSatisfying(found -> {
            assertThat(found.reason()).isEqualTo("already-linked");
            assertThat(found.userId()).isEqualTo("agnes");
            assertThat(found.identity()).isEqualTo(new UpstreamIdentity("https://issuer.example", "subject"));
            assertThat(found.event()).isEqualTo("login");
            assertThat(found.fault()).isEqualTo("nonce");
            assertThat(found.client()).isEqualTo("app");
            assertThat(found.entry()).isNotNull();
        });
    }

    @Test
    void findsReferenceOfNobody() {
        anonymous("M-7F3K-V2XD", Instant.ofEpochMilli(5));

        assertThat(find("m7f3kv2xd")).hasValueSatisfying(found -> {
            assertThat(found.reason()).isEqualTo("proof-failed");
            assertThat(found.at()).isEqualTo(Instant.ofEpochMilli(5));
            assertThat(found.entry()).isNull();
            assertThat(found.userId()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"m-7f3k-v2xd", "M7F3KV2XD", " M-7F3K-V2XD ", "Reference: M-7F3K-V2XD.", "7F3K V2XD"})
    void findsWhatWasTypedOtherwise(String typed) {
        entries.append(refusal("M-7F3K-V2XD"));

        assertThat(find(typed)).isPresent();
    }

    @Test
    void findsLookAlikeWhereItLeadsToOne() {
        entries.append(refusal("M-7F3K-V2XD"));
        assertThat(find("M-7F3K-VZX0")).isPresent();

        entries.append(refusal("M-7F3K-VZXQ"));
        assertThat(find("M-7F3K-V2X0")).as("it may be either").isEmpty();
        assertThat(find("M-7F3K-VZXQ")).as("as it is").isPresent();
    }

    @Test
    void findsNothingElse() {
        entries.append(refusal("M-7F3K-V2XD"));
        TestKeycloak elsewhere = TestKeycloak.on(keycloak.database());
        new TestEntries(elsewhere).append(refusal("M-8888-8888"));

        for (String typed : new String[] {"", "M-7F3K", "M-7F3K-V2XX", "M-8888-8888", "%"}) {
            assertThat(find(typed)).as(typed).isEmpty();
        }
    }

    @Test
    void forgetsReferencesOfNobodyThatAreTooOld() {
        Instant now = Instant.now();
        anonymous("M-2222-2222", now.minus(AnonymousReference.KEPT_FOR).minusSeconds(60));
        anonymous("M-3333-3333", now.minus(AnonymousReference.KEPT_FOR).plusSeconds(60));

        keycloak.run(session -> AnonymousReference.trim(session, session.realm()));

        assertThat(find("M-2222-2222")).isEmpty();
        assertThat(find("M-3333-3333")).isPresent();
    }

    @Test
    void keepsReferencesOfKnownPeopleForGood() {
        entries.append(refusal("M-7F3K-V2XD"));

        keycloak.run(session -> AnonymousReference.trim(session, session.realm()));

        assertThat(find("M-7F3K-V2XD")).isPresent();
    }

    private static EntryDraft refusal(String reference) {
        return TestEntries.of(EntryType.CONFLICT, "agnes")
                .reason("already-linked")
                .reference(reference);
    }

    private void anonymous(String reference, Instant at) {
        keycloak.run(session -> {
            ReferenceEntity row = new ReferenceEntity();
            row.realmId = keycloak.realmId();
            row.reference = reference;
            row.createdAt = at.toEpochMilli();
            row.event = "login";
            row.reason = "proof-failed";
            session.entities().persist(row);
        });
    }

    private Optional<FoundReference> find(String typed) {
        return keycloak.ask(session -> new References(session, session.realm()).find(typed));
    }
}
