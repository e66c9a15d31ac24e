package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.AdoptionResource;
import cloud.magento.accounts.adoption.Adoption;
import cloud.magento.accounts.adoption.AdoptionException;
import cloud.magento.accounts.adoption.AdoptionReport;
import cloud.magento.accounts.adoption.SettingNote;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Takes a provider of Keycloak's own types over in place, and gives it back. */
final class AdoptionPage implements OperatorPage {
    private static final String TAKE_OVER = "take-over";
    private static final String GIVE_BACK = "give-back";
    private static final String ALIAS = "alias";

    /** What is told of a provider that is ours already, whose links are gone on with. */
    private static final Told OURS = Told.of(UpstreamIdentity.PROVIDER_ID, Set.of(), List.of(), List.of());

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
        return sent.is(GIVE_BACK) ? giveBack(alias, sent) : takeOver(alias, sent);
    }

    /**
     * Held to what was told of the provider. Links come and go while people sign in, and are taken as they are then.
     */
    private Response takeOver(String alias, Sent sent) {
        operator.require(Right.SETUP);
        boolean isOutdated = sent.isConfirmed() && planned(alias).isOutdated(sent);
        boolean isConfirmed = sent.isConfirmed() && !isOutdated;
        Response answer = operator.api().setup().adoption().takeOver(alias, !isConfirmed);
        AdoptionReport report = (AdoptionReport) answer.getEntity();
        Screen screen = new Screen(operator, Place.ADOPTION);
        Section section = new Section("adoption");
        if (isOutdated) {
            section.alert("warning", "policy.meanwhile");
        }
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
                    .form((isConfirmed ? OURS : told(report))
                            .confirmedBy(Form.post(TAKE_OVER, url).hidden(ALIAS, alias))
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
        return screen.status(isOutdated ? Response.Status.CONFLICT : Response.Status.fromStatusCode(answer.getStatus()))
                .render();
    }

    /** What would be told now; nothing where the call will refuse it, and say why. */
    private Told planned(String alias) {
        try {
            return told(new Adoption(operator.session(), operator.realm(), alias).settings());
        } catch (AdoptionException refused) {
            return Told.of();
        }
    }

    private static Told told(AdoptionReport report) {
        return Told.of(report.providerType(), new TreeSet<>(report.taken()), report.notes(), report.blockers());
    }

    /** Held to the taking over that it undoes. Links come and go while people sign in, and stay as they are then. */
    private Response giveBack(String alias, Sent sent) {
        operator.require(Right.SETUP);
        Told told = undone(alias);
        boolean isOutdated = told.isOutdated(sent);
        boolean isConfirmed = sent.isConfirmed() && !isOutdated;
        AdoptionResource.GivenBack result = isConfirmed
                ? operator.act(api -> api.setup().adoption().giveBack(alias, false))
                : operator.api().setup().adoption().giveBack(alias, true);
        Section section = new Section("give-back");
        if (isOutdated) {
            section.alert("warning", "policy.meanwhile");
        }
        if (isConfirmed) {
            section.alert("success", "give-back.done", result.links());
        } else {
            section.say("give-back.confirm", result.links())
                    .form(told.confirmedBy(Form.post(GIVE_BACK, url).hidden(ALIAS, alias))
                            .cancel(url));
        }
        return new Screen(operator, Place.ADOPTION)
                .with(section)
                .status(isOutdated ? Response.Status.CONFLICT : Response.Status.OK)
                .render();
    }

    /** Which taking over would be undone now; none where the call will refuse it, and say why. */
    private Told undone(String alias) {
        try {
            return Told.of(GIVE_BACK, new Adoption(operator.session(), operator.realm(), alias).takenOverAt());
        } catch (AdoptionException refused) {
            return Told.of();
        }
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
