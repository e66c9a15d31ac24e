package cloud.magento.accounts.broker.links;

import cloud.magento.accounts.broker.links.Http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes an answer of any length to a file, which appears when it is whole, or to the standard output. */
final class Download {
    private static final int BUFFER = 1 << 16;

    private final Output output;
    private final String things;

    /** @param things what a line of it is, in the plural */
    Download(Output output, String things) {
        this.output = output;
        this.things = things;
    }

    /** Returns how many lines it had. */
    long write(Reply reply, @Nullable Path file) {
        if (file == null) {
            return copy(reply, output.terminal().out(), "The standard output", false);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw cannotBeWritten(file.toString());
        }
        Path partial = PrivateFile.partial(file);
        try {
            long lines;
            try (OutputStream out = PrivateFile.create(partial)) {
                lines = copy(reply, out, file.toString(), true);
            }
            PrivateFile.move(partial, file);
            return lines;
        } catch (IOException e) {
            throw cannotBeWritten(file.toString());
        } finally {
            delete(partial);
        }
    }

    private long copy(Reply reply, OutputStream out, String place, boolean drawn) {
        byte[] buffer = new byte[BUFFER];
        long lines = 0;
        try (InputStream in = reply.body();
                Progress progress = new Progress(output.terminal(), drawn && !output.isJson(), things, 0)) {
            for (int read = read(reply, in, buffer); read >= 0; read = read(reply, in, buffer)) {
                write(out, buffer, read, place);
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                progress.at(lines, 0);
            }
            out.flush();
            return lines;
        } catch (IOException e) {
            throw cannotBeWritten(place);
        }
    }

    private static int read(Reply reply, InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw Http.brokenOff(reply.uri());
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length, String place) {
        try {
            out.write(buffer, 0, length);
            if (out instanceof PrintStream printed && printed.checkError()) {
                throw cannotBeWritten(place);
            }
        } catch (IOException e) {
            throw cannotBeWritten(place);
        }
    }

    private static CommandException cannotBeWritten(String place) {
        return CommandException.usage(place + " cannot be written.");
    }

    private static void delete(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw cannotBeWritten(partial.toString());
        }
    }
}
