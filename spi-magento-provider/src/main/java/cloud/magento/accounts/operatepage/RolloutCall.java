package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.ConsentParameters;
import cloud.magento.accounts.interlock.InterlockRefusal;
import cloud.magento.accounts.interlock.Missing;
import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.rollout.Rollout;
import cloud.magento.accounts.rollout.RolloutChange;
import cloud.magento.accounts.rollout.RolloutException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the roll-out as one document, sent as a program would: told first, done once it is confirmed. Where it
 * stops people the page asks for what the interlock asks for.
 *
 * @param isOutdated whether something changed since it was told, so that nothing was done
 * @param changes what would become of it, or has
 * @param refusal what the interlock says; null where it lets the change pass
 */
record RolloutCall(
        boolean isDone, boolean isOutdated, List<RolloutChange> changes, InterlockRefusal.@Nullable Body refusal) {
    static RolloutCall make(Operator operator, Map<String, Object> document, Sent sent) {
        ConsentParameters consent = consent(sent);
        List<RolloutChange> planned = planned(operator, document);
        boolean isOutdated = told(planned).isOutdated(sent);
        try {
            return sent.isConfirmed() && !isOutdated
                    ? new RolloutCall(
                            true, false, operator.act(api -> api.rollout().put(false, consent, document)), null)
                    : new RolloutCall(
                            false, isOutdated, operator.api().rollout().put(true, consent, document), null);
        } catch (InterlockRefusal refused) {
            return new RolloutCall(false, isOutdated, planned, refused.body());
        }
    }

    /** What would become of each part; nothing where the API will refuse the document. */
    private static List<RolloutChange> planned(Operator operator, Map<String, Object> document) {
        try {
            return Rollout.in(
                            operator.session(),
                            operator.realm(),
                            operator.visitor().user().getId())
                    .map(rollout -> rollout.plan(document).changes())
                    .orElse(List.of());
        } catch (RolloutException told) {
            return List.of();
        }
    }

    private static Told told(List<RolloutChange> changes) {
        return Told.of(changes.stream()
                .flatMap(change -> Stream.of(change.name(), String.valueOf(change.from()), String.valueOf(change.to())))
                .toArray());
    }

    /** What was said to a change that stops people. */
    static ConsentParameters consent(Sent sent) {
        ConsentParameters consent = new ConsentParameters();
        consent.acknowledged = said(sent, EnforcementConsent.ACKNOWLEDGED);
        consent.override = said(sent, EnforcementConsent.OVERRIDE);
        return consent;
    }

    private static @Nullable String said(Sent sent, String name) {
        String text = sent.text(name);
        return text.isEmpty() ? null : text;
    }

    /**
     * The page that tells of it.
     *
     * @param section with what is said before
     * @param changes what is shown of them
     * @param confirm the message that asks
     * @param form what is sent again to have it done
     */
    Response render(Operator operator, Place place, Section section, Table changes, String confirm, Form form) {
        String url = place.url(operator.session());
        Screen screen = new Screen(operator, place);
        if (isDone) {
            section.alert("success", "policy.done");
        }
        if (isOutdated) {
            section.alert("warning", "policy.meanwhile");
            screen.status(Response.Status.CONFLICT);
        }
        section.table(changes, "policy.same");
        if (isDone || changes.isEmpty()) {
            return screen.with(section.link("back", url)).render();
        }
        if (refusal == null) {
            section.say(confirm);
        } else {
            ask(section, form, refusal);
            screen.status(Response.Status.CONFLICT);
        }
        return screen.with(section.form(told(this.changes).confirmedBy(form).cancel(url)))
                .render();
    }

    /** Has the section say what the interlock asks for, and the form ask it. */
    static void ask(Section section, Form form, InterlockRefusal.Body refusal) {
        if (refusal.stopped() > 0) {
            section.alert("warning", "policy.stopped", refusal.stopped());
            form.field("number", EnforcementConsent.ACKNOWLEDGED, "");
        }
        Stream<String> missing = refusal.conditions().stream().map(Missing::message);
        section.quote("error", "policy.missing", missing.toList()).say("policy.override");
        form.field("text", EnforcementConsent.OVERRIDE, "");
    }
}
