package cloud.magento.accounts.login.gate;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.SignInEpoch;
import cloud.magento.accounts.evaluation.UpstreamOwner;
import cloud.magento.accounts.evaluation.UpstreamSession;
import cloud.magento.accounts.policy.LinkDecision;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.refusal.Refusal;
import cloud.magento.accounts.registry.ArrivedLogin;
import cloud.magento.accounts.registry.DirectoryEntry;
import cloud.magento.accounts.registry.LinkConflict;
import cloud.magento.accounts.registry.LinkIntent;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.upstream.TripResult;
import cloud.magento.accounts.upstream.UpstreamClaims;
import cloud.magento.accounts.upstream.UpstreamTrips;
import cloud.magento.accounts.web.FreshLink;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.RefusalPage;
import cloud.magento.accounts.web.SignInUrl;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Stands between a signed-in account and its session until the policy lets it go on: asks to connect, takes the person
 * to upstream, shows whom is about to be tied to whom, writes the link; or, for an account that is linked, takes the
 * person to upstream to sign in as the linked identity.
 *
 * <p>It is decided anew at every login and single sign-on, not stored on the account, so that dates, exemptions and
 * cohorts hold at once. Cancelling only asks again: the action stays in the way for as long as the policy says so.
 */
final class MagentoLinkAction implements RequiredActionProvider {
    /** Set once the person was sent to upstream on an application's wish, so that Back does not send him there again. */
    private static final String SENT = "magento.link.sent";

    /** Set once the person came back from upstream as the wrong one. */
    private static final String ASK_WHO = "magento.link.ask-who";

    private final KeycloakSession session;

    MagentoLinkAction(KeycloakSession session) {
        this.session = session;
    }

