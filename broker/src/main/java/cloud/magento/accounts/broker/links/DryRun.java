package cloud.magento.accounts.broker.links;

import picocli.CommandLine.Option;

/** The option of each command that changes something: only to say what it would do. */
final class DryRun {
    static final String PARAMETER = "dryRun";

    @Option(names = "--dry-run", description = "Change nothing; only say what would be done.")
    private boolean wanted;

    boolean isWanted() {
        return wanted;
    }

    /** As the REST API has it. */
    String value() {
        return Boolean.toString(wanted);
    }

    /** What was done, or would have been. */
    String say(String done, String wouldBeDone) {
        return wanted ? wouldBeDone : done;
    }

    /** Reminds a person at the end that nothing was changed. */
    void tell(Output output) {
        if (wanted) {
            output.line("Nothing was changed: it was a dry run.");
        }
    }
}
