package cloud.magento.accounts.broker.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.broker.support.Axe;
import cloud.magento.accounts.broker.support.Stage;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gallery's checks fail on, and what they leave alone, shown on a page that is spoilt in one way. */
class GalleryChecksIT {
    @RegisterExtension
    final Stage stage = new Stage();

    private Walk way;
    private GalleryEntry entry;
    private Page page;

    @BeforeEach
    void signInPage() {
        way = new Walk(stage, Language.ENGLISH);
        entry = Gallery.entries().get(0);
        page = entry.walk().apply(way).page();
    }

    @AfterEach
    void leave() {
        way.close();
    }

    @Test
    void acceptsOtherWordsAndAnotherFont() {
        page.evaluate("document.querySelector('.magento-local h2').textContent = 'Are you not connected by now?'");
        page.evaluate("document.querySelector('#kc-login').textContent = 'Go on'");
        page.evaluate("document.body.style.fontFamily = 'serif'");

        assertThat(differences()).isEmpty();
        Inspection.checkFits(page, View.DESK);
        Inspection.checkFits(page, View.PHONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            document.querySelector('link[href*="magento-cloud.css"]').remove()           | px
            document.querySelector('#social-magento').style.marginLeft = '1000px'        | social-magento
            document.querySelector('#username').style.width = '40%'                      | username
            document.querySelector('#kc-login').remove()                                 | gone
            document.querySelector('#kc-form').style.marginTop = '200px'                 | below
            document.querySelector('#social-magento').style.background = '#fff'          | is on #ffffff
            document.querySelector('h1').style.fontSize = '14px'                         | text of 14 px
            """)
    void detectsChangedLayout(String spoil, String told) {
        page.evaluate(spoil);

        assertThat(differences()).isNotEmpty().anyMatch(difference -> difference.contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            document.querySelector('#kc-login').style.translate = '300px'                            | #kc-login
            document.querySelector('#kc-login').style.cssText = 'width: 40px; white-space: nowrap'   | in button
            document.querySelector('main h2').style.cssText = 'height: 9px; overflow: hidden'        | cut off
            document.querySelector('main').innerHTML += '<p id=wide style="width: 400px">w</p>'        | p#wide
            """)
    void detectsWhatDoesNotFit(String spoil, String told) {
        page.evaluate(spoil);

        assertThat(Inspection.faults(page, List.of(View.PHONE))).anyMatch(fault -> fault.contains(told));
    }

    @Test
    void detectsKeyboardTrap() {
        page.evaluate("document.querySelector('#password').addEventListener('keydown', event =>"
                + " event.key === 'Tab' && event.preventDefault())");

        assertThatThrownBy(() -> Inspection.checkKeyboard(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("never comes to");
    }

    @Test
    void detectsControlThatOnlyThePointerReaches() {
        page.evaluate("document.querySelector('#kc-login').addEventListener('focus', event => event.target.blur())");

        assertThatThrownBy(() -> Inspection.checkKeyboard(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("kc-login");
    }

    @Test
    void detectsFocusThatDoesNotShow() {
        page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent:"
                + " '#social-magento, #social-magento::after { outline: none !important; box-shadow: none !important;'"
                + " + ' border: 0 !important; background: #fff !important; color: #000 !important;'"
                + " + ' text-decoration: none !important }'}))");

        assertThatThrownBy(() -> Inspection.checkKeyboard(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("looks as it does without the focus");
    }

    @Test
    void detectsMotion() {
        page.evaluate("document.head.append(Object.assign(document.createElement('style'), {textContent:"
                + " '@keyframes turn { to { rotate: 1turn } } h1 { animation: turn 2s infinite !important }'}))");

        assertThatThrownBy(() -> Inspection.checkMotion(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("h1");
    }

    @Test
    void detectsAccessibilityViolation() {
        page.evaluate("document.querySelector('main').append(document.createElement('img'))");

        assertThatThrownBy(() -> Axe.check(page, "spoilt"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("image-alt");
    }

    @Test
    void detectsTextThatIsInNoBundle() {
        Walk strange = new Walk(stage, Language.PSEUDO);
        Page translated = entry.walk().apply(strange).page();
        Inspection.checkTranslated(translated);
        translated.evaluate("document.querySelector('main').append('Written into the template')");

        assertThatThrownBy(() -> Inspection.checkTranslated(translated))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Written into the template");
        strange.close();
    }

    private List<String> differences() {
        return References.of(entry).differences(Layout.of(page));
    }
}
