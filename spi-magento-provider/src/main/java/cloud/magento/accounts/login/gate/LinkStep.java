package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.KeptSecondFactor;
import cloud.magento.accounts.evaluation.UpstreamSession;
import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.login.step.InvitedSignIn;
import cloud.magento.accounts.login.step.LinkWriter;
import cloud.magento.accounts.login.step.SignInNotice;
import cloud.magento.accounts.login.step.UpstreamArrival;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.registry.DirectoryEntry;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.Invitations;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.web.DecisionNotice;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.RefusalPage;
import cloud.magento.accounts.web.SignInUrl;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.Constants;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One request of a person whom the gate has stopped, or who wants to connect: asks to connect, takes them to upstream,
 * shows whom is about to be tied to whom, writes the link; or, for an account that is linked, takes them to upstream to
 * sign in as the linked identity.
 */
final class LinkStep implements UpstreamArrival.Pages {
    private static final Note<Progress> PROGRESS = Note.named("magento.link.progress", Progress.class);

    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final AuthenticationSessionModel authSession;
    private final AccountEvaluation evaluation;
    private final UpstreamArrival arrival;

    /**
     * What an earlier request of this sign-in has done.
     *
     * @param sent whether the person was sent to upstream on an application's wish, so that Back does not send them
     * again
     * @param asksWho whether the person came back as the wrong one, so that upstream must ask who they are
     */
    private record Progress(boolean sent, boolean asksWho) {}

    LinkStep(RequiredActionContext context, AccountEvaluation evaluation) {
        this.context = context;
        this.session = context.getSession();
        this.authSession = context.getAuthenticationSession();
        this.evaluation = evaluation;
        this.arrival = new UpstreamArrival(context, evaluation);
    }

    /** Shows the page for what has come back from upstream. */
    void challenge() {
        arrival.goOn(this);
    }

    /** Does what the person chose on the page. */
    void process() {
        SecondFactor secondFactor = secondFactor();
        if (secondFactor.isAnswered()) {
            LinkDecision owed = decide().decision();
            secondFactor.take().ifPresentOrElse(context::challenge, () -> goOnWithSecondFactor(owed));
            return;
        }
        String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
        switch (action == null ? "" : action) {
            case "connect" -> connect();
            case "continue" -> signInUpstream();
            case "other" -> startTrip(Trip.backTo(MagentoLinkActionFactory.ID).prompting("login"));
            case "skip" -> skip();
            case "cancel" -> cancel();
            case "sign-out" -> SignOut.of(session, authSession, context::challenge);
            default -> challenge();
        }
    }

    /** Says what is wanted, or does at once what an application asked for. */
    @Override
    public void ask() {
        SignInDecision decision = decide();
        boolean linked = evaluation.link().isPresent();
        if (isAboutStrength(decision.decision())) {
            askForMore(decision.decision());
        } else if (!decision.stops() && (linked || !isWanted())) {
            context.success();
        } else if (isWanted() && !linked && !progress().sent()) {
            PROGRESS.keep(authSession, new Progress(true, progress().asksWho()));
            startTrip(connecting());
        } else {
            context.challenge(pages().ask());
        }
    }

    @Override
    public void askAfter(RecordedRefusal refusal) {
        askAgain(refusal, UnaryOperator.identity());
    }

    /** Upstream has told who the person is there. */
    @Override
    public void show(BrokeredIdentityContext identity) {
        if (evaluation.isLinkedTo(identity)) {
            arrival.openSession(identity);
            finish();
        } else if (evaluation.link().isPresent()) {
            refuse(ReasonCode.UPSTREAM_IDENTITY_MISMATCH, pages -> pages.having(identity.getUsername()));
        } else if (arrival.isOfAnotherAccount(identity)) {
            refuse(ReasonCode.ALREADY_LINKED, pages -> pages.having(identity.getUsername()));
        } else {
            context.challenge(pages().preview(identity));
        }
    }

    /** The session counts as come through upstream; that may not be enough. */
    private void finish() {
        LinkDecision decision = decide().decision();
        if (isAboutStrength(decision)) {
            askForMore(decision);
        } else {
            context.success();
        }
    }

    /** Whether the person has signed in rightly, and not strongly enough. */
    private static boolean isAboutStrength(LinkDecision decision) {
        return decision instanceof LinkDecision.ProveSecondFactor || decision instanceof LinkDecision.StepUp;
    }

