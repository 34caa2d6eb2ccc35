package org.alexnet.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("testdata")).resolveSibling(".");

  @Test
  void theExampleOfTheReadmeIsTheOneThatIsCompiled() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String example = readme.split("```java\n", 2)[1].split("```", 2)[0];

    String compiled =
        Files.readString(
            ROOT.resolve("alexnet-export/src/test/java/org/alexnet/export/ReadmeExample.java"));
    assertThat(compiled.replaceAll("(?m)^ {4}", "")).contains(example);
  }
}
