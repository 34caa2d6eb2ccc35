package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that cannot be: one line, exit code 2, nothing done. */
class BadArgumentsTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectories(folder.resolve("images/cat"));
    Files.createDirectories(folder.resolve("images/dog"));
  }

  @AfterEach
  void nothingIsWritten() {
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {
        "prepare",
        "prepare --out OUT",
        "prepare --images IMAGES",
        "prepare --images IMAGES --idx IMAGES --out OUT",
        "prepare --images IMAGES --out OUT --image-size 0",
        "prepare --images IMAGES --out OUT --image-size -1",
        "prepare --images IMAGES --out OUT --image-size NaN",
        "prepare --images IMAGES --out OUT --image-size 99999999999",
        "prepare --images IMAGES --out OUT --validation-share 0",
        "prepare --images IMAGES --out OUT --validation-share 1",
        "prepare --images IMAGES --out OUT --validation-share -1",
        "prepare --images IMAGES --out OUT --validation-share NaN",
        "prepare --images IMAGES --out OUT --validation-share Infinity",
        "prepare --images IMAGES --out OUT --seed 1.5",
        "prepare --images IMAGES --out OUT --bad-images ignore",
        "prepare --images IMAGES --out OUT --bad-images skip --skip-at-most many",
        "prepare --images IMAGES --out OUT --bad-images skip --skip-at-most 101%",
        "prepare --images IMAGES --out OUT --threads 0",
        "prepare --synthetic 1 --out OUT",
        "prepare --synthetic 10 --images IMAGES --out OUT",
        "prepare --images IMAGES --out OUT --if-exists yes",
        "verify",
        "verify OUT OUT",
        "inspect",
        "inspect OUT OUT"
      })
  void areRefusedInOneLine(String line) {
    CommandRun run =
        CommandRun.of(
            (Object[])
                line.replace("IMAGES", folder + "/images")
                    .replace("OUT", folder + "/out")
                    .split(" "));

    // then
    assertThat(run.err()).startsWith("error: ").endsWith("\n");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).doesNotContain("Exception");
    assertThat(run.code()).isEqualTo(2);
  }
}
