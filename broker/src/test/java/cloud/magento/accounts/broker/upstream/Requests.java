package cloud.magento.accounts.broker.upstream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the stand-in was asked, in order. */
public final class Requests {
    /** How a client proved who it is, at the token endpoint or where it pushed a request. */
    public enum ClientProof {
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST,
        PRIVATE_KEY_JWT
    }

    /** One request: its parameters, from the query or the form. */
    public record Request(Endpoint endpoint, Map<String, String> parameters) {}

    private final List<Request> all = new CopyOnWriteArrayList<>();
    private final List<ClientProof> proofs = new CopyOnWriteArrayList<>();

    void add(Request request) {
        all.add(request);
    }

    void add(ClientProof proof) {
        proofs.add(proof);
    }

    public List<Request> at(Endpoint endpoint) {
        return all.stream().filter(request -> request.endpoint() == endpoint).toList();
    }

    public int count(Endpoint endpoint) {
        return at(endpoint).size();
    }

    /** The parameters of the newest request to the endpoint. */
    public Map<String, String> last(Endpoint endpoint) {
        List<Request> requests = at(endpoint);
        if (requests.isEmpty()) {
            throw new AssertionError("Nobody asked " + endpoint.path());
        }
        return requests.get(requests.size() - 1).parameters();
    }

    /** How the broker authenticated, newest last; only proofs that held. */
    public List<ClientProof> clientProofs() {
        return List.copyOf(proofs);
    }

    public void clear() {
        all.clear();
        proofs.clear();
    }
}
