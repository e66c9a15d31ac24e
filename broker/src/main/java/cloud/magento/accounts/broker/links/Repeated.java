package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Makes the same call again until it answers that it is complete, as each call works only for a while. */
final class Repeated {
    private Repeated() {}

    /**
     * The last answer.
     *
     * @param done how many links all calls until now came to; where that does not grow nothing comes of another call
     */
    static ObjectNode until(Output output, DryRun dryRun, Supplier<ObjectNode> call, ToLongFunction<JsonNode> done) {
        Terminal terminal = output.terminal();
        long before = -1;
        terminal.interrupted()
                .says(() -> "Interrupted. "
                        + dryRun.say("What is done stays done; the same command goes on.", "Nothing was changed."));
        try (Progress progress = new Progress(terminal, !output.isJson(), "links", 0)) {
            progress.at(0, 0);
            ObjectNode answer = call.get();
            while (!answer.path("complete").asBoolean(true)) {
                long now = done.applyAsLong(answer);
                if (now <= before) {
                    throw CommandException.unreachable(
                            "The server comes no further. Run the same command again later.");
                }
                before = now;
                progress.at(now, 0);
                answer = call.get();
            }
            return answer;
        } finally {
            terminal.interrupted().saysNothing();
        }
    }
}
