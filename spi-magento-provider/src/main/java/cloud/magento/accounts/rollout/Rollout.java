package cloud.magento.accounts.rollout;

import cloud.magento.accounts.report.Reports;
import cloud.magento.accounts.transaction.OwnTransaction;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The roll-out of a realm as one document: the policy's settings, the cohorts with their approvals, and the exemptions
 * by group. What the document does not name stays, unless it says {@code prune}. The same document a second time
 * changes nothing.
 */
public final class Rollout {
    private final KeycloakSession session;
    private final String actor;
    private final RolloutSettings settings;
    private final RolloutCohorts cohorts;
    private final RolloutExemptions exemptions;

    private Rollout(
            KeycloakSession session, RealmModel realm, IdentityProviderModel provider, Reports reports, String actor) {
        this.session = session;
        this.actor = actor;
        this.settings = new RolloutSettings(session, realm, provider);
        this.cohorts = new RolloutCohorts(session, realm, reports.cohortList(), actor);
        this.exemptions = new RolloutExemptions(session, realm, actor);
    }

    /**
     * Empty in a realm that has no provider of ours and so no policy.
     *
     * @param actor the id of the administrator who asks
     */
    public static Optional<Rollout> in(KeycloakSession session, RealmModel realm, String actor) {
        return MagentoProvider.in(session, realm)
                .map(provider -> session.identityProviders().getByAlias(provider.getAlias()))
                .flatMap(provider -> Reports.in(session, realm)
                        .map(reports -> new Rollout(session, realm, provider, reports, actor)));
    }

    /** The document that says what is. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("settings", settings.now());
        document.put("cohorts", cohorts.now());
        document.put("exemptions", exemptions.now());
        return document;
    }

    /**
     * What would become of each part.
     *
     * @throws RolloutException for a document that cannot be
     */
    public Plan plan(@Nullable Map<String, Object> body) {
        RolloutDocument document = RolloutDocument.read(body);
        RolloutSettings.Planned policy = settings.plan(document.settings());
        return new Plan(body, policy, cohorts.plan(document, policy.policy().enforceFrom()), exemptions.plan(document));
    }

    /** What is to be done, checked. */
    public final class Plan {
        private final RolloutSettings.Planned policy;
        private final List<RolloutCohorts.Planned> groups;
        private final List<RolloutExemptions.Planned> exempt;
        private final @Nullable Map<String, Object> document;

        private Plan(
                @Nullable Map<String, Object> document,
                RolloutSettings.Planned policy,
                List<RolloutCohorts.Planned> groups,
                List<RolloutExemptions.Planned> exempt) {
            this.document = document;
            this.policy = policy;
            this.groups = groups;
            this.exempt = exempt;
        }

        /** Part by part, those too that stay as they are. */
        public List<RolloutChange> changes() {
            return Stream.of(
                            policy.changes().stream(),
                            groups.stream().map(RolloutCohorts.Planned::change),
                            exempt.stream().map(RolloutExemptions.Planned::change))
                    .flatMap(parts -> parts)
                    .toList();
        }

        public boolean isChange() {
            return changes().stream().anyMatch(RolloutChange::isChange);
        }

        public boolean changesSettings() {
            return policy.isChange();
        }

        /** Whether it may stop somebody: an exemption that ends does not count. */
        public boolean changesPolicy() {
            return policy.isChange()
                    || groups.stream().anyMatch(group -> group.change().isChange());
        }

        /** Whether it is done in several transactions, of which the policy's may fail after others. */
        public boolean isInParts() {
            return RolloutExemptions.areMany(exempt);
        }

        /**
         * Does it, in one transaction: who is exempt, then the policy, then the cohorts, whose approval the realm's
         * date decides. Where it is done in parts, who is to be exempt is first, and exemptions that end are last, so
         * that nobody has lost anything where the policy is refused in between.
         *
         * @param inParts told of the session in which the policy is changed by itself
         */
        public void apply(RolloutLog log, Consumer<KeycloakSession> inParts) {
            if (!isInParts()) {
                applyTogether(log);
                return;
            }
            exemptions.grant(exempt, false);
            if (changesPolicy()) {
                RolloutNotes notes = new RolloutNotes();
                OwnTransaction.run(session, "magento-rollout", own -> {
                    inParts.accept(own);
                    in(own, own.getContext().getRealm(), actor)
                            .ifPresent(rollout -> rollout.plan(document).applyPolicy(notes));
                    return true;
                });
                notes.tell(log);
            }
            exemptions.end(exempt, false);
            RolloutExemptions.tell(exempt, log);
        }

        /** The same in this one transaction, however many are exempted, so that all of it can be rolled back. */
        public void rehearse() {
            applyTogether(RolloutLog.NONE);
        }

        private void applyTogether(RolloutLog log) {
            exemptions.grant(exempt, true);
            exemptions.end(exempt, true);
            RolloutExemptions.tell(exempt, log);
            applyPolicy(log);
        }

        private void applyPolicy(RolloutLog log) {
            if (policy.isChange()) {
                log.settings(policy.saved().getAlias(), settings.save(policy));
            }
            groups.stream().filter(one -> one.change().isChange()).forEach(one -> cohorts.apply(one, log));
        }
    }
}
