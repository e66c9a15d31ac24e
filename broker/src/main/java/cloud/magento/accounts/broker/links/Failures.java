package cloud.magento.accounts.broker.links;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in one line what went wrong. Arguments that nobody knows are named without what was given with them: it may be a
 * secret.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String what = failure instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched)
                : String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "");
        String end = what.endsWith(".") || what.endsWith("?") ? " " : ". ";
        terminal.error(what + end + "See " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CommandException known) {
            terminal.error(known.sentence());
            return known.code().number();
        }
        StackTraceElement[] trace = failure.getStackTrace();
        terminal.error("This is a fault of the command: " + failure.getClass().getSimpleName()
                + (trace.length == 0 ? "" : " at " + trace[0]) + ". Please report it.");
        return ExitCode.FAULT.number();
    }

    private static String unknown(UnmatchedArgumentException failure) {
        List<String> unmatched = failure.getUnmatched();
        String first = unmatched.stream()
                .filter(argument -> argument.startsWith("-") && argument.length() > 1)
                .findFirst()
                .map(argument -> argument.replaceFirst("=.*", ""))
                .orElse("");
        if (first.equals("--secret") || first.equals("--password")) {
            return "There is no option " + first + ": others on this machine could see it. Set " + Session.SECRET
                    + ", use --secret-file, or let it be asked for.";
        }
        if (!first.isEmpty()) {
            return "There is no option " + first + suggested(failure);
        }
        return failure.getCommandLine().getParent() == null
                ? "There is no command " + unmatched.get(0) + suggested(failure)
                : "There is an argument too much, " + unmatched.get(0);
    }

    private static String suggested(UnmatchedArgumentException failure) {
        List<String> close = failure.getSuggestions();
        return close.isEmpty() ? "" : ". Is it " + close.get(0) + "?";
    }
}
