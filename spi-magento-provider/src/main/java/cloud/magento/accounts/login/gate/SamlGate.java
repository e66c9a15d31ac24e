package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.ReasonCode;
import java.net.URI;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.dom.saml.v2.protocol.AuthnRequestType;
import org.keycloak.dom.saml.v2.protocol.ResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusCodeType;
import org.keycloak.dom.saml.v2.protocol.StatusResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusType;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Takes out of a SAML response the assertion that the policy refuses, and answers "request denied" instead: the last
 * door for service providers, which no token passes through. It holds where the required action is disabled.
 */
public final class SamlGate implements SamlAuthenticationPreprocessor {
    private static final URI RESPONDER = URI.create("urn:oasis:names:tc:SAML:2.0:status:Responder");
    private static final URI REQUEST_DENIED = URI.create("urn:oasis:names:tc:SAML:2.0:status:RequestDenied");

    /** Remembers what only the request tells, for {@link PassiveSignIn}. */
    @Override
    public AuthnRequestType beforeProcessingLoginRequest(
            AuthnRequestType request, AuthenticationSessionModel authSession) {
        if (Boolean.TRUE.equals(request.isIsPassive())) {
            PassiveSignIn.mark(authSession);
        }
        return request;
    }

    @Override
    public StatusResponseType beforeSendingResponse(
            StatusResponseType response, AuthenticatedClientSessionModel clientSession) {
        if (!(response instanceof ResponseType login) || login.getAssertions().isEmpty()) {
            return response;
        }
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        UserSessionModel userSession = clientSession.getUserSession();
        Optional<AccountEvaluation> evaluation =
                AccountEvaluation.of(session, userSession.getRealm(), userSession.getUser());
        Optional<LinkDecision> decision = evaluation.map(asked -> TokenGate.decide(session, asked, clientSession));
        decision.ifPresent(made -> GateMetrics.count(session, made, "saml"));
        if (decision.isPresent() && decision.get().passes()) {
            SessionWay.note(session, evaluation.orElseThrow(), userSession, clientSession.getClient(), false);
        }
        return decision.filter(made -> !made.passes())
                .<StatusResponseType>map(refusal -> refused(session, login, clientSession, refusal.reason()))
                .orElse(response);
    }

    private static ResponseType refused(
            KeycloakSession session,
            ResponseType login,
            AuthenticatedClientSessionModel clientSession,
            ReasonCode reason) {
        UserSessionModel userSession = clientSession.getUserSession();
        String description = reason.oauthError();
        new EventBuilder(userSession.getRealm(), session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .client(clientSession.getClient())
                .user(userSession.getUser())
                .session(userSession)
                .detail(EventDetails.REASON, reason.id())
                .error(description);
        ResponseType refusal = new ResponseType(login);
        refusal.setStatus(denied(description));
        return refusal;
    }

    private static StatusType denied(String description) {
        StatusCodeType denied = new StatusCodeType();
        denied.setValue(REQUEST_DENIED);
        StatusCodeType code = new StatusCodeType();
        code.setValue(RESPONDER);
        code.setStatusCode(denied);
        StatusType status = new StatusType();
        status.setStatusCode(code);
        status.setStatusMessage(description);
        return status;
    }

    @Override
    public SamlAuthenticationPreprocessor create(KeycloakSession session) {
        return this;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "magento-saml-gate";
    }
}
