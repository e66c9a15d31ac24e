package cloud.magento.accounts.broker.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No page is forgotten: each template and each heading is in an entry of the gallery. */
class GalleryListTest {
    /** Keys of texts of which each makes a page or a state of one. */
    private static final Pattern HEADINGS = Pattern.compile("magento\\.(?!operate|audit\\.(?!title|refused)).+\\.title"
            + "|magento\\.operate\\.(title|nav\\.(?!label).+)|magento\\.audit\\.nav\\.(accounts|entries)"
            + "|magento\\.user\\.(status|notice)\\..+|magento\\.help\\.reference\\.(unknown|wait)"
            + "|magento\\.prove\\.how\\..+|magento\\.mail\\..+\\.subject");

    private static final Set<String> SHOWN_OTHERWISE = Set.of(
            // The overview's own heading is the title.
            "magento.operate.nav.overview");

    @Test
    void namesEachEntryOnce() {
        assertThat(Gallery.entries())
                .extracting(GalleryEntry::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void holdsEveryTemplate() {
        Set<String> held = Gallery.entries().stream()
                .flatMap(entry -> entry.templates().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        held.addAll(Gallery.FRAMES);
        held.removeIf(template -> template.endsWith("Keycloak’s own"));

        assertThat(held).containsExactlyElementsOf(Gallery.templates());
    }

    @Test
    void holdsEveryHeading() {
        Set<String> held = Gallery.entries().stream()
                .flatMap(entry -> entry.keys().stream())
                .collect(Collectors.toSet());
        List<String> forgotten = Texts.ours("en").byKey().keySet().stream()
                .filter(key -> HEADINGS.matcher(key).matches())
                .filter(key -> !held.contains(key) && !SHOWN_OTHERWISE.contains(key))
                .filter(key -> Gallery.NEVER_SHOWN.keySet().stream().noneMatch(key::startsWith))
                .sorted()
                .toList();

        assertThat(forgotten).as("headings that are in no entry of the gallery").isEmpty();
    }

    @Test
    void excusesOnlyHeadingsThatThereAre() {
        Set<String> keys = Texts.ours("en").byKey().keySet();

        assertThat(Gallery.NEVER_SHOWN.keySet())
                .allSatisfy(beginning -> assertThat(keys).anyMatch(key -> key.startsWith(beginning)));
    }

    @Test
    void keepsLayoutOfEachPageOfOursAndOfNoOther() {
        Set<String> wanted = Gallery.entries().stream()
                .filter(entry -> !entry.is(GalleryEntry.Trait.DRAWN_BY_SCRIPTS))
                .map(GalleryEntry::id)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(References.kept()).isEqualTo(wanted);
        assertThat(References.totalBytes()).isLessThan(1_000_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            Sign in                                                             ~ Sign in
            With {0} and <b>bold</b>&nbsp;text                                  ~ With 3 and <b>bold</b>&nbsp;text
            {0,choice,0#Less than one day left.|1#1 day left.|1<{0} days left.} ~ 3 days left.
            For {0,choice,0#a moment|1#1 minute|1<{0} minutes}, only here       ~ For 3 minutes, only here
            """)
    void makesPseudoLocaleThatCanBeUndone(String english, String read) {
        String pseudo = new MessageFormat(PseudoLocale.of(english), Locale.ENGLISH).format(new Object[] {3});

        assertThat(PseudoLocale.undo(pseudo)).isEqualTo(read);
        assertThat(pseudo).startsWith("[\u200f").endsWith("\u200f]").isNotEqualTo(read);
        assertThat(pseudo.length()).isGreaterThan(read.length() + read.length() / 4);
    }

    @Test
    void keepsPlaceholdersOfEveryText() {
        Map<String, String> english = Texts.ours("en").byKey();

        assertThat(PseudoLocale.of(english))
                .allSatisfy((key, pseudo) -> assertThat(PseudoLocale.undo(
                                new MessageFormat(pseudo, Locale.ENGLISH).format(new Object[] {1, 2, 3, 4})))
                        .as(key)
                        .isEqualTo(new MessageFormat(english.get(key), Locale.ENGLISH)
                                .format(new Object[] {1, 2, 3, 4})
                                .replaceAll("[\\[\\]]", "")));
    }
}
