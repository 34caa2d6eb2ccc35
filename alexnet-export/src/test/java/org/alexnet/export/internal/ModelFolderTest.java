package org.alexnet.export.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir private Path folder;

  /** What counts as a version; nothing more is looked at here. */
  private Path version(String name) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    Files.createFile(version.resolve("saved_model.pb"));
    Files.createFile(
        Files.createDirectories(version.resolve("assets.extra")).resolve("model.json"));
    return version;
  }

  @Test
  void versionsAreOrderedByTheirNumbers() throws IOException {
    Path ten = version("10");
    Path two = version("2");
    Path nine = version("9");

    assertThat(ModelFolder.versions(folder)).containsExactly(two, nine, ten);
    assertThat(ModelFolder.highestNumber(folder)).isEqualTo(10);
    assertThat(ModelFolder.version(folder)).isEqualTo(ten);
  }

  @Test
  void whatIsNotNamedLikeAVersionIsNone() throws IOException {
    for (String name :
        new String[] {"0", "01", "-1", "+1", "1.0", "v1", "1a", " 1", ".1.partial"}) {
      version(name);
    }
    assertThat(ModelFolder.versions(folder)).isEmpty();
    assertThat(ModelFolder.highestNumber(folder)).isZero();

    Path one = version("1");
    Path largest = version("999999999999999999");
    version("1000000000000000000");
    assertThat(ModelFolder.versions(folder)).containsExactly(one, largest);
    assertThat(ModelFolder.highestNumber(folder)).isEqualTo(999_999_999_999_999_999L);
  }

  @Test
  void aVersionHasAGraphAndAManifest() throws IOException {
    Path whole = version("1");
    Files.delete(version("2").resolve("saved_model.pb"));
    Files.delete(version("3").resolve("assets.extra/model.json"));
    Files.createFile(folder.resolve("4"));

    assertThat(ModelFolder.versions(folder)).containsExactly(whole);
    assertThat(ModelFolder.highestNumber(folder)).as("a server's").isEqualTo(4);
  }

  @Test
  void aFolderOfAVersionIsMeantItself() throws IOException {
    Path one = version("1");
    version("2");

    assertThat(ModelFolder.version(one)).isEqualTo(one);
  }

  @Test
  void whereNothingIsThereIsNoVersion() throws IOException {
    Path missing = folder.resolve("none");

    assertThat(ModelFolder.versions(missing)).isEmpty();
    assertThat(ModelFolder.highestNumber(missing)).isZero();
    assertThatThrownBy(() -> ModelFolder.version(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            missing + " holds no model: neither saved_model.pb nor a version's folder with it");
  }
}
