package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.AdoptionResource;
import cloud.magento.accounts.adoption.Adoption;
import cloud.magento.accounts.adoption.AdoptionReport;
import cloud.magento.accounts.adoption.SettingNote;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** Takes a provider of Keycloak's own types over in place, and gives it back. */
final class AdoptionPage implements OperatorPage {
    private static final String TAKE_OVER = "take-over";
    private static final String GIVE_BACK = "give-back";
    private static final String ALIAS = "alias";

    private final Operator operator;
    private final String url;

    AdoptionPage(Operator operator) {
        this.operator = operator;
        this.url = Place.ADOPTION.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        Screen screen = new Screen(operator, Place.ADOPTION);
        if (!operator.may(Right.SETUP)) {
            return screen.with(new Section("adoption").say("adoption.text").alert("info", "role.setup"))
                    .render();
        }
        String alias = Adoption.candidate(operator.session())
                .or(() -> MagentoProvider.in(operator.session(), operator.realm())
                        .map(MagentoIdentityProviderConfig::getAlias))
                .orElse("");
        return screen.with(new Section("adoption")
                        .say("adoption.text")
                        .form(Form.post(TAKE_OVER, url)
                                .required("text", ALIAS, alias)
                                .button("try")
                                .primary()))
                .with(new Section("give-back")
                        .say("give-back.text")
                        .form(Form.post(GIVE_BACK, url)
                                .required("text", ALIAS, alias)
                                .button("try")))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        String alias = sent.text(ALIAS);
        return sent.is(GIVE_BACK) ? giveBack(alias, sent.isConfirmed()) : takeOver(alias, sent.isConfirmed());
    }

    private Response takeOver(String alias, boolean isConfirmed) {
        Response answer = operator.api().setup().adoption().takeOver(alias, !isConfirmed);
        AdoptionReport report = (AdoptionReport) answer.getEntity();
        Screen screen = new Screen(operator, Place.ADOPTION);
        Section section = new Section("adoption");
        if (report.hasBlockers()) {
            section.quote("error", "adoption.blockers", report.blockers());
        } else if (isConfirmed && report.complete()) {
            section.alert("success", "adoption.done");
        }
        if (!report.complete() && isConfirmed) {
            section.alert("info", "incomplete");
        }
        section.table(
                new Table("links", "what", "#count")
                        .row(
                                "adopted",
                                Cell.say("adoption.adopted"),
                                number(report.links().adopted()))
                        .row(
                                "present",
                                Cell.say("adoption.present"),
                                number(report.links().present()))
                        .row(
                                "left",
                                Cell.say("adoption.left"),
                                number(report.links().left())),
                "reconcile.none");
        boolean isOpen = !isConfirmed || !report.complete();
        if (isOpen && !report.hasBlockers()) {
            section.say("adoption.confirm", report.links().adopted())
                    .form(Form.post(TAKE_OVER, url)
                            .hidden(ALIAS, alias)
                            .confirming()
                            .cancel(url));
        }
        screen.with(section);
        if (!report.notes().isEmpty()) {
            screen.with(new Section("settings").table(settings(report.notes()), "reconcile.none"));
        }
        if (!report.left().isEmpty()) {
            screen.with(new Section("undecided")
                    .say("undecided.text")
                    .table(LeftTable.of(report.left(), operator.locale()), "reconcile.none"));
        }
        return screen.status(Response.Status.fromStatusCode(answer.getStatus())).render();
    }

    private Response giveBack(String alias, boolean isConfirmed) {
        AdoptionResource.GivenBack result = isConfirmed
                ? operator.act(api -> api.setup().adoption().giveBack(alias, false))
                : operator.api().setup().adoption().giveBack(alias, true);
        Section section = new Section("give-back");
        if (isConfirmed) {
            section.alert("success", "give-back.done", result.links());
        } else {
            section.say("give-back.confirm", result.links())
                    .form(Form.post(GIVE_BACK, url)
                            .hidden(ALIAS, alias)
                            .confirming()
                            .cancel(url));
        }
        return new Screen(operator, Place.ADOPTION).with(section).render();
    }

    private static Table settings(List<SettingNote> notes) {
        Table table = new Table("settings", "setting", "what", "repair");
        notes.forEach(note -> table.row(
                note.setting(), Cell.code(note.setting()), Cell.english(note.what()), Cell.english(note.todo())));
        return table;
    }

    private Map<String, Object> number(long count) {
        return Cell.number(count, operator.locale());
    }
}
