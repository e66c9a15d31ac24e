package cloud.magento.accounts.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitmentTest {
    @Test
    void hashesCanonicalFormOfDataAndSalt() {
        assertThat(Commitment.of(Map.of("b", 1, "a", "x"), "salt"))
                .isEqualTo(EntryHash.of("{\"data\":{\"a\":\"x\",\"b\":1},\"salt\":\"salt\"}"));
    }

    @Test
    void hashesUtf8Bytes() {
        assertThat(EntryHash.of("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(EntryHash.of("\u00e9"))
                .isEqualTo("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
    }

    @Test
    void differsForEqualDataWithAnotherSalt() {
        assertThat(Commitment.of(Map.of("a", 1), Commitment.freshSalt()))
                .isNotEqualTo(Commitment.of(Map.of("a", 1), Commitment.freshSalt()));
    }

    @Test
    void generatesUniqueSaltOf43Base64UrlCharacters() {
        Set<String> salts = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            salts.add(Commitment.freshSalt());
        }

        assertThat(salts).hasSize(1000).allMatch(salt -> salt.matches("[A-Za-z0-9_-]{43}"));
    }
}
