package cloud.magento.accounts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmailAddressTest {
    @Test
    void ignoresAsciiCase() {
        assertThat(EmailAddress.same("Ada@Example.com", "ada@example.COM")).isTrue();
    }

    @Test
    void distinguishesAddressesThatUnicodeFoldsAlike() {
        assertThat(EmailAddress.same("mi\u212Ae@example.com", "mike@example.com"))
                .isFalse();
        assertThat(EmailAddress.same("ad\u0131@example.com", "adi@example.com")).isFalse();
        assertThat(EmailAddress.same("caf\u00e9@example.com", "cafe\u0301@example.com"))
                .isFalse();
    }

    @Test
    void distinguishesDifferentDomains() {
        assertThat(EmailAddress.same("ada@example.com", "ada@example.org")).isFalse();
        assertThat(EmailAddress.same("ada@example.com", "ada@example.com.")).isFalse();
    }
}