    /** An application may ask for it; with nothing to do it succeeds. It must never be "not supported": that skips it. */
    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        evaluation(context).ifPresent(evaluation -> {
            SignInEpoch.keep(authSession);
            SignInProof.keep(context, evaluation.provider().getAlias());
            LinkDecision decision = decide(evaluation, authSession);
            GateMetrics.count(decision, "login");
            if (standsInTheWay(decision, evaluation, authSession)) {
                authSession.addRequiredAction(MagentoLinkActionFactory.ID);
                PassiveSignIn.refused(context, decision);
            } else {
                authSession.removeRequiredAction(MagentoLinkActionFactory.ID);
            }
        });
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        withEvaluation(context, evaluation -> challenge(context, evaluation));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        withEvaluation(context, evaluation -> process(context, evaluation));
    }

    @Override
    public void close() {}

    private void withEvaluation(RequiredActionContext context, Consumer<AccountEvaluation> next) {
        Optional<AccountEvaluation> evaluation = evaluation(context);
        if (evaluation.isEmpty()) {
            context.success();
        } else if (SignInEpoch.isOver(session, context.getAuthenticationSession())) {
            askForSignIn(context.getAuthenticationSession());
            refuseFinally(context, ReasonCode.LINK_CHANGED, null);
        } else {
            next.accept(evaluation.get());
        }
    }

    private void process(RequiredActionContext context, AccountEvaluation evaluation) {
        SecondFactor secondFactor =
                new SecondFactor(context, evaluation.provider().getAlias());
        if (secondFactor.isAnswered()) {
            secondFactor.take().ifPresentOrElse(context::challenge, () -> connect(context, evaluation));
            return;
        }
        String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
        switch (action == null ? "" : action) {
            case "connect" -> connect(context, evaluation);
            case "continue" -> signInUpstream(context, evaluation);
            case "other" -> useAnother(context, evaluation);
            case "skip" -> skip(context, evaluation);
            case "cancel" -> cancel(context, evaluation);
            case "sign-out" -> SignOut.of(session, context.getAuthenticationSession(), context::challenge);
            default -> challenge(context, evaluation);
        }
    }

    private void challenge(RequiredActionContext context, AccountEvaluation evaluation) {
        Optional<TripResult> result = UpstreamTrips.result(session, context.getAuthenticationSession());
        if (result.isPresent() && result.get() instanceof TripResult.Failed failed) {
            UpstreamTrips.clear(context.getAuthenticationSession());
            askAgain(context, evaluation, failed.refusal(), UnaryOperator.identity());
        } else if (result.isPresent() && result.get() instanceof TripResult.Arrived arrived) {
            arrive(context, evaluation, arrived.identity());
        } else {
            ask(context, evaluation);
        }
    }

    /** Nothing has come back from upstream: say what is wanted, or do at once what an application asked for. */
    private void ask(RequiredActionContext context, AccountEvaluation evaluation) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        LinkDecision decision = decide(evaluation, authSession);
        boolean wanted = isWanted(authSession);
        if (!standsInTheWay(decision, evaluation, authSession)
                && evaluation.link().isPresent()) {
            context.success();
        } else if (wanted && evaluation.link().isEmpty() && authSession.getAuthNote(SENT) == null) {
            authSession.setAuthNote(SENT, "true");
            context.challenge(begin(context, evaluation, connecting(evaluation)));
        } else if (standsInTheWay(decision, evaluation, authSession) || wanted) {
            context.challenge(new LinkPages(context, evaluation, decision).ask());
        } else {
            context.success();
        }
    }

    private void askAgain(
            RequiredActionContext context,
            AccountEvaluation evaluation,
            RecordedRefusal refusal,
            UnaryOperator<LinkPages> further) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        askWhoNextTime(authSession, refusal.reason());
        LinkPages pages = new LinkPages(context, evaluation, decide(evaluation, authSession)).because(refusal);
        context.challenge(further.apply(pages).ask());
    }

    /** Upstream has told who the person is there. */
    private void arrive(RequiredActionContext context, AccountEvaluation evaluation, BrokeredIdentityContext identity) {
        if (evaluation.link().isPresent()) {
            if (evaluation.isLinkedTo(identity)) {
                finish(context, identity);
            } else {
                refuse(context, evaluation, ReasonCode.UPSTREAM_IDENTITY_MISMATCH, naming(identity));
            }
        } else if (ownerElsewhere(context, evaluation, identity)) {
            refuse(context, evaluation, ReasonCode.ALREADY_LINKED, naming(identity));
        } else {
            context.challenge(new LinkPages(context, evaluation, decide(evaluation, context.getAuthenticationSession()))
                    .preview(identity));
        }
    }

    private void connect(RequiredActionContext context, AccountEvaluation evaluation) {
        Optional<BrokeredIdentityContext> arrived = arrived(context);
        SecondFactor secondFactor =
                new SecondFactor(context, evaluation.provider().getAlias());
        if (!DirectoryEntry.of(context.getUser()).canBeLinked()) {
            refuse(context, evaluation, ReasonCode.DIRECTORY_UNSUPPORTED, UnaryOperator.identity());
        } else if (evaluation.link().isEmpty() && !isProven(context, evaluation)) {
            signInAgain(context);
        } else if (arrived.isEmpty()) {
            context.challenge(begin(context, evaluation, connecting(evaluation)));
        } else if (evaluation.link().isPresent() || ownerElsewhere(context, evaluation, arrived.get())) {
            arrive(context, evaluation, arrived.get());
        } else if (secondFactor.isOwed()) {
            context.challenge(secondFactor.ask());
        } else {
            link(context, evaluation, arrived.get());
        }
    }

    /** Whether the person has just shown that the account is theirs. */
    private static boolean isProven(RequiredActionContext context, AccountEvaluation evaluation) {
        return RecentLogin.is(context)
                && SignInProof.of(context, evaluation.provider().getAlias()).isPresent();
    }

    /** Has an open session not be enough when this sign-in begins again. */
    private static void askForSignIn(AuthenticationSessionModel authSession) {
        authSession.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }

    private void signInAgain(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        askForSignIn(authSession);
        context.challenge(
                Response.seeOther(PageUrls.restart(session, authSession)).build());
    }

    private void link(RequiredActionContext context, AccountEvaluation evaluation, BrokeredIdentityContext identity) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        UserModel user = context.getUser();
        String alias = evaluation.provider().getAlias();
        LinkProof proof = SignInProof.of(context, alias).orElseThrow();
        new LinkIntent(user.getId(), UpstreamClaims.identity(identity), proof).save(authSession);
        try {
            session.users()
                    .addFederatedIdentity(
                            context.getRealm(),
                            user,
                            new FederatedIdentityModel(alias, identity.getId(), identity.getUsername()));
        } catch (ModelException e) {
            session.getTransactionManager().setRollbackOnly();
            if (!LinkConflict.is(e)) {
                throw e;
            }
            boolean taken = e instanceof ModelDuplicateException;
            refuseFinally(
                    context,
                    taken ? ReasonCode.ALREADY_LINKED : ReasonCode.ACCOUNT_ALREADY_LINKED,
                    identity.getUsername());
            return;
        }
        LinkIntent.clear(authSession);
        event(context)
                .event(EventType.FEDERATED_IDENTITY_LINK)
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(Details.IDENTITY_PROVIDER_USERNAME, identity.getUsername())
                .detail("magento_proof", proof.id())
                .success();
        settle(context, identity);
        tell(context, evaluation);
    }

    /** An account page tells it by itself, and so does an application that asked for it; no other knows of it. */
    private void tell(RequiredActionContext context, AccountEvaluation evaluation) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (isWanted(authSession)) {
            context.success();
        } else if (SignInUrl.isOurs(authSession.getClient())) {
            FreshLink.mark(authSession);
            context.success();
        } else {
            LinkPages pages = new LinkPages(context, evaluation, decide(evaluation, authSession));
            context.challenge(pages.connected());
        }
    }

    private void signInUpstream(RequiredActionContext context, AccountEvaluation evaluation) {
        evaluation
                .link()
                .ifPresentOrElse(
                        link -> context.challenge(begin(
                                context,
                                evaluation,
                                Trip.backTo(MagentoLinkActionFactory.ID)
                                        .expecting(link.getUserId())
                                        .hinting(link.getUserName()))),
                        () -> challenge(context, evaluation));
    }

    private void useAnother(RequiredActionContext context, AccountEvaluation evaluation) {
        context.challenge(begin(
                context, evaluation, Trip.backTo(MagentoLinkActionFactory.ID).prompting("login")));
    }

    private void skip(RequiredActionContext context, AccountEvaluation evaluation) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        LinkDecision decision = decide(evaluation, authSession);
        if (decision instanceof LinkDecision.Remind) {
            evaluation.countSkip();
            context.getEvent().detail("magento_reason", decision.reason().id());
            ReminderSnooze.from(evaluation.now(), authSession);
            leave(context);
        } else if (decision.passes()) {
            leave(context);
        } else {
            challenge(context, evaluation);
        }
    }

    private void cancel(RequiredActionContext context, AccountEvaluation evaluation) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        UpstreamTrips.clear(authSession);
        if (isWanted(authSession) && !standsInTheWay(decide(evaluation, authSession), evaluation, authSession)) {
            context.cancel();
        } else {
            LinkDecision decision = decide(evaluation, authSession);
            context.challenge(
                    new LinkPages(context, evaluation, decision).cancelled().ask());
        }
    }

    private static void leave(RequiredActionContext context) {
        if (isWanted(context.getAuthenticationSession())) {
            context.cancel();
        } else {
            context.success();
        }
    }

    private void refuse(
            RequiredActionContext context,
            AccountEvaluation evaluation,
            ReasonCode reason,
            UnaryOperator<LinkPages> further) {
        UpstreamTrips.clear(context.getAuthenticationSession());
        askAgain(context, evaluation, refused(context, reason), further);
    }

    /** Has the page say as whom the person came. */
    private static UnaryOperator<LinkPages> naming(BrokeredIdentityContext identity) {
        return pages -> pages.having(identity.getUsername());
    }

    /** For a refusal that rolls the transaction back: nothing of this sign-in can be shown again but its beginning. */
    private void refuseFinally(RequiredActionContext context, ReasonCode reason, @Nullable String used) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        context.challenge(new RefusalPage(session, refused(context, reason))
                .within(authSession)
                .having(used)
                .retryingAt(PageUrls.restart(session, authSession))
                .render(Response.Status.CONFLICT));
    }

    private RecordedRefusal refused(RequiredActionContext context, ReasonCode reason) {
        return Refusal.because(reason)
                .of(context.getUser())
                .arrivedAs(ArrivedLogin.in(session).orElse(null))
                .record(session, context.getEvent().clone(), Errors.FEDERATED_IDENTITY_EXISTS);
    }

    private static void finish(RequiredActionContext context, BrokeredIdentityContext identity) {
        settle(context, identity);
        context.success();
    }

    private static void settle(RequiredActionContext context, BrokeredIdentityContext identity) {
        UpstreamSession.open(context.getAuthenticationSession(), identity);
        UpstreamTrips.clear(context.getAuthenticationSession());
    }

    private boolean ownerElsewhere(
            RequiredActionContext context, AccountEvaluation evaluation, BrokeredIdentityContext identity) {
        return new UpstreamOwner(session, context.getRealm(), evaluation.provider())
                .isOtherThan(context.getUser(), identity);
    }

    private Optional<BrokeredIdentityContext> arrived(RequiredActionContext context) {
        return UpstreamTrips.result(session, context.getAuthenticationSession())
                .filter(TripResult.Arrived.class::isInstance)
                .map(result -> ((TripResult.Arrived) result).identity());
    }

    private static Trip connecting(AccountEvaluation evaluation) {
        String email = evaluation.user().getEmail();
        Trip trip = Trip.backTo(MagentoLinkActionFactory.ID);
        return email == null ? trip : trip.hinting(email);
    }

    /** Who came back as the wrong one is still signed in at upstream as that one, and must be asked there. */
    private static void askWhoNextTime(AuthenticationSessionModel authSession, ReasonCode reason) {
        if (reason == ReasonCode.ALREADY_LINKED || reason == ReasonCode.UPSTREAM_IDENTITY_MISMATCH) {
            authSession.setAuthNote(ASK_WHO, "true");
        }
    }

    private Response begin(RequiredActionContext context, AccountEvaluation evaluation, Trip trip) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        boolean askWho = authSession.getAuthNote(ASK_WHO) != null;
        authSession.removeAuthNote(ASK_WHO);
        return UpstreamTrips.startTrip(
                session, authSession, evaluation.provider(), askWho ? trip.prompting("login") : trip);
    }

    private LinkDecision decide(AccountEvaluation evaluation, AuthenticationSessionModel authSession) {
        if (Impersonation.isAllowed(evaluation, session, authSession)) {
            return new LinkDecision.Pass(ReasonCode.NOT_DUE);
        }
        return PassiveSignIn.is(authSession)
                ? evaluation.decideWithoutPage(session, authSession)
                : evaluation.decide(session, authSession);
    }

    private boolean standsInTheWay(
            LinkDecision decision, AccountEvaluation evaluation, AuthenticationSessionModel authSession) {
        return !decision.passes() && !ReminderSnooze.holds(evaluation, session, authSession);
    }

    /** Whether an application asked for this action, as the account page does. */
    private static boolean isWanted(AuthenticationSessionModel authSession) {
        return MagentoLinkActionFactory.ID.equals(authSession.getClientNote(Constants.KC_ACTION_EXECUTING));
    }

    private Optional<AccountEvaluation> evaluation(RequiredActionContext context) {
        RealmModel realm = context.getRealm();
        return AccountEvaluation.of(session, realm, context.getUser());
    }

    private static EventBuilder event(RequiredActionContext context) {
        return context.getEvent().clone().user(context.getUser());
    }
}
