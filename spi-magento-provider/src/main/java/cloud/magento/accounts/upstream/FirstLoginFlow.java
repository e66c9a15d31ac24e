package cloud.magento.accounts.upstream;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * What a flow has to have to be the first login of our provider. Without our steps no link is written, and Keycloak's
 * own make an account before anybody agreed to it, which then stays behind.
 *
 * @param steps the flow's steps that are not disabled, of whatever depth, in their order
 */
public record FirstLoginFlow(List<Step> steps) {
    /** The flow of ours that is bound where nobody names one. */
    public static final String ALIAS = "magento first broker login";

    /** What a flow without our steps lacks, in a sentence for its operator. */
    public static final String WANTED = "It needs magento-match-account, then magento-create-account or"
            + " magento-prove-account, then magento-confirm-link, the first and the last of them REQUIRED, and none of"
            + " idp-create-user-if-unique and idp-auto-link.";

    private static final String MATCH = "magento-match-account";
    private static final String CONFIRM = "magento-confirm-link";
    private static final Set<String> ACCOUNT = Set.of("magento-create-account", "magento-prove-account");
    private static final Set<String> KEYCLOAKS_OWN = Set.of("idp-create-user-if-unique", "idp-auto-link");

    public FirstLoginFlow {
        steps = List.copyOf(steps);
    }

    /**
     * A step.
     *
     * @param authenticator its id
     * @param demanded whether nobody gets to the end of the flow without it
     */
    public record Step(String authenticator, boolean demanded) {}

    public static FirstLoginFlow of(RealmModel realm, AuthenticationFlowModel flow) {
        return new FirstLoginFlow(steps(realm, flow.getId(), true).toList());
    }

    /** Whether our steps are there, each in its place, and nothing that does their work in another way. */
    public boolean hasOurSteps() {
        List<String> ids = steps.stream().map(Step::authenticator).toList();
        List<Integer> accounts =
                ACCOUNT.stream().map(ids::indexOf).filter(place -> place >= 0).toList();
        return steps.contains(new Step(MATCH, true))
                && steps.contains(new Step(CONFIRM, true))
                && !accounts.isEmpty()
                && accounts.stream().allMatch(place -> ids.indexOf(MATCH) < place && place < ids.indexOf(CONFIRM))
                && ids.stream().noneMatch(KEYCLOAKS_OWN::contains);
    }

    private static Stream<Step> steps(RealmModel realm, String flowId, boolean demanded) {
        return realm
                .getAuthenticationExecutionsStream(flowId)
                .filter(execution -> execution.getRequirement() != Requirement.DISABLED)
                .sorted(Comparator.comparingInt(AuthenticationExecutionModel::getPriority))
                .toList()
                .stream()
                .flatMap(execution -> {
                    boolean required = demanded && execution.getRequirement() == Requirement.REQUIRED;
                    return execution.isAuthenticatorFlow()
                            ? steps(realm, execution.getFlowId(), required)
                            : Stream.of(new Step(String.valueOf(execution.getAuthenticator()), required));
                });
    }
}
