package cloud.magento.accounts.keycloak;

import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import java.time.Instant;
import java.util.UUID;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** An account of {@link TestKeycloak}. */
public final class TestAccount {
    private final TestKeycloak keycloak;
    private final String id;

    TestAccount(TestKeycloak keycloak, String username) {
        this.keycloak = keycloak;
        this.id = keycloak.ask(session -> {
            UserModel user = session.users().addUser(session.realm(), null, username, false, false);
            user.setEnabled(true);
            user.setEmail(username + "@example.com");
            return user.getId();
        });
    }

    public String id() {
        return id;
    }

    /** Whom upstream calls by the subject. */
    public static UpstreamIdentity identity(String subject) {
        return new UpstreamIdentity(TestTokens.ISSUER, subject);
    }

    /** A password, which no test can type: what matters is that there is one. */
    public TestAccount withPassword() {
        keycloak.run(session -> in(session)
                .credentialManager()
                .createStoredCredential(
                        PasswordCredentialModel.createFromValues("pbkdf2-sha256", new byte[16], 1, "a-hash")));
        return this;
    }

    /** Keycloak's own link, which alone decides whether the account is linked. */
    public TestAccount linked(String subject) {
        keycloak.run(session -> session.users()
                .addFederatedIdentity(
                        session.realm(), in(session), new FederatedIdentityModel("magento", subject, subject)));
        return this;
    }

    /** The same link in Keycloak's table and in ours, which knows by what it was proven. */
    public TestAccount linkedBy(String subject, LinkProof proof) {
        linked(subject);
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into MAGENTO_LINK (ID, REALM_ID, ALIAS, ISSUER, SUBJECT, IDENTITY_KEY,"
                        + " USER_ID, LINKED_AT, PROOF) values (:id, :realmId, 'magento', :issuer, :subject, :key,"
                        + " :userId, 0, :proof)")
                .setParameter("id", UUID.randomUUID().toString())
                .setParameter("realmId", keycloak.realmId())
                .setParameter("issuer", TestTokens.ISSUER)
                .setParameter("subject", subject)
                .setParameter("key", identity(subject).key())
                .setParameter("userId", id)
                .setParameter("proof", proof.id())
                .executeUpdate());
        return this;
    }

    /** Its link changed at this moment, to this state of it. */
    public TestAccount changed(String changeId, Instant at) {
        keycloak.run(session -> {
            session.entities()
                    .createNativeQuery("delete from MAGENTO_LINK_CHANGE where USER_ID = :userId")
                    .setParameter("userId", id)
                    .executeUpdate();
            session.entities()
                    .createNativeQuery("insert into MAGENTO_LINK_CHANGE (ID, REALM_ID, USER_ID, CHANGE_ID, CHANGED_AT)"
                            + " values (:id, :realmId, :userId, :changeId, :at)")
                    .setParameter("id", UUID.randomUUID().toString())
                    .setParameter("realmId", keycloak.realmId())
                    .setParameter("userId", id)
                    .setParameter("changeId", changeId)
                    .setParameter("at", at.toEpochMilli())
                    .executeUpdate();
        });
        return this;
    }

    public TestAccount exempt(Instant until) {
        keycloak.run(session -> session.entities()
                .createNativeQuery("insert into MAGENTO_EXEMPTION (ID, REALM_ID, USER_ID, UNTIL_AT, REASON, GRANTED_BY,"
                        + " GRANTED_AT) values (:id, :realmId, :userId, :until, 'On leave', 'an-administrator', 0)")
                .setParameter("id", UUID.randomUUID().toString())
                .setParameter("realmId", keycloak.realmId())
                .setParameter("userId", id)
                .setParameter("until", until.toEpochMilli())
                .executeUpdate());
        return this;
    }

    public TestAccount ofClient() {
        keycloak.run(session -> in(session).setServiceAccountClientLink("a-client"));
        return this;
    }

    /** The account as a session has it. */
    public UserModel in(TestSession session) {
        return session.users().getUserById(session.realm(), id);
    }
}
