package cloud.magento.accounts.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.ReadOnlyException;

class FaultGuardTest {
    private boolean rolledBack;
    private boolean flushed;
    private boolean flushFails;

    private final FaultGuard guard = new FaultGuard(session(), End::new);

    @Test
    void returnsResultOfStepAfterFlush() {
        String result = guard.call(() -> "done");

        assertThat(result).isEqualTo("done");
        assertThat(flushed).isTrue();
        assertThat(rolledBack).isFalse();
    }

    @Test
    void rollsBackAndEndsWhenDirectoryRefusesWrite() {
        assertThatThrownBy(() -> guard.run(() -> {
                    throw new ReadOnlyException("name of Ada");
                }))
                .isInstanceOf(End.class);
        assertThat(rolledBack).isTrue();
    }

    @Test
    void rollsBackAndEndsWhenFlushFails() {
        flushFails = true;

        assertThatThrownBy(() -> guard.run(() -> {})).isInstanceOf(End.class);
        assertThat(rolledBack).isTrue();
    }

    @Test
    void passesOnFlowException() {
        AuthenticationFlowException failure = new AuthenticationFlowException(AuthenticationFlowError.INVALID_USER);

        assertThatThrownBy(() -> guard.run(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(rolledBack).isFalse();
    }

    @Test
    void skipsFlushAfterStepRolledBack() {
        guard.run(() -> rolledBack = true);

        assertThat(flushed).isFalse();
    }

    private KeycloakSession session() {
        RealmModel realm = fake(RealmModel.class, Map.of("getId", "realm"));
        KeycloakContext context = fake(KeycloakContext.class, Map.of("getRealm", realm));
        KeycloakTransactionManager transaction = answering(KeycloakTransactionManager.class, method -> {
            if (method.equals("setRollbackOnly")) {
                rolledBack = true;
                return null;
            }
            return rolledBack;
        });
        EntityManager entities = answering(EntityManager.class, method -> {
            flushed |= method.equals("flush");
            if (flushFails && method.equals("flush")) {
                throw new PersistenceException("duplicate key of Ada");
            }
            return null;
        });
        JpaConnectionProvider database = fake(JpaConnectionProvider.class, Map.of("getEntityManager", entities));
        return fake(
                KeycloakSession.class,
                Map.of("getContext", context, "getTransactionManager", transaction, "getProvider", database));
    }

    /** Answers these methods; every other one fails, as all does that relies on a database that is gone. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return answering(type, method -> {
            if (!answers.containsKey(method)) {
                throw new IllegalStateException(method);
            }
            return answers.get(method);
        });
    }

    private static <T> T answering(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName())));
    }

    @FunctionalInterface
    private interface Answer {
        @Nullable
        Object to(String method);
    }

    private static final class End extends RuntimeException {
        End(RuntimeException fault) {
            super(fault);
        }
    }
}
