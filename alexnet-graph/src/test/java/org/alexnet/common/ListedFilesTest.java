package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.proto.FileProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListedFilesTest {
  @TempDir private Path folder;
  private Path listed;

  @BeforeEach
  void makeFiles() throws IOException {
    listed = Files.createDirectories(folder.resolve("listed"));
    Files.writeString(folder.resolve("other"), "abc");
    Files.createDirectory(listed.resolve("deep"));
    Files.writeString(listed.resolve("deep/b"), "abc");
    Files.writeString(listed.resolve("a"), "");
  }

  @Test
  void listsEveryFileByNameWithItsSizeAndHash() throws IOException {
    List<FileProto> files = ListedFiles.listAll(listed);

    assertThat(files).extracting(FileProto::getName).containsExactly("a", "deep/b");
    assertThat(files).extracting(FileProto::getByteCount).containsExactly(0L, 3L);
    assertThat(files.get(1).getSha256()) // FIPS 180-4's example
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ListedFiles.requireIntact(listed, "shelf", files);
  }

  @Test
  void saysWhatIsMissingTooLongOrChanged() throws IOException {
    List<FileProto> files = ListedFiles.listAll(listed);
    Path deep = listed.resolve("deep/b");

    Files.writeString(deep, "abd");
    ListedFiles.requireSizes(listed, "shelf", files);
    assertThatThrownBy(() -> ListedFiles.requireIntact(listed, "shelf", files))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "\\Q"
                + deep
                + "\\E is damaged: it has SHA-256 \\w{64}, but the manifest of the shelf says ba7816\\w+");

    Files.writeString(deep, "abcd");
    assertThatThrownBy(() -> ListedFiles.requireSizes(listed, "shelf", files))
        .hasMessage(deep + " has 4 bytes, but the manifest of the shelf says 3");

    Files.delete(deep);
    assertThatThrownBy(() -> ListedFiles.requireSizes(listed, "shelf", files))
        .hasMessage(deep + " is missing from the shelf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other", "deep/../../other", "", "/etc/hostname"})
  void readsNothingOutsideOfItsFolder(String name) {
    FileProto file = FileProto.newBuilder().setName(name).setByteCount(3).build();

    assertThatThrownBy(() -> ListedFiles.requireIntact(listed, "shelf", List.of(file)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the manifest of the shelf in "
                + listed
                + " lists a file outside of it: '"
                + name
                + "'");
  }
}
