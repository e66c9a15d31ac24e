package cloud.magento.accounts.broker.upstream;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Where an answer of the stand-in can be spoilt. Whatever is not overridden stays correct. */
interface Misbehaviour {
    Misbehaviour NONE = new Misbehaviour() {};

    default void discovery(Map<String, Object> metadata) {}

    default void keySet(Map<String, Object> keySet, Keys keys) {}

    default void authorizationResponse(Map<String, String> parameters) {}

    default void claims(Map<String, Object> claims) {}

    default String sign(Map<String, Object> claims, Keys keys, Client client) {
        return keys.sign(claims);
    }

    default void tokens(Map<String, Object> tokens) {}

    /** What the broker is answered where it pushed an authorization request. */
    default void pushed(Map<String, Object> answer) {}

    default void userinfo(Map<String, Object> claims) {}

    /** Userinfo as a signed token, or empty for JSON. */
    default Optional<String> userinfoToken(Map<String, Object> claims, Keys keys, Client client) {
        return Optional.empty();
    }

    /** How an answer to the broker travels, once its content is settled. */
    default void send(Endpoint endpoint, Exchange exchange, int status, Map<String, Object> content)
            throws IOException {
        exchange.json(status, content);
    }

    /** Makes a token of its claims. */
    interface Signer {
        String sign(Map<String, Object> claims, Keys keys, Client client);
    }

    static Misbehaviour inDiscovery(Consumer<Map<String, Object>> change) {
        return new Misbehaviour() {
            @Override
            public void discovery(Map<String, Object> metadata) {
                change.accept(metadata);
            }
        };
    }

    /** Has the endpoint be somewhere else. */
    static Misbehaviour moving(Endpoint endpoint, String base) {
        return inDiscovery(metadata -> metadata.replaceAll((name, value) -> WireFault.moved(base, value, endpoint)));
    }

    /** Has every answer come late. */
    static Misbehaviour lingering(Duration pause) {
        return new Misbehaviour() {
            @Override
            public void send(Endpoint endpoint, Exchange exchange, int status, Map<String, Object> content)
                    throws IOException {
                exchange.linger(pause);
                exchange.json(status, content);
            }
        };
    }

    static Misbehaviour inKeySet(BiConsumer<Map<String, Object>, Keys> change) {
        return new Misbehaviour() {
            @Override
            public void keySet(Map<String, Object> keySet, Keys keys) {
                change.accept(keySet, keys);
            }
        };
    }

    static Misbehaviour inAuthorizationResponse(Consumer<Map<String, String>> change) {
        return new Misbehaviour() {
            @Override
            public void authorizationResponse(Map<String, String> parameters) {
                change.accept(parameters);
            }
        };
    }

    static Misbehaviour inClaims(Consumer<Map<String, Object>> change) {
        return new Misbehaviour() {
            @Override
            public void claims(Map<String, Object> claims) {
                change.accept(claims);
            }
        };
    }

    static Misbehaviour inSignature(Signer signer) {
        return new Misbehaviour() {
            @Override
            public String sign(Map<String, Object> claims, Keys keys, Client client) {
                return signer.sign(claims, keys, client);
            }
        };
    }

    static Misbehaviour inTokens(Consumer<Map<String, Object>> change) {
        return new Misbehaviour() {
            @Override
            public void tokens(Map<String, Object> tokens) {
                change.accept(tokens);
            }
        };
    }

    static Misbehaviour inPushed(Consumer<Map<String, Object>> change) {
        return new Misbehaviour() {
            @Override
            public void pushed(Map<String, Object> answer) {
                change.accept(answer);
            }
        };
    }

    /** Userinfo as a token, with claims of its own changed. */
    static Misbehaviour inUserinfoToken(Consumer<Map<String, Object>> change, Signer signer) {
        return new Misbehaviour() {
            @Override
            public Optional<String> userinfoToken(Map<String, Object> claims, Keys keys, Client client) {
                change.accept(claims);
                return Optional.of(signer.sign(claims, keys, client));
            }
        };
    }

    static Misbehaviour inUserinfo(Consumer<Map<String, Object>> change) {
        return new Misbehaviour() {
            @Override
            public void userinfo(Map<String, Object> claims) {
                change.accept(claims);
            }
        };
    }
}
