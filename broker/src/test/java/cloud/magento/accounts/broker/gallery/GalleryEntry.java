package cloud.magento.accounts.broker.gallery;

import cloud.magento.accounts.broker.support.Mailbox.Mail;
import cloud.magento.accounts.broker.support.pages.Screen;
import com.microsoft.playwright.Page;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A page or mail in one state, and the way to it.
 *
 * @param id the entry's name in kebab-case; files are called so
 * @param templates the templates that it is made by, as {@link Gallery#templates} names them
 * @param keys the keys of texts that have to stand on it, the page's heading or the mail's subject first
 */
record GalleryEntry(
        String id, List<String> templates, List<String> keys, Set<Trait> traits, Function<Walk, Shown> walk) {

    /** What is not asked of every page. */
    enum Trait {
        /** It is Keycloak's and drawn by scripts: nothing is asked of it without them, and no texts are ours. */
        DRAWN_BY_SCRIPTS,
        /** It is a guide, which is in English on every page. */
        IN_ENGLISH,
        /** It is a mail: nothing on it can be typed into. */
        MAIL
    }

    /**
     * What was come to.
     *
     * @param plain the mail as text, for a mail
     */
    record Shown(Page page, Optional<String> plain) {}

    GalleryEntry {
        templates = List.copyOf(templates);
        keys = List.copyOf(keys);
        traits = Set.copyOf(traits);
    }

    /** A page with this heading. */
    static GalleryEntry page(String id, String template, String heading, Function<Walk, ? extends Screen> walk) {
        return new GalleryEntry(
                id,
                List.of(template),
                List.of(heading),
                Set.of(),
                way -> new Shown(walk.apply(way).page(), Optional.empty()));
    }

    /** A mail that has an HTML and a text part made by templates of this name, with this subject. */
    static GalleryEntry mail(String id, String template, String subject, Function<Walk, Mail> walk) {
        return new GalleryEntry(
                id,
                List.of("html/" + template, "text/" + template),
                List.of(subject),
                EnumSet.of(Trait.MAIL),
                way -> way.read(walk.apply(way)));
    }

    /** The same, and these texts have to stand on it too. */
    GalleryEntry saying(String... further) {
        return new GalleryEntry(
                id, templates, Stream.concat(keys.stream(), Stream.of(further)).toList(), traits, walk);
    }

    /** The same, and this template takes part. */
    GalleryEntry by(String template) {
        return new GalleryEntry(
                id, Stream.concat(templates.stream(), Stream.of(template)).toList(), keys, traits, walk);
    }

    /** The same, drawn by scripts of Keycloak's. */
    GalleryEntry drawnByScripts() {
        return new GalleryEntry(id, templates, keys, EnumSet.of(Trait.DRAWN_BY_SCRIPTS), walk);
    }

    /** The same, whose text is in English in every language. */
    GalleryEntry inEnglish() {
        return new GalleryEntry(id, templates, keys, EnumSet.of(Trait.IN_ENGLISH), walk);
    }

    /** What it has in common with others of which one is enough for every test: its template, and what the page is. */
    List<String> kind() {
        String template = templates.get(0);
        return Gallery.WORDS_ALONE.contains(template) ? List.of(template) : List.of(template, keys.get(0));
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    @Override
    public String toString() {
        return id;
    }
}
