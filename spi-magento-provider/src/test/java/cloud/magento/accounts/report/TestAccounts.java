package cloud.magento.accounts.report;

import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.policy.CohortDate;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.CohortApproval;
import cloud.magento.accounts.registry.CohortApprovals;
import cloud.magento.accounts.upstream.protocol.TestTokens;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.UserModel;

/** Accounts, their links and their groups, written row by row. */
final class TestAccounts {
    static final String ALIAS = "magento";

    private final TestKeycloak keycloak;

    TestAccounts(TestKeycloak keycloak) {
        this.keycloak = keycloak;
    }

    /** An enabled account of a person, whose address is its name at {@code example.com}. */
    Account account(String username) {
        String id = UUID.randomUUID().toString();
        keycloak.run(session -> {
            UserModel user = session.users().addUser(session.realm(), id, username, false, false);
            user.setEnabled(true);
            user.setEmail(username + "@example.com");
        });
        return new Account(id);
    }

    /** A group with a deadline of its own, or below another one. */
    String group(String name, @Nullable String parent, @Nullable String deadline) {
        return keycloak.ask(session -> {
            GroupModel above = parent == null ? null : session.groups().getGroupById(session.realm(), parent);
            GroupModel group = session.groups().createGroup(session.realm(), name, above);
            if (deadline != null) {
                group.setSingleAttribute(CohortDate.ATTRIBUTE, deadline);
            }
            return group.getId();
        });
    }

    void approve(String group, Instant deadline) {
        keycloak.run(session -> new CohortApprovals(session, session.realm())
                .approve(new CohortApproval(group, deadline, "On leave", null, Instant.ofEpochMilli(1))));
    }

    /** A row of our own table alone. */
    void registered(
            String userId,
            String subject,
            Instant linkedAt,
            @Nullable Instant lastSeen,
            @Nullable String upstreamEmail) {
        keycloak.run(session -> {
            Query insert = session.entities()
                    .createNativeQuery("insert into MAGENTO_LINK (ID, REALM_ID, ALIAS, ISSUER, SUBJECT, IDENTITY_KEY,"
                            + " USER_ID, LINKED_AT, PROOF, LAST_SEEN, UPSTREAM_EMAIL) values (:id, :realm, :alias,"
                            + " :issuer, :subject, :identityKey, :userId, :linkedAt, 'password', "
                            + (lastSeen == null ? "null" : lastSeen.toEpochMilli()) + ", "
                            + (upstreamEmail == null ? "null" : ":email") + ")")
                    .setParameter("id", UUID.randomUUID().toString())
                    .setParameter("realm", keycloak.realmId())
                    .setParameter("alias", ALIAS)
                    .setParameter("issuer", TestTokens.ISSUER)
                    .setParameter("subject", subject)
                    .setParameter("identityKey", new UpstreamIdentity(TestTokens.ISSUER, subject).key())
                    .setParameter("userId", userId)
                    .setParameter("linkedAt", linkedAt.toEpochMilli());
            if (upstreamEmail != null) {
                insert.setParameter("email", upstreamEmail);
            }
            insert.executeUpdate();
        });
    }

    /** One of them. */
    final class Account {
        private final String id;

        private Account(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        /** The link of a person whom upstream calls by the subject, in Keycloak's table and in ours. */
        Account linked(String subject, Instant linkedAt, @Nullable Instant lastSeen, @Nullable String upstreamEmail) {
            return linked(subject, subject, linkedAt, lastSeen, upstreamEmail);
        }

        Account linked(
                String subject,
                String upstreamName,
                Instant linkedAt,
                @Nullable Instant lastSeen,
                @Nullable String upstreamEmail) {
            keycloak.run(session -> session.users()
                    .addFederatedIdentity(
                            session.realm(), user(session), new FederatedIdentityModel(ALIAS, subject, upstreamName)));
            registered(id, subject, linkedAt, lastSeen, upstreamEmail);
            return this;
        }

        Account exempt(Instant until) {
            keycloak.run(session -> session.entities()
                    .createNativeQuery("insert into MAGENTO_EXEMPTION (ID, REALM_ID, USER_ID, UNTIL_AT, REASON,"
                            + " GRANTED_BY, GRANTED_AT) values (:id, :realm, :userId, :until, 'On leave', 'admin', 0)")
                    .setParameter("id", UUID.randomUUID().toString())
                    .setParameter("realm", keycloak.realmId())
                    .setParameter("userId", id)
                    .setParameter("until", until.toEpochMilli())
                    .executeUpdate());
            return this;
        }

        Account in(String... groups) {
            keycloak.run(session -> {
                for (String group : groups) {
                    user(session).joinGroup(session.groups().getGroupById(session.realm(), group));
                }
            });
            return this;
        }

        Account disabled() {
            keycloak.run(session -> user(session).setEnabled(false));
            return this;
        }

        Account created(@Nullable Instant at) {
            keycloak.run(session -> user(session).setCreatedTimestamp(at == null ? null : at.toEpochMilli()));
            return this;
        }

        Account ofClient() {
            keycloak.run(session -> user(session).setServiceAccountClientLink("a-client"));
            return this;
        }

        Account called(String first, String last, @Nullable String email) {
            keycloak.run(session -> {
                user(session).setFirstName(first);
                user(session).setLastName(last);
                user(session).setEmail(email);
            });
            return this;
        }

        private UserModel user(TestSession session) {
            return session.users().getUserById(session.realm(), id);
        }
    }
}
