package cloud.magento.accounts.broker.links;

/** How a command ended, for whoever called it in a script. */
enum ExitCode {
    /** Done, with nothing left. */
    DONE(0),
    /** Done, and something is left that wants a person: failed rows, links that stay out, what stands in the way. */
    LEFT(1),
    /** The command was used wrongly, or a file here cannot be read or written. */
    USAGE(2),
    /** Not signed in, or not allowed. */
    NOT_ALLOWED(3),
    /** No answer, or none to its end: the same command goes on once the server is back. */
    UNREACHABLE(4),
    /** The server refuses what was asked of it, and says why. */
    REFUSED(5),
    /** The command itself is at fault. */
    FAULT(6);

    /** What stands for {@link #LEFT} until the script, because {@code 1} is what Java exits with if it cannot start. */
    private static final int LEFT_OF_PROCESS = 10;

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** As it is documented, and as the script passes it on. */
    int number() {
        return number;
    }

    /** What the process of Java exits with. */
    static int ofProcess(int number) {
        return number == LEFT.number ? LEFT_OF_PROCESS : number;
    }
}
