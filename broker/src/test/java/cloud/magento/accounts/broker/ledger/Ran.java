package cloud.magento.accounts.broker.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;

/** What the command said, and what it exited with. */
public record Ran(int code, String out, String err) {
    /** Runs it in this process. */
    static Ran command(String... arguments) {
        return command(new ByteArrayInputStream(new byte[0]), arguments);
    }

    static Ran command(InputStream in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new LedgerCommand(in, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(arguments);
        return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