    /**
     * Asks for the code here where that is enough and the account has one; for a factor of another kind the person
     * signs in at upstream again, and the flow after that login asks.
     */
    private void askForMore(LinkDecision decision) {
        SecondFactor secondFactor = secondFactor();
        if (decision instanceof LinkDecision.ProveSecondFactor && keepsFactors() && secondFactor.isAvailable()) {
            context.challenge(secondFactor.askForKept());
        } else if (decision.reason() == ReasonCode.LEVEL_REQUIRED && isLiftedByCode(secondFactor)) {
            context.challenge(secondFactor.askForLevel());
        } else {
            context.challenge(pages().ask());
        }
    }

    /** A code lifts the sign-in where the account's own factor counts: of a linked one, where it has kept it. */
    private boolean isLiftedByCode(SecondFactor secondFactor) {
        boolean counts = evaluation.link().isEmpty()
                || (keepsFactors()
                        && new KeptSecondFactor(session, context.getRealm(), context.getUser(), alias())
                                .kinds()
                                .contains(OTPCredentialModel.TYPE));
        return counts && secondFactor.isToBeGiven() && evaluation.isEnoughWithSecondFactor(authSession);
    }

    private boolean keepsFactors() {
        return evaluation.settings().secondFactor() == SecondFactorRule.KEPT;
    }

    /** @param owed what was wanted of the person when the code was given */
    private void goOnWithSecondFactor(LinkDecision owed) {
        if (owed instanceof LinkDecision.ProveSecondFactor) {
            UpstreamSession.secondFactorShown(authSession);
            context.success();
        } else if (owed instanceof LinkDecision.StepUp) {
            challenge();
        } else {
            connect();
        }
    }

    /** What is still missing before the link may be written, one after the other; then writes it. */
    private void connect() {
        boolean linked = evaluation.link().isPresent();
        Optional<BrokeredIdentityContext> arrived = arrival.identity();
        SecondFactor secondFactor = secondFactor();
        if (!DirectoryEntry.of(context.getUser()).canBeLinked()) {
            refuse(ReasonCode.DIRECTORY_UNSUPPORTED, UnaryOperator.identity());
        } else if (!linked && secondFactor.isOwedAtSignIn()) {
            SignInNotice.SECOND_FACTOR.store(authSession);
            signInAgain();
        } else if (!linked && !isProven()) {
            signInAgain();
        } else if (arrived.isEmpty()) {
            startTrip(connecting());
        } else if (linked || arrival.isOfAnotherAccount(arrived.get())) {
            show(arrived.get());
        } else if (secondFactor.isOwed()) {
            context.challenge(secondFactor.ask());
        } else {
            link(arrived.get());
        }
    }

    private void link(BrokeredIdentityContext identity) {
        LinkProof proof = SignInProof.of(context, alias()).orElseThrow();
        Optional<Invitation> invitation = InvitedSignIn.of(session, authSession, context.getUser());
        if (invitation.isPresent()) {
            if (!new Invitations(session, context.getRealm()).use(invitation.get())) {
                refuseFinally(ReasonCode.INVITATION_OVER, identity.getUsername());
                return;
            }
            proof = InvitedSignIn.proof(invitation.get(), proof);
        }
        Optional<ReasonCode> conflict = new LinkWriter(context, alias()).link(identity, proof);
        if (conflict.isPresent()) {
            refuseFinally(conflict.get(), identity.getUsername());
        } else {
            arrival.openSession(identity);
            confirm();
        }
    }

    /** An account page tells it by itself, and so does an application that asked for it; no other knows of it. */
    private void confirm() {
        DecisionNotice.CONNECTED.leave(authSession);
        if (isWanted() || SignInUrl.isOurs(authSession.getClient())) {
            context.success();
        } else {
            context.challenge(pages().connected());
        }
    }

    private void signInUpstream() {
        Optional<FederatedIdentityModel> link = evaluation.link();
        if (link.isEmpty()) {
            challenge();
        } else if (isAboutStrength(decide().decision())) {
            signInUpstreamAgain(link.get(), decide().decision());
        } else {
            startTrip(as(link.get(), Trip.backTo(MagentoLinkActionFactory.ID)));
        }
    }

