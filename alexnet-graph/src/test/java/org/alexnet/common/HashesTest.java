package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashesTest {
  /** FIPS 180-4's example for the message "abc". */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  @Test
  void isTheStandardsSha256() throws IOException {
    assertThat(Hashes.sha256("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(ABC);
    assertThat(Hashes.sha256(Files.writeString(folder.resolve("abc"), "abc"))).isEqualTo(ABC);
  }

  @Test
  void messagesHaveTheBeginningOfAHash() {
    assertThat(Hashes.brief("0123456789abcdef")).isEqualTo("0123456789ab");
    assertThat(Hashes.brief("0123")).isEqualTo("0123");
  }
}
