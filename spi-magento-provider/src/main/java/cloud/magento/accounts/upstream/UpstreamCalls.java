package cloud.magento.accounts.upstream;

import cloud.magento.accounts.net.CallDeadline;
import cloud.magento.accounts.net.Waiting;
import cloud.magento.accounts.upstream.http.NetworkLimit;
import cloud.magento.accounts.upstream.http.UpstreamAnswer;
import cloud.magento.accounts.upstream.http.UpstreamCall;
import cloud.magento.accounts.upstream.http.UpstreamHttp;
import cloud.magento.accounts.upstream.protocol.Outcome;
import cloud.magento.accounts.upstream.protocol.UpstreamFault;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.tracing.TracingProvider;

/** The calls to upstream that one request of a browser makes: in one provider's name, and all by one deadline. */
final class UpstreamCalls {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final MagentoIdentityProviderConfig config;
    private final UpstreamHttp http;
    private final CallDeadline deadline;

    UpstreamCalls(KeycloakSession session, RealmModel realm, MagentoIdentityProviderConfig config, UpstreamHttp http) {
        this.session = session;
        this.realm = realm;
        this.config = config;
        this.http = http;
        this.deadline = CallDeadline.in(config.timeout());
    }

    CallDeadline deadline() {
        return deadline;
    }

    /** In whose name upstream is asked: trouble that one provider has is not another's. */
    String owner() {
        return realm.getId() + " " + config.getAlias();
    }

    /** On whose behalf upstream is asked. */
    String address() {
        return session.getContext().getConnection().getRemoteHost();
    }

    /** Whether the turn of this network has come, where it has to wait in line at all. */
    boolean isMyTurn(NetworkLimit limit) {
        return limit.turn(owner(), address(), deadline.maxWait())
                .filter(Waiting::passed)
                .isPresent();
    }

    Outcome<UpstreamAnswer> send(UpstreamCall call) {
        return UpstreamSpans.around(
                session.getProvider(TracingProvider.class),
                call.endpoint(),
                () -> http.send(
                        session.getProvider(HttpClientProvider.class).getHttpClient(),
                        call,
                        new UpstreamHttp.Limits(owner(), deadline, config.maxAnswerBytes(), config.networkRule())));
    }

    /** The JSON object that this answer has to be. */
    static Outcome<ObjectNode> document(UpstreamAnswer answer) {
        if (!answer.isOk()) {
            return Outcome.failed(answer.status() == 404 ? UpstreamFault.NOT_FOUND : UpstreamFault.STATUS_UNEXPECTED);
        }
        return answer.json().map(Outcome::of).orElse(Outcome.failed(UpstreamFault.NOT_JSON));
    }
}
