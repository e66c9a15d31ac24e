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
 * @param keys files with the realm's keys
 * @param pinned log keys known from elsewhere, each a file or an id; of these and the keys there is one at least where
 *     there are checkpoints
 * @param json whether the answer is for a machine
 */
record Options(String ledger, List<String> checkpoints, List<String> keys, List<String> pinned, boolean json) {
    static final String HELP = """
            Usage: magento-ledger verify LEDGER [--checkpoint FILE]... [--key KEY]... [--keys JWKS.json]... [--json]

            Verifies an exported ledger, with no server and no network: that no entry was changed, deleted, moved,
            doubled or inserted, and that personal data is what the entries commit to. LEDGER is the export, one entry a
            line, plain or gzipped; - reads the standard input.

              --checkpoint FILE  one kept checkpoint a line, and as many of these as there are files. Only they show
                                 that nothing was cut off the end and that the whole was not made anew.
              --key KEY          the log key that is expected to have signed, as you know it from elsewhere: its id, or
                                 a file with its public half, a JWK set from /realms/REALM/magento/log-keys that you
                                 saved earlier, or PEM. With it a ledger is found that somebody made anew who has the
                                 whole database. A key that it handed over to in the ledger is trusted too.
              --keys JWKS.json   the realm's keys, saved from /realms/REALM/protocol/openid-connect/certs, for
                                 checkpoints from before there was a log key. Keys change: give the files of then and of
                                 now. A checkpoint whose key is not known is named and counts for nothing.
              --json             one line of JSON on the standard output
              --help             this text

            Exit codes: 0 the ledger is whole, 1 it is broken (the first bad entry is named on standard error), 2 wrong
            use, or something that cannot be read.
            """;

    private static final String STDIN = "-";

    Options {
        checkpoints = List.copyOf(checkpoints);
        keys = List.copyOf(keys);
        pinned = List.copyOf(pinned);
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
        List<String> pinned = new ArrayList<>();
        boolean json = false;
        List<String> checkpoints = new ArrayList<>();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--json" -> json = true;
                case "--checkpoint" -> checkpoints.add(fileOf(argument, rest));
                case "--keys" -> keys.add(fileOf(argument, rest));
                case "--key" -> pinned.add(fileOf(argument, rest));
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
        if (!checkpoints.isEmpty() && keys.isEmpty() && pinned.isEmpty()) {
            throw wrongUse(
                    "Without --key, or --keys for an older ledger, a checkpoint shows nothing: anybody could have"
                            + " written it. Save the log keys from /realms/REALM/magento/log-keys, and the realm's from"
                            + " /realms/REALM/protocol/openid-connect/certs.");
        }
        if (checkpoints.isEmpty() && !pinned.isEmpty()) {
            throw wrongUse("After --key goes a --checkpoint: that is what the key has signed.");
        }
        return new Options(ledger, checkpoints, keys, pinned, json);
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
