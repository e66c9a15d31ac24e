package cloud.magento.accounts.broker.links;

/** A command cannot go on; the sentence says why and what to do, for who ran it. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    CommandException(ExitCode code, String sentence) {
        super(sentence);
        this.code = code;
    }

    static CommandException usage(String sentence) {
        return new CommandException(ExitCode.USAGE, sentence);
    }

    static CommandException notSignedIn(String sentence) {
        return new CommandException(ExitCode.NOT_ALLOWED, sentence);
    }

    static CommandException unreachable(String sentence) {
        return new CommandException(ExitCode.UNREACHABLE, sentence);
    }

    static CommandException refused(String sentence) {
        return new CommandException(ExitCode.REFUSED, sentence);
    }

    ExitCode code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
