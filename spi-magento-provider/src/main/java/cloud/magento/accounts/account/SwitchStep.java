package cloud.magento.accounts.account;

import cloud.magento.accounts.evaluation.AccountEvaluation;
import cloud.magento.accounts.flowstate.Note;
import cloud.magento.accounts.login.step.LinkWriter;
import cloud.magento.accounts.login.step.ReplacementPages;
import cloud.magento.accounts.login.step.UpstreamArrival;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.refusal.RecordedRefusal;
import cloud.magento.accounts.registry.LinkIntent;
import cloud.magento.accounts.upstream.Trip;
import cloud.magento.accounts.upstream.UpstreamClaims;
import cloud.magento.accounts.web.DecisionNotice;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One request of a person who moves their account to another upstream identity: they sign in at upstream afresh as the
 * one that is connected, then as the one that takes its place, see both, and the swap is one transaction. The account
 * is never unlinked in between, and until the last button nothing has changed.
 */
final class SwitchStep implements UpstreamArrival.Pages {
    private static final Note<Proof> PROOF = Note.named("magento.switch.proof", Proof.class);

    private static final long PROOF_SECONDS = 600;

    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final AuthenticationSessionModel authSession;
    private final AccountEvaluation evaluation;
    private final FederatedIdentityModel link;
    private final UpstreamArrival arrival;
    private final ReplacementPages pages;

    /**
     * That the person has signed in as the identity that is connected, in this very action.
     *
     * @param subject its subject
     * @param expires until when that counts, in seconds since the epoch
     * @param email its address that upstream had verified, to tell it too; empty where there is none
     */
    record Proof(String subject, long expires, String email) {}

    SwitchStep(RequiredActionContext context, AccountEvaluation evaluation, FederatedIdentityModel link) {
        this.context = context;
        this.session = context.getSession();
        this.authSession = context.getAuthenticationSession();
        this.evaluation = evaluation;
        this.link = link;
        this.arrival = new UpstreamArrival(context, evaluation);
        this.pages = new ReplacementPages(context, link, arrival);
    }

    /** Shows the page for what has come back from upstream. */
    void challenge() {
        arrival.goOn(this);
    }

    /** Does what the person chose on the page. */
    void process() {
        String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
        switch (action == null ? "" : action) {
            case "continue", "other" -> startTrip();
            case "connect" -> confirm();
            case "cancel" -> {
                forget();
                DecisionNotice.CANCELLED.leave(authSession);
                context.cancel();
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

    @Override
    public void show(BrokeredIdentityContext identity) {
        if (proof().isEmpty()) {
            prove(identity);
        } else if (evaluation.isLinkedTo(identity)) {
            refuse(ReasonCode.SAME_IDENTITY);
        } else if (arrival.isOfAnotherAccount(identity)) {
            refuse(ReasonCode.ALREADY_LINKED);
        } else {
            pages.preview(identity);
        }
    }

    private void prove(BrokeredIdentityContext identity) {
        if (evaluation.isLinkedTo(identity)) {
            arrival.forget();
            PROOF.keep(
                    authSession,
                    new Proof(link.getUserId(), Time.currentTimeSeconds() + PROOF_SECONDS, verifiedEmail(identity)));
            ask();
        } else {
            refuse(ReasonCode.UPSTREAM_IDENTITY_MISMATCH);
        }
    }

    private void confirm() {
        Optional<BrokeredIdentityContext> arrived = arrival.identity();
        Optional<Proof> proof = proof();
        if (arrived.isEmpty()
                || proof.isEmpty()
                || evaluation.isLinkedTo(arrived.get())
                || arrival.isOfAnotherAccount(arrived.get())) {
            challenge();
        } else {
            swap(arrived.get(), proof.get());
        }
    }

    private void swap(BrokeredIdentityContext identity, Proof proof) {
        Optional<ReasonCode> conflict = new LinkWriter(
                        context, evaluation.provider().getAlias())
                .replace(link, identity, LinkProof.UPSTREAM_LOGIN);
        if (conflict.isPresent()) {
            pages.refuseFinally(conflict.get(), identity);
            return;
        }
        new OwnerMail(session, context.getRealm(), context.getUser())
                .naming("oldUpstreamName", link.getUserName())
                .naming("upstreamName", identity.getUsername())
                .alsoTo(proof.email())
                .alsoTo(verifiedEmail(identity))
                .afterCommit("switched");
        arrival.openSession(identity);
        forget();
        DecisionNotice.SWITCHED.leave(authSession);
        context.success();
    }

    private void startTrip() {
        arrival.forget();
        Trip trip = Trip.backTo(SwitchActionFactory.ID).afresh();
        context.challenge(arrival.startTrip(
                proof().isPresent() ? trip : trip.expecting(link.getUserId()).hinting(link.getUserName())));
    }

    private void ask(@Nullable RecordedRefusal refusal) {
        pages.ask("magento-switch.ftl", Map.of("step", proof().isPresent() ? "new" : "old"), refusal);
    }

    private void refuse(ReasonCode reason) {
        arrival.forget();
        ask(arrival.refuse(reason));
    }

    private Optional<Proof> proof() {
        return PROOF.kept(authSession)
                .filter(kept -> kept.expires() > Time.currentTimeSeconds()
                        && kept.subject().equals(link.getUserId()));
    }

    /** An address that upstream does not vouch for may be anybody's, who is then written to for no reason of theirs. */
    private static String verifiedEmail(BrokeredIdentityContext identity) {
        return UpstreamClaims.isEmailVerified(identity) ? identity.getEmail() : "";
    }

    private void forget() {
        PROOF.forget(authSession);
        arrival.forget();
        LinkIntent.clear(authSession);
    }
}
