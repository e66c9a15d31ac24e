package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.ChainCheck;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.ledger.chain.ChainResult.Broken;
import cloud.magento.accounts.ledger.chain.ChainResult.Whole;
import cloud.magento.accounts.ledger.chain.CheckpointSignature;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command {@code magento-ledger}. It exits with {@value #WHOLE}, {@value #BROKEN} or {@value #UNUSABLE}; the script
 * that starts it makes {@code 1} of {@value #BROKEN}, because {@code 1} is what Java exits with when it cannot even
 * start, and that is no news of the ledger.
 */
public final class LedgerCommand {
    static final int WHOLE = 0;
    static final int BROKEN = 10;
    static final int UNUSABLE = 2;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    LedgerCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        int code = new LedgerCommand(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err)).run(arguments);
        System.exit(code);
    }

    int run(String... arguments) {
        if (Options.asksForHelp(arguments)) {
            out.print(Options.HELP);
            return WHOLE;
        }
        try {
            return verify(Options.parse(arguments));
        } catch (UnusableException unusable) {
            err.println("magento-ledger: " + unusable.getMessage());
            return UNUSABLE;
        }
    }

    private int verify(Options options) throws UnusableException {
        List<SignedCheckpoint> checkpoints = checkpoints(options);
        ChainCheck check = new ChainCheck();
        PinnedKeys.read(options.pinned()).into(check);
        try {
            checkpoints.forEach(signed -> check.expect(signed.checkpoint(), signed));
        } catch (IllegalArgumentException e) {
            throw new UnusableException("The checkpoints are of two different realms. The ledger was not verified.");
        }
        Ledger ledger = led(options, check);
        ChainResult result = check.finish();
        Report report = new Report(out, err, options.json());
        if (result instanceof Broken broken) {
            report.broken(broken);
            return BROKEN;
        }
        Whole whole = (Whole) result;
        if (whole.entries() == 0 && checkpoints.isEmpty()) {
            throw new UnusableException("The ledger has no entry, so there is nothing to verify.");
        }
        Set<CheckpointSignature> unknown = Set.copyOf(check.unchecked());
        List<SignedCheckpoint> unchecked =
                checkpoints.stream().filter(unknown::contains).toList();
        if (whole.checkpoints() == 0 && !unchecked.isEmpty()) {
            throw new UnusableException(unchecked.get(0).unchecked()
                    + " Give the log key with --key, or the keys that the realm had then with one more --keys.");
        }
        report.whole(
                whole,
                ledger,
                checkpoints.stream().filter(signed -> !unknown.contains(signed)).toList(),
                unchecked.stream().map(SignedCheckpoint::unchecked).toList());
        return WHOLE;
    }

    private static List<SignedCheckpoint> checkpoints(Options options) throws UnusableException {
        List<SignedCheckpoint> checkpoints = new ArrayList<>();
        RealmKeys keys = RealmKeys.read(options.keys());
        for (String file : options.checkpoints()) {
            checkpoints.addAll(SignedCheckpoint.read(file, keys));
        }
        return checkpoints;
    }

    private Ledger led(Options options, ChainCheck check) throws UnusableException {
        try (InputStream source = options.readsStandardInput() ? Input.unpacked(in) : Input.file(options.ledger())) {
            Ledger ledger = new Ledger(source);
            ledger.into(check);
            return ledger;
        } catch (IOException e) {
            String name = options.readsStandardInput() ? "The standard input" : Printable.of(options.ledger());
            throw new UnusableException(
                    name + " cannot be read to its end: it is damaged, or incomplete. The ledger was not verified.");
        }
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
