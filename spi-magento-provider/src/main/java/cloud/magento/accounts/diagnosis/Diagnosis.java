package cloud.magento.accounts.diagnosis;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.ledger.FoundReference;
import cloud.magento.accounts.ledger.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Why one person can or cannot sign in, now or at an instant, if nothing but the date changed from now on.
 *
 * @param code what decides
 * @param moment when that ends or begins; null where it does not depend on a time
 * @param facts what it rests on
 * @param alias the provider's alias
 * @param refusals the last times that the account was refused, the newest first
 * @param remedies what can be done, the best first
 */
public record Diagnosis(
        DiagnosisCode code,
        @Nullable Instant moment,
        DiagnosisFacts facts,
        String alias,
        List<FoundReference> refusals,
        List<Remedy> remedies) {
    /** How many refusals are told of. */
    public static final int REFUSALS = 5;

    public Diagnosis {
        refusals = List.copyOf(refusals);
        remedies = List.copyOf(remedies);
    }

    /**
     * Diagnoses; empty in a realm that has no provider of ours and so no policy.
     *
     * @param client the application that the person wants to sign in to, or null
     * @param at the instant, or null for now
     */
    public static Optional<Diagnosis> of(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            @Nullable ClientModel client,
            @Nullable Instant at) {
        Optional<AccountEvaluation> now = AccountEvaluation.of(session, realm, user);
        Optional<AccountEvaluation> then = at == null
                ? now
                : now.flatMap(known -> AccountEvaluation.of(session, realm, user, known.settings(), at));
        return then.map(evaluation -> {
            DiagnosisFacts facts = new FactCollector(session, realm, evaluation).collect(client);
            DiagnosisCode code = DiagnosisDecision.of(facts);
            return new Diagnosis(
                    code,
                    DiagnosisDecision.moment(code, facts),
                    facts,
                    evaluation.provider().getAlias(),
                    new References(session, realm).ofAccount(user.getId(), REFUSALS),
                    DiagnosisDecision.remedies(code, facts));
        });
    }
}
