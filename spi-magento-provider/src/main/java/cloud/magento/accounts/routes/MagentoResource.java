package cloud.magento.accounts.routes;

import cloud.magento.accounts.account.InvitationPageResource;
import cloud.magento.accounts.account.UserPageResource;
import cloud.magento.accounts.auditpage.AuditResource;
import cloud.magento.accounts.helppage.HelpResource;
import cloud.magento.accounts.helppage.LookupLimit;
import cloud.magento.accounts.ledger.LedgerLogKeys;
import cloud.magento.accounts.operatepage.OperateResource;
import cloud.magento.accounts.upstream.MagentoProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The root of our pages in a realm; a realm without a provider of ours has none of them. */
public final class MagentoResource {
    private final KeycloakSession session;
    private final LookupLimit lookups;

    MagentoResource(KeycloakSession session, LookupLimit lookups) {
        this.session = session;
        this.lookups = lookups;
    }

    /** The account page. */
    @Path("user")
    public UserPageResource user() {
        requireProvider();
        return new UserPageResource(session);
    }

    /** Where an invitation is opened. */
    @Path("invitation")
    public InvitationPageResource invitation() {
        requireProvider();
        return new InvitationPageResource(session);
    }

    /** The auditor's page. */
    @Path("audit")
    public AuditResource audit() {
        requireProvider();
        return new AuditResource(session);
    }

    /** The operator's page. */
    @Path("operate")
    public OperateResource operate() {
        RealmModel realm = session.getContext().getRealm();
        if (!realm.isEnabled() || !OperateResource.hasSomething(session, realm)) {
            throw new NotFoundException();
        }
        return new OperateResource(session);
    }

    /** The help page. */
    @Path("help")
    public HelpResource help() {
        requireProvider();
        return new HelpResource(session, lookups);
    }

    /** The public halves of the ledger's log keys, as a JWK set: for anybody who verifies. */
    @GET
    @Path("log-keys")
    @Produces("application/jwk-set+json")
    public String logKeys() {
        requireProvider();
        return new LedgerLogKeys(session, session.getContext().getRealm()).set();
    }

    private void requireProvider() {
        RealmModel realm = session.getContext().getRealm();
        if (!realm.isEnabled() || MagentoProvider.in(session, realm).isEmpty()) {
            throw new NotFoundException();
        }
    }
}
