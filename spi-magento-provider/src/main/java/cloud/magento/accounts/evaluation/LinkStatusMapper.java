package cloud.magento.accounts.evaluation;

import cloud.magento.accounts.policy.LinkStatus;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapperUtils;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/**
 * Adds {@code magento_link_status} ({@code linked}, {@code due}, {@code overdue} or {@code exempt}) and, for an account
 * that is due or overdue, {@code magento_link_deadline} (seconds since the epoch, as RFC 7519 has dates), so that an
 * application can remind people on its own pages. A service account, and a realm without the policy, has neither.
 */
public final class LinkStatusMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {
    public static final String STATUS = "magento_link_status";
    public static final String DEADLINE = "magento_link_deadline";

    private static final List<ProviderConfigProperty> PROPERTIES = properties();

    @Override
    public String getId() {
        return "magento-link-status";
    }

    @Override
    public String getDisplayType() {
        return "Magento.com link status";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds how the account stands towards its Magento.com link, and the deadline while it has none.";
    }

    @Override
    public int getPriority() {
        return ProtocolMapperUtils.PRIORITY_SCRIPT_MAPPER;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        UserModel user = userSession.getUser();
        if (user == null || user.getServiceAccountClientLink() != null) {
            return;
        }
        AccountEvaluation.of(session, userSession.getRealm(), user).ifPresent(evaluation -> {
            LinkStatus status = evaluation.status();
            token.getOtherClaims().put(STATUS, status.id());
            if (status == LinkStatus.DUE || status == LinkStatus.OVERDUE) {
                token.getOtherClaims().put(DEADLINE, evaluation.deadline().getEpochSecond());
            }
        });
    }

    private static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, LinkStatusMapper.class);
        return List.copyOf(properties);
    }
}
