package cloud.magento.accounts.web;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A person's name as a page in a language writes it. */
public final class PersonName {
    private PersonName() {}

    /** The full name, or what there is of it: in Japanese the family name stands first. */
    public static Optional<String> of(@Nullable String given, @Nullable String family, Locale locale) {
        Stream<@Nullable String> parts = familyFirst(locale) ? Stream.of(family, given) : Stream.of(given, family);
        String name = parts.filter(part -> part != null && !part.isBlank()).collect(Collectors.joining(" "));
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static boolean familyFirst(Locale locale) {
        return locale.getLanguage().equals(Locale.JAPANESE.getLanguage());
    }
}
