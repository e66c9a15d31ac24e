package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.OwnProof;
import cloud.magento.accounts.evaluation.UpstreamSession;
import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.login.step.LinkWriter;
import cloud.magento.accounts.login.step.ReplacementPages;
import cloud.magento.accounts.login.step.UpstreamArrival;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.registry.DirectoryEntry;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.Invitations;
import cloud.magento.accounts.registry.PendingWrites;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.web.DecisionNotice;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;

/**
 * One request of a person whose account is linked to an upstream identity that they no longer have, and whom an
 * operator has invited to link it anew. The invitation stands for the proof of the old identity and for nothing else:
 * they have signed in by what the account has of its own. They sign in at upstream afresh as the identity that takes
 * the other's place, see both, and the swap uses the invitation up in the same transaction. Until then the account has
 * its link, and the gate lets nobody through who did not come by it.
 */
final class InvitedStep implements UpstreamArrival.Pages {
    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final AccountEvaluation evaluation;
    private final FederatedIdentityModel link;
    private final Invitation invitation;
    private final UpstreamArrival arrival;
    private final ReplacementPages pages;

    private InvitedStep(
            RequiredActionContext context,
            AccountEvaluation evaluation,
            FederatedIdentityModel link,
            Invitation invitation) {
        this.context = context;
        this.session = context.getSession();
        this.evaluation = evaluation;
        this.link = link;
        this.invitation = invitation;
        this.arrival = new UpstreamArrival(context, evaluation);
        this.pages = new ReplacementPages(context, link, arrival);
    }

    /** Where the account is linked, the sign-in is by an invitation that holds, and has not come by the link. */
    static Optional<InvitedStep> of(RequiredActionContext context, AccountEvaluation evaluation) {
        return evaluation
                .link()
                .filter(link -> !UpstreamSession.isThroughUpstream(
                        context.getSession(), context.getAuthenticationSession(), evaluation))
                .flatMap(link -> InvitedSignIn.of(
                                context.getSession(), context.getAuthenticationSession(), context.getUser())
                        .map(invitation -> new InvitedStep(context, evaluation, link, invitation)));
    }

    /** Shows the page for what has come back from upstream. */
    void challenge() {
        arrival.goOn(this);
    }

    /** Does what the person chose on the page. */
    void process() {
        SecondFactor secondFactor = secondFactor();
        if (secondFactor.isAnswered()) {
            secondFactor.take().ifPresentOrElse(context::challenge, this::connect);
            return;
        }
        String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
        switch (action == null ? "" : action) {
            case "continue", "other" -> startTrip();
            case "connect" -> connect();
            case "cancel" -> {
                arrival.forget();
                ask();
            }
            case "sign-out" -> {
                InvitedSignIn.forget(context.getAuthenticationSession());
                SignOut.of(session, context.getAuthenticationSession(), context::challenge);
            }
            default -> challenge();
        }
    }

    @Override
    public void ask() {
        ask(null);
    }

    @Override
    public void askAfter(RecordedRefusal refusal) {
        ask(refusal);
    }

    /** Who comes as the identity that is linked has not lost it, and is simply signed in. */
    @Override
    public void show(BrokeredIdentityContext identity) {
        if (evaluation.isLinkedTo(identity)) {
            goOn(evaluation, identity);
        } else if (arrival.isOfAnotherAccount(identity)) {
            refuse(ReasonCode.ALREADY_LINKED);
        } else {
            pages.preview(identity);
        }
    }

    /** What is still missing before the link may be written, one after the other; then writes it. */
    private void connect() {
        Optional<BrokeredIdentityContext> arrived = arrival.identity();
        Optional<LinkProof> proof = proof();
        if (!DirectoryEntry.of(context.getUser()).canBeLinked()) {
            refuse(ReasonCode.DIRECTORY_UNSUPPORTED);
        } else if (proof.isEmpty()) {
            refuse(ReasonCode.PROOF_FAILED);
        } else if (arrived.isEmpty()
                || evaluation.isLinkedTo(arrived.get())
                || arrival.isOfAnotherAccount(arrived.get())) {
            challenge();
        } else if (secondFactor().isOwed()) {
            context.challenge(secondFactor().ask());
        } else {
            swap(arrived.get(), proof.get());
        }
    }

    private void swap(BrokeredIdentityContext identity, LinkProof proof) {
        if (!new Invitations(session, context.getRealm()).use(invitation)) {
            refuseFinally(ReasonCode.INVITATION_OVER, identity);
            return;
        }
        Optional<ReasonCode> conflict = new LinkWriter(context, alias()).replace(link, identity, proof);
        if (conflict.isPresent()) {
            refuseFinally(conflict.get(), identity);
            return;
        }
        InvitedSignIn.forget(context.getAuthenticationSession());
        DecisionNotice.SWITCHED.leave(context.getAuthenticationSession());
        AccountEvaluation.of(session, context.getRealm(), context.getUser())
                .ifPresent(relinked -> goOn(relinked, identity));
    }

    /** As with whoever comes as the identity that is linked, who may still have to show a second factor. */
    private void goOn(AccountEvaluation linked, BrokeredIdentityContext identity) {
        new LinkStep(context, linked).show(identity);
    }

    /**
     * What ties the account to the person: what they have just shown of it, or the mail alone where the operator
     * allowed for that and the account has had nothing of its own since.
     */
    private Optional<LinkProof> proof() {
        return RecentLogin.is(context)
                ? SignInProof.of(context, alias())
                        .map(shown -> InvitedSignIn.proof(invitation, shown))
                        .filter(this::isEnough)
                : Optional.empty();
    }

    private boolean isEnough(LinkProof proof) {
        return proof == LinkProof.INVITATION
                || proof == LinkProof.INVITATION_MAIL
                        && OwnProof.of(session, context.getRealm(), context.getUser(), alias()) == OwnProof.NOTHING;
    }

    private void startTrip() {
        arrival.forget();
        context.challenge(
                arrival.startTrip(Trip.backTo(MagentoLinkActionFactory.ID).afresh()));
    }

    private void ask(@Nullable RecordedRefusal refusal) {
        pages.ask("magento-invited.ftl", Map.of("canSignOut", true), refusal);
    }

    private void refuse(ReasonCode reason) {
        arrival.forget();
        ask(arrival.refuse(reason));
    }

    /** Nothing of what this request did is kept. */
    private void refuseFinally(ReasonCode reason, BrokeredIdentityContext identity) {
        PendingWrites.discard(session);
        pages.refuseFinally(reason, identity);
    }

    private SecondFactor secondFactor() {
        return new SecondFactor(context, alias());
    }

    private String alias() {
        return evaluation.provider().getAlias();
    }
}