    /**
     * From the beginning, so that the flow after the login asks. Where upstream has to ask for more than it did in this
     * sign-in, it has to ask again; how old its login may be it is told.
     */
    private void signInUpstreamAgain(FederatedIdentityModel link, LinkDecision decision) {
        Trip trip = as(link, Trip.signIn().opening(context.getUser()));
        boolean cameFromThere = authSession.getUserSessionNotes().containsKey(UpstreamIdentity.NOTE);
        boolean asksAgain = decision.reason() == ReasonCode.LEVEL_REQUIRED
                ? cameFromThere
                : decision.reason() == ReasonCode.SECOND_FACTOR_REQUIRED && !keepsFactors();
        Trip stronger = asksAgain ? trip.prompting("login") : trip;
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        context.challenge(arrival.startTrip(stronger));
    }

    private static Trip as(FederatedIdentityModel link, Trip trip) {
        return trip.expecting(link.getUserId()).hinting(link.getUserName());
    }

    private void skip() {
        LinkDecision decision = decide().decision();
        if (decision instanceof LinkDecision.Remind) {
            evaluation.countSkip();
            context.getEvent().detail(EventDetails.REASON, decision.reason().id());
            ReminderSnooze.from(evaluation.now(), authSession);
            proceed();
        } else if (decision.passes()) {
            proceed();
        } else {
            challenge();
        }
    }

    private void proceed() {
        if (isWanted()) {
            DecisionNotice.CANCELLED.leave(authSession);
            context.cancel();
        } else {
            context.success();
        }
    }

    private void cancel() {
        arrival.forget();
        if (isWanted() && !decide().stops()) {
            DecisionNotice.CANCELLED.leave(authSession);
            context.cancel();
        } else {
            context.challenge(pages().cancelled().ask());
        }
    }

    private void refuse(ReasonCode reason, UnaryOperator<LinkPages> further) {
        arrival.forget();
        askAgain(arrival.refuse(reason), further);
    }

    /** Who came back as the wrong one is still signed in at upstream as that one, and must be asked there. */
    private void askAgain(RecordedRefusal refusal, UnaryOperator<LinkPages> further) {
        ReasonCode reason = refusal.reason();
        if (reason == ReasonCode.ALREADY_LINKED || reason == ReasonCode.UPSTREAM_IDENTITY_MISMATCH) {
            PROGRESS.keep(authSession, new Progress(progress().sent(), true));
        }
        context.challenge(further.apply(pages().because(refusal)).ask());
    }

    /** The account's link has changed since this sign-in began; an open session is not enough when it begins again. */
    void refuseOutdatedSignIn() {
        askForSignIn();
        refuseFinally(ReasonCode.LINK_CHANGED, null);
    }

    /** For a refusal that rolls the transaction back: nothing of this sign-in can be shown again but its beginning. */
    private void refuseFinally(ReasonCode reason, @Nullable String used) {
        context.challenge(new RefusalPage(session, arrival.refuse(reason))
                .within(authSession)
                .having(used)
                .retryingAt(PageUrls.restart(session, authSession))
                .render(Response.Status.CONFLICT));
    }

    /** Whether the person has just shown that the account is theirs. */
    private boolean isProven() {
        return RecentLogin.is(context) && SignInProof.of(context, alias()).isPresent();
    }

    private void signInAgain() {
        askForSignIn();
        context.challenge(
                Response.seeOther(PageUrls.restart(session, authSession)).build());
    }

    private void askForSignIn() {
        authSession.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }

    private Trip connecting() {
        String email = evaluation.user().getEmail();
        Trip trip = Trip.backTo(MagentoLinkActionFactory.ID);
        return email == null ? trip : trip.hinting(email);
    }

    private void startTrip(Trip trip) {
        Progress progress = progress();
        PROGRESS.keep(authSession, new Progress(progress.sent(), false));
        context.challenge(arrival.startTrip(progress.asksWho() ? trip.prompting("login") : trip));
    }

    private Progress progress() {
        return PROGRESS.kept(authSession).orElse(new Progress(false, false));
    }

    private SignInDecision decide() {
        return SignInDecision.of(session, authSession, evaluation);
    }

    private LinkPages pages() {
        return new LinkPages(context, evaluation, decide().decision(), arrival);
    }

    private SecondFactor secondFactor() {
        return new SecondFactor(context, alias());
    }

    private String alias() {
        return evaluation.provider().getAlias();
    }

    /** Whether an application asked for this action, as the account page does. */
    private boolean isWanted() {
        return MagentoLinkActionFactory.ID.equals(authSession.getClientNote(Constants.KC_ACTION_EXECUTING));
    }
}
