package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.diagnosis.Diagnosis;
import cloud.magento.accounts.diagnosis.DiagnosisCode;
import cloud.magento.accounts.diagnosis.DiagnosisFacts;
import cloud.magento.accounts.ledger.FoundReference;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/** A diagnosis as the API tells of it: what is not known is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiagnosisBody(
        String userId,
        String at,
        String signIn,
        String code,
        String sentence,
        Account account,
        Link link,
        Policy policy,
        Provider provider,
        @Nullable Application application,
        Flow flow,
        boolean mail,
        List<String> checks,
        List<Way> ways,
        List<Refused> refusals,
        List<RemedyCall> remedies) {
    public DiagnosisBody {
        checks = List.copyOf(checks);
        ways = List.copyOf(ways);
        refusals = List.copyOf(refusals);
        remedies = List.copyOf(remedies);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Account(
            boolean enabled,
            boolean ofClient,
            String email,
            boolean password,
            boolean locked,
            @Nullable String lockedUntil) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Link(
            String tables,
            boolean opens,
            @Nullable String since,
            @Nullable String proof,
            @Nullable String lastSeen) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Policy(
            boolean reportOnly,
            String primaryLogin,
            String deadline,
            @Nullable String cohort,
            @Nullable String exemptUntil,
            @Nullable String outageUntil) {}

    public record Provider(boolean enabled, String health) {}

    public record Application(String clientId, boolean enabled) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Flow(
            String alias, boolean ofApplication, @Nullable String check) {}

    public record Way(String way, String outcome, String reason, boolean opens) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Refused(
            String at,
            String reason,
            String reference,
            String event,
            @Nullable String fault,
            @Nullable String client) {}

    /** Writes diagnoses of one account. */
    record Writer(KeycloakSession session, RealmModel realm, UserModel user) {
        DiagnosisBody body(Diagnosis found) {
            DiagnosisFacts facts = found.facts();
            DiagnosisFacts.Account account = facts.account();
            DiagnosisFacts.Connection link = facts.connection();
            DiagnosisFacts.Policy policy = facts.policy();
            return new DiagnosisBody(
                    user.getId(),
                    facts.at().toString(),
                    found.code().verdict().id(),
                    found.code().id(),
                    sentence(found.code(), found.moment()),
                    new Account(
                            account.enabled(),
                            account.ofClient(),
                            account.email().id(),
                            account.password(),
                            account.locked() || account.lockedForGood(),
                            text(account.lockedUntil())),
                    new Link(
                            link.tables().id(),
                            link.opens(),
                            text(link.since()),
                            link.proof() == null ? null : link.proof().id(),
                            text(link.lastSeen())),
                    new Policy(
                            policy.reportOnly(),
                            policy.primaryLogin().id(),
                            policy.deadline().toString(),
                            policy.cohort(),
                            text(policy.exemptUntil()),
                            text(policy.outageUntil())),
                    new Provider(
                            facts.provider().enabled(),
                            facts.provider().health().id()),
                    facts.application() == null
                            ? null
                            : new Application(
                                    facts.application().clientId(),
                                    facts.application().enabled()),
                    new Flow(
                            facts.flow().alias(),
                            facts.flow().ofApplication(),
                            facts.flow().check()),
                    facts.mail(),
                    facts.checks(),
                    facts.ways().stream()
                            .map(way -> new Way(
                                    way.way().id(),
                                    way.outcome().id(),
                                    way.reason().id(),
                                    way.opens()))
                            .toList(),
                    found.refusals().stream().map(Writer::refused).toList(),
                    RemedyCall.all(realm, user, found));
        }

        /** The page's own sentence, in English. */
        private String sentence(DiagnosisCode code, @Nullable Instant moment) {
            try {
                String text = session.theme()
                        .getTheme(Theme.Type.LOGIN)
                        .getEnhancedMessages(realm, Locale.ENGLISH)
                        .getProperty("magento.operate.diagnosis." + code.id());
                Object[] values = moment == null ? new Object[0] : new Object[] {moment.toString()};
                return text == null ? code.id() : new MessageFormat(text, Locale.ENGLISH).format(values);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Refused refused(FoundReference found) {
            return new Refused(
                    found.at().toString(),
                    found.reason(),
                    found.reference(),
                    found.event(),
                    found.fault(),
                    found.client());
        }

        private static @Nullable String text(@Nullable Instant moment) {
            return moment == null ? null : moment.toString();
        }
    }
}
