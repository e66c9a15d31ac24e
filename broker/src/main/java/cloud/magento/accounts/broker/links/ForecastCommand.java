package cloud.magento.accounts.broker.links;

import static cloud.magento.accounts.broker.links.Output.count;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells how many will not be linked in time. */
@Command(
        name = "forecast",
        sortOptions = false,
        abbreviateSynopsis = true,
        synopsisHeading = "%nUsage: ",
        header = "Says how many will not be linked in time.",
        descriptionHeading = "%n",
        description = {
            "How many accounts will have no link at a date if people go on connecting as they do, between which two"
                    + " numbers that lies nine times of ten, and how many people a mail or a reminder may never find."
        },
        optionListHeading = "%nOptions:%n")
final class ForecastCommand implements Callable<Integer> {
    @Option(
            names = "--at",
            paramLabel = "DATE",
            converter = Moment.Reader.class,
            description = "The moment, not before today; the realm's deadline when not given, or now where it is over.")
    private @Nullable Moment at;

    private final LinksCommand root;

    ForecastCommand(LinksCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = root.output();
        JsonNode forecast = root.api().get("/magento/forecast", at == null ? Map.of() : Map.of("at", at.text()));
        JsonNode expected = forecast.path("expected");
        JsonNode unreachable = forecast.path("unreachable");
        output.line("Now         " + count(forecast.path("accounts").asLong(), "account") + ", "
                + count(forecast.path("linked").asLong()) + " linked, "
                + count(forecast.path("exempt").asLong()) + " exempt, "
                + count(forecast.path("unlinked").asLong()) + " neither");
        output.line("Rate        " + forecast.path("connectedPerDay").asText() + " connect a day");
        output.line("Left then   "
                + (expected.path("known").asBoolean()
                        ? count(expected.path("unlinked").asLong()) + ", nine times of ten "
                                + count(expected.path("low").asLong()) + " to "
                                + count(expected.path("high").asLong())
                        : "cannot be told before people have connected for a week")
                + ", at " + forecast.path("at").asText());
        output.line("No address  " + count(unreachable.path("noAddress").asLong()) + " of those who are left now, and "
                + count(unreachable.path("unverifiedAddress").asLong()) + " with an unverified one");
        output.line("No sign-in  " + count(unreachable.path("noSignIn").asLong())
                + (forecast.has("signInsSince")
                        ? " since " + forecast.path("signInsSince").asText()
                        : "") + "; "
                + count(unreachable.path("neither").asLong()) + " of them with no verified address");
        output.json(forecast);
        return ExitCode.DONE.number();
    }
}
