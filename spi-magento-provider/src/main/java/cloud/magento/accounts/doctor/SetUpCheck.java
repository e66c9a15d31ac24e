package cloud.magento.accounts.doctor;

import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.setup.SetupStep;
import cloud.magento.accounts.setup.SetupStep.Outcome;
import cloud.magento.accounts.upstream.FirstLoginFlow;
import cloud.magento.accounts.upstream.PostLoginFlow;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** What the set-up would make or mend: it knows how it has to be, and its mend is the fix. */
abstract class SetUpCheck implements Check {
    private final String id;
    private final String kind;

    SetUpCheck(String id, String kind) {
        this.id = id;
        this.kind = kind;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public Changes changes() {
        return Changes.REALM;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination
                .setUp(kind)
                .filter(step -> matters(examination, step))
                .map(step -> found(step).fixedBy(mend(examination, step)));
    }

    boolean matters(Examination examination, SetupStep step) {
        return step.outcome() == Outcome.CHANGED || step.outcome() == Outcome.REPAIRED;
    }

    Runnable mend(Examination examination, SetupStep step) {
        return examination.settingUp(
                other -> other.kind().equals(kind) && other.name().equals(step.name()));
    }

    abstract Found found(SetupStep step);

    static String evidence(SetupStep step, String wrong) {
        return step.outcome() == Outcome.CHANGED ? "It is missing." : wrong;
    }

    /** The actions by which the gate shows its page, and people switch. */
    static final class RequiredActions extends SetUpCheck {
        RequiredActions() {
            super("required-action", "required-action");
        }

        @Override
        Found found(SetupStep step) {
            String evidence = evidence(step, "It is disabled, a default action, or not at its place.");
            return "magento-link".equals(step.name())
                    ? Found.severe(
                            step.name(),
                            evidence,
                            "Whoever has to link or to sign in with Magento.com gets no page that says so: they come"
                                    + " back to an application that is refused its tokens. A protocol that another jar"
                                    + " adds lets them in.",
                            "Enable the required action, first in order and not as a default.")
                    : Found.warning(
                            step.name(),
                            evidence,
                            "People cannot switch to another Magento.com account.",
                            "Enable the required action, and not as a default.");
        }
    }

    /** Our flows where they are used. */
    static final class FlowSteps extends SetUpCheck {
        FlowSteps() {
            super("flow-steps", "flow");
        }

        @Override
        boolean matters(Examination examination, SetupStep step) {
            return step.outcome() == Outcome.REPAIRED && used(examination).contains(step.name());
        }

        private static Set<String> used(Examination examination) {
            RealmModel realm = examination.realm();
            Stream<String> ofClients =
                    examination.applications().stream().flatMap(application -> application.flows().values().stream());
            Stream<AuthenticationFlowModel> ofRealm =
                    Stream.of(realm.getBrowserFlow(), realm.getDirectGrantFlow(), realm.getResetCredentialsFlow());
            return Stream.concat(
                            ofRealm,
                            Stream.concat(
                                            ofClients,
                                            Stream.of(
                                                            examination
                                                                    .provider()
                                                                    .getFirstBrokerLoginFlowId(),
                                                            examination
                                                                    .provider()
                                                                    .getPostBrokerLoginFlowId())
                                                    .filter(Objects::nonNull))
                                    .distinct()
                                    .map(realm::getAuthenticationFlowById))
                    .filter(flow -> flow != null)
                    .map(AuthenticationFlowModel::getAlias)
                    .collect(Collectors.toSet());
        }

        @Override
        Found found(SetupStep step) {
            return Found.severe(
                    "flow " + step.name(),
                    "A step of ours is missing, disabled, not REQUIRED, or not at its place.",
                    "The flow does something else than its name says: people may be asked for no proof, or get"
                            + " stuck without the page that would have helped.",
                    "Put our steps back: in their order, with their requirement.");
        }
    }

    /** What follows when Magento.com sends somebody whom no account is linked to. */
    static final class FirstLogin extends SetUpCheck {
        FirstLogin() {
            super("first-login", "flow-binding");
        }

        @Override
        public Changes changes() {
            return Changes.PROVIDERS;
        }

        /** It makes or mends the flow as well. */
        @Override
        public Set<Changes> mayChange() {
            return Set.of(Changes.PROVIDERS, Changes.REALM);
        }

        @Override
        boolean matters(Examination examination, SetupStep step) {
            return step.name().startsWith("first login of ") && super.matters(examination, step);
        }

        @Override
        Runnable mend(Examination examination, SetupStep step) {
            return examination.binding(step.name(), FirstLoginFlow.ALIAS);
        }

        @Override
        Found found(SetupStep step) {
            return Found.severe(
                    step.name(),
                    evidence(step, "The flow that is bound lacks our steps."),
                    "Nobody can be linked who comes from Magento.com first: each such sign-in ends in an error, and"
                            + " may leave an account behind.",
                    "Bind the flow magento first broker login as the provider's first login flow.");
        }
    }

    /** What follows each login at Magento.com, for accounts that kept a second factor. */
    static final class PostLogin extends SetUpCheck {
        PostLogin() {
            super("post-login", "flow-binding");
        }

        @Override
        public Changes changes() {
            return Changes.PROVIDERS;
        }

        /** It makes the flow as well. */
        @Override
        public Set<Changes> mayChange() {
            return Set.of(Changes.PROVIDERS, Changes.REALM);
        }

        @Override
        boolean matters(Examination examination, SetupStep step) {
            return step.name().startsWith("post login of ")
                    && super.matters(examination, step)
                    && examination
                            .provider()
                            .text(LinkSettings.SECOND_FACTOR)
                            .orElse(SecondFactorRule.KEPT.id())
                            .equals(SecondFactorRule.KEPT.id());
        }

        @Override
        Runnable mend(Examination examination, SetupStep step) {
            return examination.binding(step.name(), PostLoginFlow.ALIAS);
        }

        @Override
        Found found(SetupStep step) {
            return Found.warning(
                    step.name(),
                    "No flow follows a login at Magento.com.",
                    "People who kept a security key as their second factor are asked for it by nothing, and cannot"
                            + " sign in; a one-time code is asked for by the page of the gate.",
                    "Bind the flow magento post broker login as the provider's post login flow.");
        }
    }

    /** The client of our pages, whose addresses hold the realm's name. */
    static final class PageClient extends SetUpCheck {
        PageClient() {
            super("page-client", "client");
        }

        @Override
        public Changes changes() {
            return Changes.CLIENTS;
        }

        @Override
        Found found(SetupStep step) {
            return Found.severe(
                    "client " + step.name(),
                    evidence(
                            step,
                            "Its addresses are not those of the realm's name, or a switch of it is not as it has to"
                                    + " be."),
                    "Nobody can sign in to the page where people connect, nor an auditor to theirs.",
                    "Give it the redirect address /realms/{realm}/magento/* with the realm's name, and its switches"
                            + " back. After a rename register the new addresses at Magento.com, too.");
        }
    }

    /** What tells applications how an account stands. */
    static final class StatusScope extends SetUpCheck {
        StatusScope() {
            super("status-scope", "client-scope");
        }

        @Override
        public Changes changes() {
            return Changes.CLIENTS;
        }

        @Override
        Found found(SetupStep step) {
            return Found.warning(
                    "client scope " + step.name(),
                    evidence(step, "It lacks its mapper, or is not for OpenID Connect."),
                    "Applications are not told who has to link, and by when.",
                    "Make it anew.");
        }
    }

    /** The roles of this API. */
    static final class Roles extends SetUpCheck {
        Roles() {
            super("roles", "role");
        }

        @Override
        Found found(SetupStep step) {
            return Found.warning(
                    "role " + step.name(),
                    evidence(step, "Administrators do not have it."),
                    "Administrators can neither see the links nor exempt anybody.",
                    "Make the role, and put it into the administrators' role.");
        }
    }

    /** Keycloak's own page of linked accounts. */
    static final class AccountConsole extends SetUpCheck {
        AccountConsole() {
            super("account-console", "account-console");
        }

        @Override
        public Changes changes() {
            return Changes.PROVIDERS;
        }

        @Override
        Found found(SetupStep step) {
            return Found.warning(
                    "account console",
                    "The provider does not say whether it is shown there.",
                    "People are offered to remove the link there, which is refused, and read the refusal's code.",
                    "Set showInAccountConsole to NEVER on the provider.");
        }
    }
}
