package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LibraryVersionTest {

  @Test
  void itIsThatOfTheBuild() throws IOException {
    assertThat(LibraryVersion.get()).matches("\\d+\\.\\d+\\.\\d+\\S*");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + LibraryVersion.get() + "</version>");
  }
}
