package cloud.magento.accounts.broker.ledger;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command was asked for.
 *
 * @param ledger the file, {@code -} for the standard input
 * @param checkpoints files with one checkpoint a line
 * @param keys files with the realm's keys; never none where there are checkpoints
 * @param json whether the answer is for a machine
 */
record Options(String ledger, List<String> checkpoints, List<String> keys, boolean json) {
    static final String HELP = """
            Usage: magento-ledger verify LEDGER [--checkpoint FILE]... [--keys JWKS.json]... [--json]

            Verifies an exported ledger, with no server and no network: that no entry was changed, deleted, moved,
            doubled or inserted, and that personal data is what the entries commit to. LEDGER is the export, one entry a
            line, plain or gzipped; - reads the standard input.

              --checkpoint FILE  one kept checkpoint a line, and as many of these as there are files. Only they show
                                 that nothing was cut off the end and that the whole was not made anew.
              --keys JWKS.json   the realm's keys, saved from /realms/REALM/protocol/openid-connect/certs. A checkpoint
                                 is worth nothing without them. Keys change: give the files of then and of now. A
                                 checkpoint whose key is in none of them is named and counts for nothing.
              --json             one line of JSON on the standard output
              --help             this text

            Exit codes: 0 the ledger is whole, 1 it is broken (the first bad entry is named on standard error), 2 wrong
            use, or something that cannot be read.
            """;

    private static final String STDIN = "-";

    Options {
        checkpoints = List.copyOf(checkpoints);
        keys = List.copyOf(keys);
    }

    boolean readsStandardInput() {
        return ledger.equals(STDIN);
    }

    static boolean asksForHelp(String[] arguments) {
        return List.of(arguments).contains("--help") || List.of(arguments).contains("-h");
    }

    static Options parse(String[] arguments) throws UnusableException {
        Iterator<String> rest = List.of(arguments).iterator();
        if (!rest.hasNext() || !rest.next().equals("verify")) {
            throw wrongUse("The command is: magento-ledger verify LEDGER.");
        }
        String ledger = null;
        List<String> keys = new ArrayList<>();
        boolean json = false;
        List<String> checkpoints = new ArrayList<>();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--json" -> json = true;
                case "--checkpoint" -> checkpoints.add(fileOf(argument, rest));
                case "--keys" -> keys.add(fileOf(argument, rest));
                default -> {
                    if (argument.startsWith("-") && !argument.equals(STDIN)) {
                        throw wrongUse("There is no option " + Printable.of(argument) + ".");
                    }
                    ledger = once(ledger, argument, "One ledger is verified at a time.");
                }
            }
        }
        if (ledger == null) {
            throw wrongUse("Which ledger is to be verified?");
        }
        if (!checkpoints.isEmpty() && keys.isEmpty()) {
            throw wrongUse(
                    "Without --keys a checkpoint shows nothing: anybody could have written it. Save the realm's keys"
                            + " from /realms/REALM/protocol/openid-connect/certs.");
        }
        return new Options(ledger, checkpoints, keys, json);
    }

    private static String fileOf(String option, Iterator<String> rest) throws UnusableException {
        if (!rest.hasNext()) {
            throw wrongUse("After " + option + " goes a file.");
        }
        return rest.next();
    }

    private static String once(@Nullable String before, String now, String otherwise) throws UnusableException {
        if (before != null) {
            throw wrongUse(otherwise);
        }
        return now;
    }

    private static UnusableException wrongUse(String sentence) {
        return new UnusableException(sentence + " See magento-ledger --help.");
    }
}
