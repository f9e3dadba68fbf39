package dev.nagare.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as lines of text. */
class ApiKeysTest {
    private static final String HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @Test
    void aKeyIsFoundInEitherForm() {
        ApiKeys keys = ApiKeys.parse("# who may\n\nalice:hello\r\n  bob:sha256:"
                + "486EA46224D1BB4FB680F34F7C9AD96A8F24EC88BE73EA8E5A6C65260E9CB8A7  rpm=3 tpm=0\n");
        assertThat(keys.size()).isEqualTo(2);
        ApiKey alice = Objects.requireNonNull(keys.find("hello"));
        assertThat(alice).isEqualTo(new ApiKey("alice", HASH, ApiKey.DEFAULT, ApiKey.DEFAULT));
        ApiKey bob = Objects.requireNonNull(keys.find("world"));
        assertThat(bob.name()).isEqualTo("bob");
        assertThat(bob.rpm()).isEqualTo(3);
        assertThat(bob.tpm()).isZero();
        assertThat(keys.find("")).isNull();
        assertThat(keys.find("Hello")).isNull();
        assertThat(keys.find(HASH)).as("the hash is not the key").isNull();
        assertThat(keys.find("sha256:" + HASH)).isNull();
    }

    @Test
    void aLineThatIsMadeForAKeyHoldsOnlyItsHash() {
        String line = ApiKeys.line("alice", "hello");
        assertThat(line).isEqualTo("alice:sha256:" + HASH);
        assertThat(ApiKeys.parse(line).find("hello")).isNotNull();
        assertThat(new ApiKey("alice", HASH, 1, 1).toString()).doesNotContain("hello");
        assertThatThrownBy(() -> ApiKeys.line("a b", "hello")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void severalKeysMayHaveOneName() {
        ApiKeys keys = ApiKeys.parse("alice:old\nalice:new");
        assertThat(Objects.requireNonNull(keys.find("old")).name()).isEqualTo("alice");
        assertThat(Objects.requireNonNull(keys.find("new")).name()).isEqualTo("alice");
    }

    @Test
    void aLimitIsThatOfTheNameWhicheverOfItsKeysIsUsed() {
        ApiKeys keys = ApiKeys.parse("alice:old rpm=10 tpm=5\nbob:other\nalice:new rpm=20\nalice:newest");
        for (String key : new String[] {"old", "new", "newest"}) {
            ApiKey found = Objects.requireNonNull(keys.find(key));
            assertThat(found.rpm()).as("the later of two").isEqualTo(20);
            assertThat(found.tpm()).isEqualTo(5);
        }
        assertThat(Objects.requireNonNull(keys.find("other")).rpm()).isEqualTo(ApiKey.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret-1              | line 2 is not name:key or name:sha256:hash",
                ":secret-1             | line 2 needs a name of 1 to 64 letters, digits, dots, dashes, underscores or at-signs",
                "k:                    | line 2 has no key",
                "k:sha256:12           | line 2 needs 64 hex digits after sha256:",
                "k:secret-1 rpm=x      | line 2 needs a whole number after rpm=",
                "k:secret-1 tpm=-2     | line 2 cannot have a limit below 0",
                "k:secret-1 secret-2   | line 2 has more behind its key than rpm=N and tpm=N",
                "k:hello               | line 2 holds the same key as line 1",
            })
    void aWrongLineIsNamedButNotShown(String line, String message) {
        assertThatThrownBy(() -> ApiKeys.parse("alice:hello\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void noKeyAtAllIsWrong() {
        assertThatThrownBy(() -> ApiKeys.parse("# nobody\n")).hasMessage("there is no key");
    }
}
