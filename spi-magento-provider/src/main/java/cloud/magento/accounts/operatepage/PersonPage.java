package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.RemedyCall;
import cloud.magento.accounts.diagnosis.Diagnosis;
import cloud.magento.accounts.diagnosis.Remedy;
import cloud.magento.accounts.diagnosis.Verdict;
import cloud.magento.accounts.policy.LinkRoles;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.web.ReadableTime;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.models.UserModel;

/** Why one person can or cannot sign in, and what can be done. */
final class PersonPage implements OperatorPage {
    private static final String ACCOUNT = "account";
    private static final String CLIENT = "client";
    private static final String AT = "at";

    private final Operator operator;
    private final Locale locale;

    PersonPage(Operator operator) {
        this.operator = operator;
        this.locale = operator.locale();
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        Sent asked = new Sent(parameters);
        Screen screen = new Screen(operator, Place.PERSON);
        Section search = search(asked);
        if (asked.text(ACCOUNT).isEmpty()) {
            return screen.with(search).render();
        }
        if (!operator.visitor().hasAnyRole(operator.realm(), LinkRoles.VIEW, LinkRoles.MANAGE)) {
            return screen.with(search.alert("error", "refused"))
                    .status(Response.Status.FORBIDDEN)
                    .render();
        }
        List<UserModel> meant = operator.accounts(asked.text(ACCOUNT));
        if (meant.size() != 1) {
            return screen.with(search.alert("error", meant.isEmpty() ? "account-unknown" : "account-several"))
                    .status(meant.isEmpty() ? Response.Status.NOT_FOUND : Response.Status.CONFLICT)
                    .render();
        }
        UserModel user = meant.get(0);
        Diagnosis found = operator.api().diagnosis(user.getId()).found(asked.text(CLIENT), asked.time(AT));
        screen.with(search).with(sentence(found));
        if (!found.remedies().isEmpty()) {
            screen.with(new Section("remedies").cards("remedies", remedies(user, found), "reconcile.none"));
        }
        return screen.with(new Section("facts").table(new FactTable(operator, user, found).table(), "reconcile.none"))
                .with(new Section("answers").say("answers.text").table(answers(found), "reconcile.none"))
                .with(new Section("refused").table(refused(found), "refused.none"))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        return show(sent.values());
    }

    private Section search(Sent asked) {
        Form form = Form.get("diagnose", Place.PERSON.url(operator.session()))
                .required("text", ACCOUNT, asked.text(ACCOUNT))
                .field("text", CLIENT, asked.text(CLIENT))
                .field("datetime-local", AT, asked.text(AT))
                .primary();
        return new Section("person").say("person.text").form(form);
    }

    private Section sentence(Diagnosis found) {
        String key = "diagnosis." + found.code().id();
        String kind = kind(found.code().verdict());
        Instant moment = found.moment();
        Section section = new Section("diagnosis");
        return moment == null
                ? section.alert(kind, key)
                : section.alert(kind, key, ReadableTime.dateOf(moment, locale));
    }

    private static String kind(Verdict verdict) {
        return switch (verdict) {
            case YES, LOCAL_ONLY, UPSTREAM_ONLY -> "success";
            case AFTER_CONNECTING -> "warning";
            case NO -> "error";
        };
    }

    private List<Card> remedies(UserModel user, Diagnosis found) {
        List<Card> cards = new ArrayList<>();
        Iterator<RemedyCall> calls =
                RemedyCall.all(operator.realm(), user, found).iterator();
        RemedyPages pages = new RemedyPages(operator, user, found);
        for (Remedy remedy : found.remedies()) {
            RemedyCall call = calls.next();
            Card card = new Card(remedy.id(), "note", List.of(Cell.say("remedy." + remedy.id())));
            if (call.by().equals("operator")) {
                card.fact("calls", Cell.code(call.method() + " " + call.path()))
                        .fact("roles", Cell.code(String.join(", ", call.wants())));
            }
            cards.add(card.link("remedy-page", pages.of(remedy)));
        }
        return cards;
    }

    private static Table answers(Diagnosis found) {
        Table table = new Table("answers", "way", "answer", "reason", "opens");
        found.facts()
                .ways()
                .forEach(way -> table.row(
                        way.way().id(),
                        Cell.say("way." + way.way().id()),
                        Cell.say("answer." + way.outcome().id()),
                        Cell.code(way.reason().id()),
                        Cell.say("opens." + way.opens())));
        return table;
    }

    private Table refused(Diagnosis found) {
        Table table = new Table("refused", "when", "page", "reference", "application");
        found.refusals()
                .forEach(refusal -> table.row(
                        refusal.reference(),
                        Cell.text(ReadableTime.momentOf(refusal.at(), locale)),
                        refusal.reasonCode()
                                .map(ReasonCode::id)
                                .map(reason -> Cell.say(Say.shared("magento.refused." + reason + ".title")))
                                .orElseGet(() -> Cell.code(refusal.reason())),
                        refusal.reference().isEmpty()
                                ? Cell.none()
                                : Cell.link(
                                        refusal.reference(),
                                        operator.auditPage("entries", Map.of("reference", refusal.reference()))),
                        Cell.text(refusal.client())));
        return table;
    }
}
