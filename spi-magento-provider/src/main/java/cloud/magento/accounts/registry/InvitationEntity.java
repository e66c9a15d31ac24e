package cloud.magento.accounts.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code MAGENTO_INVITATION}. Unique by the digest of its token; by (realm, live account), so that an account
 * has one invitation that counts; and by (realm, call, account), so that a call mails nobody twice.
 */
@Entity
@Table(name = "MAGENTO_INVITATION")
@NamedQuery(
        name = "magentoInvitationByToken",
        query = "select i.id from InvitationEntity i where i.realmId = :realmId and i.tokenKey = :tokenKey")
@NamedQuery(
        name = "magentoInvitationLive",
        query = "select i.id from InvitationEntity i where i.realmId = :realmId and i.liveAccount in :userIds")
@NamedQuery(
        name = "magentoInvitationOfCall",
        query = "select i from InvitationEntity i where i.realmId = :realmId and i.callName = :call"
                + " and i.userId = :userId")
@NamedQuery(
        name = "magentoInvitationsPage",
        query = "select i from InvitationEntity i where i.realmId = :realmId"
                + " and (i.invitedAt < :at or i.invitedAt = :at and i.id < :id) order by i.invitedAt desc, i.id desc")
@NamedQuery(
        name = "magentoInvitationsOfUser",
        query = "select i from InvitationEntity i where i.realmId = :realmId and i.userId = :userId"
                + " and (i.invitedAt < :at or i.invitedAt = :at and i.id < :id) order by i.invitedAt desc, i.id desc")
@NamedQuery(
        name = "magentoInvitationsSince",
        query = "select count(i) from InvitationEntity i where i.realmId = :realmId and i.invitedAt > :since")
@NamedQuery(
        name = "magentoInvitationTrim",
        query = "delete from InvitationEntity i where i.realmId = :realmId and i.until < :before")
@NamedQuery(
        name = "magentoInvitationRemoveByUser",
        query = "delete from InvitationEntity i where i.realmId = :realmId and i.userId = :userId")
@NamedQuery(
        name = "magentoInvitationRemoveByRealm",
        query = "delete from InvitationEntity i where i.realmId = :realmId")
class InvitationEntity {
    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "USER_ID", nullable = false)
    String userId = "";

    /** A digest of the token, which is kept nowhere. */
    @Column(name = "TOKEN_KEY", length = 64, nullable = false)
    String tokenKey = "";

    @Column(name = "ADDRESS_KEY", length = 64, nullable = false)
    String addressKey = "";

    @Column(name = "CALL_NAME", length = 64)
    @Nullable
    String callName;

    @Column(name = "MAIL_ALONE", nullable = false)
    boolean mailAlone;

    /** The id of the operator, who may be of another realm. */
    @Column(name = "INVITED_BY", nullable = false)
    String invitedBy = "";

    /** Milliseconds since the epoch. */
    @Column(name = "INVITED_AT", nullable = false)
    long invitedAt;

    /** Milliseconds since the epoch, exclusive. */
    @Column(name = "UNTIL_AT", nullable = false)
    long until;

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    @Column(name = "END_REASON", length = 32)
    @Nullable
    String end;

    /** Milliseconds since the epoch. */
    @Column(name = "CHANGED_AT", nullable = false)
    long changedAt;

    /** The account for as long as the invitation may link it, else null. */
    @Column(name = "LIVE_ACCOUNT")
    @Nullable
    String liveAccount;

    @Column(name = "WRONG_TRIES", nullable = false)
    int wrongTries;
}
