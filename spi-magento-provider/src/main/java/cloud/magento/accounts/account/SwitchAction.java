package cloud.magento.accounts.account;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.evaluation.UpstreamOwner;
import cloud.magento.accounts.evaluation.UpstreamSession;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.refusal.Refusal;
import cloud.magento.accounts.registry.ArrivedLogin;
import cloud.magento.accounts.registry.LinkConflict;
import cloud.magento.accounts.registry.LinkIntent;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.upstream.TripResult;
import cloud.magento.accounts.upstream.UpstreamClaims;
import cloud.magento.accounts.upstream.UpstreamTrips;
import cloud.magento.accounts.web.PageUrls;
import cloud.magento.accounts.web.PreviewPage;
import cloud.magento.accounts.web.RefusalPage;
import cloud.magento.accounts.web.SupportAddress;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Moves a linked account to another upstream identity: the person signs in at upstream afresh as the one that is
 * connected, then as the one that takes its place, sees both, and the swap is one transaction. The account is never
 * unlinked in between, and until the last button nothing has changed.
 */
final class SwitchAction implements RequiredActionProvider {
    /** The old subject and until when its proof counts, once the person has signed in as it in this very action. */
    private static final String PROVEN = "magento.switch.proven";

    /** The address that upstream had verified for the old identity, to tell it too. */
    private static final String OLD_EMAIL = "magento.switch.old-email";

    private static final long PROOF_SECONDS = 600;

    private final KeycloakSession session;

