package cloud.magento.accounts.web;

import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;

/** The page before any link is written: which account is about to be tied to which Magento.com account. */
public final class PreviewPage {
    private final Map<String, Object> data = new HashMap<>();

    /**
     * A preview of one kind.
     *
     * @param kind {@code link} for an account that exists, {@code create} for one that is about to be made, {@code
     *     switch} for one whose link is about to be moved
     */
    public PreviewPage(String kind) {
        data.put("kind", kind);
    }

    /** The account that exists. */
    public PreviewPage account(String name, @Nullable String email) {
        data.put("accountName", name);
        putIfPresent("accountEmail", email);
        return this;
    }

    /** That a password still opens the account afterwards. */
    public PreviewPage keepingLocalLogin(boolean kept) {
        data.put("localLoginKept", kept);
        return this;
    }

    /** Which upstream identity is about to be replaced. */
    public PreviewPage instead(String upstreamName) {
        data.put("oldUpstreamName", upstreamName);
        return this;
    }

    /** That the person may end this sign-in, where it is one. */
    public PreviewPage leaving() {
        data.put("canSignOut", true);
        return this;
    }

    /**
     * The name that the new account would have.
     *
     * @param takesAddress whether another account has to give up the person's address, which it never proved
     */
    public PreviewPage newAccount(String username, boolean takesAddress) {
        data.put("newUsername", username);
        data.put("takesAddress", takesAddress);
        return this;
    }

    /** Who the person is at upstream. */
    public PreviewPage upstream(String name, @Nullable String email, boolean emailVerified) {
        data.put("upstreamName", name);
        putIfPresent("upstreamEmail", email);
        data.put("emailUnverified", email != null && !emailVerified);
        return this;
    }

    public Response render(KeycloakSession session, LoginFormsProvider form) {
        SupportAddress.show(session, data);
        return form.setAttribute("magento", data).createForm("magento-preview.ftl");
    }

    private void putIfPresent(String key, @Nullable String value) {
        if (value != null) {
            data.put(key, value);
        }
    }
}
