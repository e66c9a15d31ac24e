package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.ConsentParameters;
import cloud.magento.accounts.interlock.InterlockRefusal;
import cloud.magento.accounts.interlock.Missing;
import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.rollout.Rollout;
import cloud.magento.accounts.rollout.RolloutChange;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the roll-out as one document, sent as a program would: told first, done once it is confirmed. Where it
 * stops people the page asks for what the interlock asks for.
 *
 * @param changes what would become of it, or has
 * @param refusal what the interlock says; null where it lets the change pass
 */
record RolloutCall(boolean isDone, List<RolloutChange> changes, InterlockRefusal.@Nullable Body refusal) {

    static RolloutCall make(Operator operator, Map<String, Object> document, Sent sent) {
        ConsentParameters consent = consent(sent);
        try {
            return sent.isConfirmed()
                    ? new RolloutCall(true, operator.act(api -> api.rollout().put(false, consent, document)), null)
                    : new RolloutCall(false, operator.api().rollout().put(true, consent, document), null);
        } catch (InterlockRefusal refused) {
            String actor = operator.visitor().user().getId();
            return new RolloutCall(
                    false,
                    Rollout.in(operator.session(), operator.realm(), actor)
                            .map(rollout -> rollout.plan(document).changes())
                            .orElse(List.of()),
                    refused.body());
        }
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
        return screen.with(section.form(form.confirming().cancel(url))).render();
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
