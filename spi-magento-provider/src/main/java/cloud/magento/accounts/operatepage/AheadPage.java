package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.PreviewBody;
import cloud.magento.accounts.adminapi.PreviewResource;
import cloud.magento.accounts.report.ExportFormat;
import cloud.magento.accounts.report.IdentityFilter;
import cloud.magento.accounts.web.ReadableNumber;
import cloud.magento.accounts.web.ReadableTime;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who would be stopped at a time, in which application, and how many will be left then. */
final class AheadPage implements OperatorPage {
    private static final String AT = "at";
    private static final String LIST = "list";
    private static final String CLIENT = "client";
    private static final String WAY = "way";
    private static final String COHORT = "cohort";
    private static final String AFTER = "after";
    private static final String EXPORT = "export-";
    private static final List<String> FILTERS = List.of(CLIENT, WAY, COHORT);
    private static final String SIZE = "50";

    private final Operator operator;
    private final Locale locale;
    private final String url;

    AheadPage(Operator operator) {
        this.operator = operator;
        this.locale = operator.locale();
        this.url = Place.AHEAD.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        Sent asked = new Sent(parameters);
        String at = asked.time(AT);
        PreviewBody preview = operator.api().preview().numbers(at);
        PreviewBody.Forecasted forecast = operator.api().forecast().forecast(at);
        Screen screen = new Screen(operator, Place.AHEAD).with(numbers(preview, forecast, at));
        if (asked.flag(LIST)) {
            return screen.with(people(asked, preview, at)).render();
        }
        if (preview.stopped().total() > 0) {
            screen.with(new Section("applications").table(applications(preview, at), "ahead.no-sign-ins"))
                    .with(new Section("ways").table(ways(preview, at), "ahead.no-sign-ins"));
            if (!preview.cohorts().isEmpty()) {
                screen.with(new Section("cohorts").table(cohorts(preview, at), "groups.none"));
            }
        }
        return screen.with(forecast(forecast)).render();
    }

    /** The whole list as a file; reading it is put on record, so it is a form. */
    @Override
    public Response post(Sent sent) {
        String act = sent.text(Form.ACT);
        String format = act.startsWith(EXPORT) ? act.substring(EXPORT.length()) : "";
        if (ExportFormat.withId(format).isEmpty()) {
            throw new BadRequestException();
        }
        return operator.api()
                .preview()
                .export(sent.time(AT), sent.text(CLIENT), sent.text(WAY), sent.text(COHORT), format);
    }

    private Section numbers(PreviewBody preview, PreviewBody.Forecasted forecast, String at) {
        Instant moment = Instant.parse(preview.at());
        Section section = new Section("ahead").say("ahead.text");
        if (preview.reportOnly()) {
            section.alert("info", "ahead.report-only");
        }
        if (preview.stopped().total() == 0) {
            section.alert("success", "ahead.nobody");
        } else {
            section.say(
                    "ahead.stopped",
                    ReadableNumber.count(preview.stopped().total(), locale),
                    ReadableNumber.count(forecast.accounts(), locale),
                    ReadableTime.dateOf(moment, locale));
        }
        section.form(Form.get("look", url).field("datetime-local", AT, Sent.field(moment)));
        return preview.stopped().total() == 0 ? section : section.link("ahead.list", list(at, Map.of()));
    }

    private Table applications(PreviewBody preview, String at) {
        Table table = new Table("applications", "application", "#stopped").chart("bar");
        preview.applications()
                .forEach(application -> table.row(
                        application.clientId(),
                        Cell.text(application.name() == null ? application.clientId() : application.name()),
                        stopped(application.stopped().total(), at, CLIENT, application.clientId())));
        return table;
    }

    private Table ways(PreviewBody preview, String at) {
        Table table = new Table("ways", "way", "#stopped").chart("bar");
        preview.ways().forEach((way, number) -> table.row(way, Cell.say("way." + way), stopped(number, at, WAY, way)));
        return table;
    }

    private Table cohorts(PreviewBody preview, String at) {
        Table table = new Table("cohorts", "group", "deadline", "#stopped").chart("bar");
        preview.cohorts()
                .forEach(cohort -> table.row(
                        cohort.id(),
                        Cell.text(cohort.name()),
                        Cell.time(Instant.parse(cohort.deadline()), locale),
                        stopped(cohort.stopped().total(), at, COHORT, cohort.id())));
        return table.row(
                IdentityFilter.NO_COHORT,
                Cell.say("ahead.everybody-else"),
                Cell.time(Instant.parse(preview.deadline()), locale),
                stopped(preview.everybodyElse().total(), at, COHORT, IdentityFilter.NO_COHORT));
    }

