package cloud.magento.accounts.login.firstlogin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNamesTest {
    private static final String SUBJECT = "MAG123";

    @ParameterizedTest
    @CsvSource({
        "nia, nia",
        "Nia, nia",
        "'  nia  ', nia",
        "Nia Upstream, nia-upstream",
        "<b>bob</b>, b-bob-b",
        "o'brien, o-brien",
        "nia@example.com, nia",
        "nia\uFF20example.com, nia",
        "../../etc, etc",
        "\uFF4E\uFF49\uFF41, nia",
        "n\u200Bi\u2060a, nia",
        "n\u202Eia, nia",
        "\uFB01n, fin",
        "\u0416\u0435\u043D\u044F, \u0436\u0435\u043D\u044F",
        "\u5C71\u7530\u592A\u90CE, \u5C71\u7530\u592A\u90CE",
        "\u5C71\u7530\u306E\u30D2\u30C8, \u5C71\u7530\u306E\u30D2\u30C8",
        "x_y.z+1, x_y.z+1"
    })
    void sanitizesRequestedUsername(String wish, String name) {
        assertThat(AccountNames.of(wish, SUBJECT)).startsWith(name, name + "-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "<>",
                "@example.com",
                "admin",
                "\uFF21dmin",
                "a\u200Bdmin",
                "ADMIN@example.com",
                "postmaster",
                "service-account-broker",
                "Service-Account-x",
                "\u200B<service-account-x>",
                "n\u0456a",
                "p\u0430ypal"
            })
    void replacesReservedHomographOrEmptyUsername(String wish) {
        assertThat(AccountNames.of(wish, SUBJECT))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).matches("magento-[0-9a-f]{12}(-\\d+)?"));
    }

    @Test
    void limitsEveryUsernameTo255CharactersEvenNumbered() {
        String longest = "x".repeat(255);
        String ofPairs = "\uD835\uDD4F".repeat(150) + "\uD840\uDC00".repeat(150);

        assertThat(AccountNames.of(longest, SUBJECT)).allSatisfy(AccountNamesTest::isWhole);
        assertThat(AccountNames.of(ofPairs, SUBJECT)).allSatisfy(AccountNamesTest::isWhole);
    }

    @Test
    void endsWithOpaqueUsernamesThatDifferBySubject() {
        List<String> ones = AccountNames.of("nia", SUBJECT).toList();
        List<String> others = AccountNames.of("nia", "MAG124").toList();

        assertThat(ones).doesNotHaveDuplicates().hasSize(40);
        assertThat(ones.subList(20, 40)).doesNotContainAnyElementsOf(others);
        assertThat(ones).noneMatch(name -> name.contains(SUBJECT));
    }

    private static void isWhole(String name) {
        assertThat(name.length()).isBetween(1, 255);
        assertThat(name.codePoints()).noneMatch(letter -> letter >= 0xD800 && letter <= 0xDFFF);
    }
}