    SwitchAction(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    /** Never by itself: only where the person asked for it. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        withLink(context, (evaluation, link) -> challenge(context, evaluation, link));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        withLink(context, (evaluation, link) -> {
            String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
            switch (action == null ? "" : action) {
                case "continue", "other" -> context.challenge(depart(context, evaluation, link));
                case "connect" -> confirm(context, evaluation, link);
                case "cancel" -> {
                    forget(context.getAuthenticationSession());
                    context.cancel();
                }
                default -> challenge(context, evaluation, link);
            }
        });
    }

    @Override
    public void close() {}

    private void challenge(RequiredActionContext context, AccountEvaluation evaluation, FederatedIdentityModel link) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        Optional<TripResult> result = UpstreamTrips.result(session, authSession);
        if (result.isPresent() && result.get() instanceof TripResult.Failed failed) {
            UpstreamTrips.clear(authSession);
            ask(context, link, failed.refusal());
        } else if (result.isPresent() && result.get() instanceof TripResult.Arrived arrived) {
            arrive(context, evaluation, link, arrived.identity());
        } else {
            ask(context, link, null);
        }
    }

    private void arrive(
            RequiredActionContext context,
            AccountEvaluation evaluation,
            FederatedIdentityModel link,
            BrokeredIdentityContext identity) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (!isProven(authSession, link)) {
            UpstreamTrips.clear(authSession);
            if (evaluation.isLinkedTo(identity)) {
                authSession.setAuthNote(PROVEN, (Time.currentTimeSeconds() + PROOF_SECONDS) + " " + link.getUserId());
                authSession.setAuthNote(OLD_EMAIL, verifiedEmail(identity));
                ask(context, link, null);
            } else {
                refuse(context, link, ReasonCode.UPSTREAM_IDENTITY_MISMATCH);
            }
        } else if (evaluation.isLinkedTo(identity)) {
            refuse(context, link, ReasonCode.SAME_IDENTITY);
        } else if (isTaken(context, evaluation, identity)) {
            refuse(context, link, ReasonCode.ALREADY_LINKED);
        } else {
            UserModel user = context.getUser();
            context.challenge(new PreviewPage("switch")
                    .account(user.getUsername(), user.getEmail())
                    .instead(link.getUserName())
                    .upstream(identity.getUsername(), identity.getEmail(), UpstreamClaims.isEmailVerified(identity))
                    .render(session, context.form()));
        }
    }

    private void confirm(RequiredActionContext context, AccountEvaluation evaluation, FederatedIdentityModel link) {
        Optional<BrokeredIdentityContext> arrived = UpstreamTrips.result(session, context.getAuthenticationSession())
                .filter(TripResult.Arrived.class::isInstance)
                .map(result -> ((TripResult.Arrived) result).identity());
        if (arrived.isEmpty()
                || !isProven(context.getAuthenticationSession(), link)
                || evaluation.isLinkedTo(arrived.get())
                || isTaken(context, evaluation, arrived.get())) {
            challenge(context, evaluation, link);
        } else {
            swap(context, evaluation, link, arrived.get());
        }
    }

    private void swap(
            RequiredActionContext context,
            AccountEvaluation evaluation,
            FederatedIdentityModel link,
            BrokeredIdentityContext identity) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        UserModel user = context.getUser();
        String alias = evaluation.provider().getAlias();
        new LinkIntent(user.getId(), UpstreamClaims.identity(identity), LinkProof.UPSTREAM_LOGIN).save(authSession);
        try {
            session.users().removeFederatedIdentity(context.getRealm(), user, alias);
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
            context.challenge(new RefusalPage(session, refused(context, ReasonCode.ALREADY_LINKED))
                    .within(authSession)
                    .having(identity.getUsername())
                    .accountAt(PageUrls.accountPage(session, context.getRealm()))
                    .render(Response.Status.CONFLICT));
            return;
        }
        context.getEvent()
                .clone()
                .event(EventType.FEDERATED_IDENTITY_OVERRIDE_LINK)
                .user(user)
                .detail(Details.IDENTITY_PROVIDER, alias)
                .detail(Details.PREF_PREVIOUS + Details.IDENTITY_PROVIDER_USERNAME, link.getUserName())
                .detail(Details.IDENTITY_PROVIDER_USERNAME, identity.getUsername())
                .detail("magento_proof", LinkProof.UPSTREAM_LOGIN.id())
                .success();
        new OwnerMail(session, context.getRealm(), user)
                .naming("oldUpstreamName", link.getUserName())
                .naming("upstreamName", identity.getUsername())
                .alsoTo(Objects.requireNonNullElse(authSession.getAuthNote(OLD_EMAIL), ""))
                .alsoTo(verifiedEmail(identity))
                .afterCommit("switched");
        UpstreamSession.open(authSession, identity);
        forget(authSession);
        context.success();
    }

    private Response depart(RequiredActionContext context, AccountEvaluation evaluation, FederatedIdentityModel link) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        UpstreamTrips.clear(authSession);
        Trip trip = Trip.backTo(SwitchActionFactory.ID).afresh();
        return UpstreamTrips.startTrip(
                session,
                authSession,
                evaluation.provider(),
                isProven(authSession, link)
                        ? trip
                        : trip.expecting(link.getUserId()).hinting(link.getUserName()));
    }

    private void ask(RequiredActionContext context, FederatedIdentityModel link, @Nullable RecordedRefusal refusal) {
        Map<String, Object> data = new HashMap<>();
        data.put("step", isProven(context.getAuthenticationSession(), link) ? "new" : "old");
        data.put("accountName", context.getUser().getUsername());
        data.put("upstreamName", link.getUserName());
        if (refusal != null) {
            data.put("error", refusal.reason().id());
            data.put("reference", refusal.reference());
        }
        boolean enabled = AccountEvaluation.of(session, context.getRealm(), context.getUser())
                .filter(evaluation -> evaluation.provider().isEnabled())
                .isPresent();
        data.put("upstreamDisabled", !enabled);
        SupportAddress.show(session, data);
        context.challenge(context.form().setAttribute("magento", data).createForm("magento-switch.ftl"));
    }

    private void refuse(RequiredActionContext context, FederatedIdentityModel link, ReasonCode reason) {
        UpstreamTrips.clear(context.getAuthenticationSession());
        ask(context, link, refused(context, reason));
    }

    private RecordedRefusal refused(RequiredActionContext context, ReasonCode reason) {
        return Refusal.because(reason)
                .of(context.getUser())
                .arrivedAs(ArrivedLogin.in(session).orElse(null))
                .record(session, context.getEvent().clone(), Errors.FEDERATED_IDENTITY_EXISTS);
    }

    private boolean isTaken(
            RequiredActionContext context, AccountEvaluation evaluation, BrokeredIdentityContext identity) {
        return new UpstreamOwner(session, context.getRealm(), evaluation.provider())
                .isOtherThan(context.getUser(), identity);
    }

    private static boolean isProven(AuthenticationSessionModel authSession, FederatedIdentityModel link) {
        String note = authSession.getAuthNote(PROVEN);
        if (note == null) {
            return false;
        }
        String[] parts = note.split(" ", 2);
        return Long.parseLong(parts[0]) > Time.currentTimeSeconds() && parts[1].equals(link.getUserId());
    }

    /** An address that upstream does not vouch for may be anybody's, who is then written to for no reason of theirs. */
    private static String verifiedEmail(BrokeredIdentityContext identity) {
        return UpstreamClaims.isEmailVerified(identity) ? identity.getEmail() : "";
    }

    private static void forget(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(PROVEN);
        authSession.removeAuthNote(OLD_EMAIL);
        UpstreamTrips.clear(authSession);
        LinkIntent.clear(authSession);
    }

    /** Without a link there is nothing to switch: connecting is another action's. */
    private void withLink(RequiredActionContext context, Switching switching) {
        Optional<AccountEvaluation> evaluation = AccountEvaluation.of(session, context.getRealm(), context.getUser());
        Optional<FederatedIdentityModel> link = evaluation.flatMap(AccountEvaluation::link);
        if (evaluation.isEmpty() || link.isEmpty()) {
            context.success();
        } else {
            switching.with(evaluation.get(), link.get());
        }
    }

    @FunctionalInterface
    private interface Switching {
        void with(AccountEvaluation evaluation, FederatedIdentityModel link);
    }
}