    /** A number that leads to the list behind it. */
    private Map<String, Object> stopped(long number, String at, String filter, String value) {
        return number == 0 ? Cell.number(number, locale) : Cell.number(number, locale, list(at, Map.of(filter, value)));
    }

    private Section people(Sent asked, PreviewBody preview, String at) {
        Map<String, String> filter = new LinkedHashMap<>();
        FILTERS.stream()
                .filter(name -> !asked.text(name).isEmpty())
                .forEach(name -> filter.put(name, asked.text(name)));
        Section section = new Section("people");
        if (!filter.isEmpty()) {
            section.table(filtered(filter, preview), "ahead.nobody").link("ahead.all", list(at, Map.of()));
        }
        PreviewResource.Page page = operator.api()
                .preview()
                .accounts(at, asked.text(CLIENT), asked.text(WAY), asked.text(COHORT), asked.text(AFTER), SIZE);
        section.table(people(page.accounts()), "ahead.nobody");
        if (page.next() != null) {
            Map<String, String> next = new LinkedHashMap<>(filter);
            next.put(AFTER, page.next());
            section.link("next", list(at, next));
        }
        section.say("ahead.export");
        Arrays.stream(ExportFormat.values()).forEach(format -> {
            Form form = Form.post(EXPORT + format.id(), url).hidden(AT, at);
            filter.forEach(form::hidden);
            section.form(form);
        });
        return section.link("back", at.isEmpty() ? url : Place.AHEAD.url(operator.session(), Map.of(AT, at)));
    }

    private Table filtered(Map<String, String> filter, PreviewBody preview) {
        @Nullable String way = filter.get(WAY);
        String cohort = filter.getOrDefault(COHORT, "");
        return new Table("filter", "application", "way", "group")
                .row(
                        "filter",
                        Cell.text(filter.get(CLIENT)),
                        way == null || !preview.ways().containsKey(way) ? Cell.text(way) : Cell.say("way." + way),
                        cohort.equals(IdentityFilter.NO_COHORT)
                                ? Cell.say("ahead.everybody-else")
                                : Cell.text(preview.cohorts().stream()
                                        .filter(one -> one.id().equals(cohort))
                                        .map(PreviewBody.Cohort::name)
                                        .findFirst()
                                        .orElse(cohort)));
    }

    private Table people(List<Map<String, Object>> accounts) {
        Table table = new Table("people", "account", "email", "deadline", "application");
        accounts.forEach(account -> table.row(
                text(account.get("userId")),
                Cell.link(
                        text(account.get("username")),
                        Place.PERSON.url(operator.session(), Map.of("account", text(account.get("userId"))))),
                Cell.text(account.get("email")),
                Cell.time(Instant.parse(text(account.get("deadline"))), locale),
                Cell.text(
                        account.get("applications") instanceof List<?> uses
                                ? uses.stream()
                                        .map(use -> use instanceof Map<?, ?> one ? text(one.get("clientId")) : "")
                                        .collect(Collectors.joining(", "))
                                : "")));
        return table;
    }

    private Section forecast(PreviewBody.Forecasted forecast) {
        Section section = new Section("forecast");
        PreviewBody.Expected expected = forecast.expected();
        if (expected.known()) {
            section.say("forecast.rate", forecast.connectedPerDay())
                    .say(
                            "forecast.expected",
                            ReadableNumber.count(expected.unlinked(), locale),
                            ReadableTime.dateOf(Instant.parse(forecast.at()), locale))
                    .say(
                            "forecast.range",
                            ReadableNumber.count(expected.low(), locale),
                            ReadableNumber.count(expected.high(), locale));
        } else {
            section.say("forecast.unknown", ReadableNumber.count(forecast.unlinked(), locale));
        }
        return section.table(
                new Table("unreachable", "what", "#count")
                        .row(
                                "no-email",
                                Cell.say("unreachable.no-email"),
                                number(forecast.unreachable().noAddress()))
                        .row(
                                "unverified-email",
                                Cell.say("unreachable.unverified-email"),
                                number(forecast.unreachable().unverifiedAddress()))
                        .row(
                                "no-sign-in",
                                Cell.say("unreachable.no-sign-in"),
                                number(forecast.unreachable().noSignIn()))
                        .row(
                                "neither",
                                Cell.say("unreachable.neither"),
                                number(forecast.unreachable().neither())),
                "reconcile.none");
    }

    private Map<String, Object> number(long count) {
        return Cell.number(count, locale);
    }

    private String list(String at, Map<String, String> further) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(LIST, "true");
        if (!at.isEmpty()) {
            parameters.put(AT, at);
        }
        parameters.putAll(further);
        return Place.AHEAD.url(operator.session(), parameters);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
