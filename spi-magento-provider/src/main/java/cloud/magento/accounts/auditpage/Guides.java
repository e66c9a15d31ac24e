package cloud.magento.accounts.auditpage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The guides of {@code docs}, as they came with this version: they can be read where there is no other network. */
final class Guides {
    /** The auditor's own guide. */
    static final String AUDITOR = "auditor";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,60}");

    private Guides() {}

    /**
     * A guide's text, in Markdown.
     *
     * @param name the name of the file without its ending; whatever else was asked for is no guide
     */
    static Optional<String> named(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream text = Guides.class.getResourceAsStream("/magento-guides/" + name + ".md")) {
            return text == null
                    ? Optional.empty()
                    : Optional.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
