package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @TempDir private Path folder;
  private Path album;

  @BeforeEach
  void makeAnAlbum() throws IOException {
    album = Files.createDirectory(folder.resolve("album"));
  }

  @Test
  void filesAndThoseOfFoldersComeInTheOrderOfTheArguments() throws IOException {
    Path second = Files.createFile(album.resolve("2.jpg"));
    Path first = Files.createFile(album.resolve("1.png"));
    Path last = Files.createFile(folder.resolve("a.gif"));
    Path hidden = Files.createFile(folder.resolve(".named.jpg"));

    assertThat(ImageFiles.in(List.of(last, album, hidden, last)))
        .containsExactly(last, first, second, hidden, last);
    assertThat(ImageFiles.in(List.of())).isEmpty();
  }

  @Test
  void ofAFolderNeitherHiddenFilesNorFoldersAreTaken() throws IOException {
    Files.createFile(album.resolve(".hidden.jpg"));
    Files.createFile(Files.createDirectory(album.resolve("below")).resolve("deep.jpg"));
    Files.createFile(album.resolve("Thumbs.db"));

    assertThatThrownBy(() -> ImageFiles.in(List.of(album)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(album + " holds no image");

    Path image = Files.createFile(album.resolve("seen.jpg"));
    assertThat(ImageFiles.in(List.of(album))).containsExactly(image);
  }

  @Test
  void refusesAMissingFileAmongOthers() throws IOException {
    Path image = Files.createFile(folder.resolve("1.jpg"));
    Path missing = folder.resolve("2.jpg");

    assertThatThrownBy(() -> ImageFiles.in(List.of(image, missing)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + " does not exist");
  }

  @Test
  void aPatternStandsForTheFilesThatMatchIt() throws IOException {
    for (String name : List.of("b.jpg", "a.jpg", "c.png", ".d.jpg", "f[1].jpg")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("e.jpg"));

    assertThat(ImageFiles.in(List.of(folder.resolve("?.jpg"))))
        .containsExactly(folder.resolve("a.jpg"), folder.resolve("b.jpg"));
    assertThat(ImageFiles.in(List.of(folder.resolve("f[1].jpg"))))
        .as("a file of this name")
        .containsExactly(folder.resolve("f[1].jpg"));
    Path none = folder.resolve("*.gif");
    assertThatThrownBy(() -> ImageFiles.in(List.of(none)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(none + " matches no file");
    Path nowhere = folder.resolve("nowhere/*.gif");
    assertThatThrownBy(() -> ImageFiles.in(List.of(nowhere)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(nowhere + " does not exist");
  }
}
