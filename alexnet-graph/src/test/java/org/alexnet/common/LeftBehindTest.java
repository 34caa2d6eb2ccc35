package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever killed processes left beside a directory, in every combination. */
class LeftBehindTest {
  private static final Set<String> NAMES =
      Set.of("it", ".it.old", ".it.partial", ".it.progress", ".it.deleted");

  @TempDir private Path folder;

  static Set<Set<String>> combinations() {
    return Sets.powerSet(NAMES);
  }

  /** What the directory should hold after sweeping: its own content, or the one moved aside. */
  private static Optional<String> kept(Set<String> left) {
    return Stream.of("it", ".it.old").filter(left::contains).findFirst();
  }

  private Path make(Set<String> left) throws IOException {
    for (String name : left) {
      make(name);
    }
    return folder.resolve("it");
  }

  private void make(String name) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve(name).resolve("deep")).resolve("file"), name);
  }

  private void assertThatThereIs(Optional<String> content) throws IOException {
    assertThat(entries()).isEqualTo(content.isPresent() ? Set.of("it") : Set.of());
    if (content.isPresent()) {
      assertThat(folder.resolve("it/deep/file")).hasContent(content.get());
    }
  }

  private Set<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return new TreeSet<>(entries.map(path -> path.getFileName().toString()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void sweepingKeepsTheDirectoryOrPutsTheOldOneBackAndClearsTheRest(Set<String> left)
      throws IOException {
    Path target = make(left);

    assertThat(AtomicDirectory.isInterrupted(target))
        .isEqualTo(!left.contains("it") && left.contains(".it.old"));
    AtomicDirectory.sweep(target);

    assertThatThereIs(kept(left));
    assertThat(AtomicDirectory.isInterrupted(target)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void creatingSucceedsOnlyWhereNothingIsToBeKept(Set<String> left) throws IOException {
    Path target = make(left);

    if (kept(left).isPresent()) {
      assertThatThrownBy(() -> AtomicDirectory.create(target, inside -> {}))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessage(target + " exists already");
      assertThatThereIs(kept(left));
    } else {
      AtomicDirectory.create(target, LeftBehindTest::fill);
      assertThatThereIs(Optional.of("new"));
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void replacingKeepsTheOldUntilTheNewIsFilled(Set<String> left) throws IOException {
    Path target = make(left);

    AtomicDirectory.replace(
        target,
        inside -> {
          assertThat(inside).isEmptyDirectory();
          if (kept(left).isPresent()) {
            assertThat(target.resolve("deep/file")).hasContent(kept(left).get());
          }
          fill(inside);
        });

    assertThatThereIs(Optional.of("new"));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void resumingFindsWhatWasLeftIfBothPartsOfItWere(Set<String> left) throws IOException {
    Path target = make(left);
    boolean both = left.containsAll(Set.of(".it.partial", ".it.progress"));
    assertThat(AtomicDirectory.progress(target).isPresent()).isEqualTo(both);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(
              () ->
                  AtomicDirectory.resume(
                      target,
                      (inside, progress) -> {
                        Files.writeString(progress.resolve("done"), "1");
                        throw new IOException("ended");
                      }))
          .hasMessage("ended");
    }
    assertThat(AtomicDirectory.progress(target)).hasValue(folder.resolve(".it.progress"));

    AtomicDirectory.resume(
        target,
        (inside, progress) -> {
          assertThat(progress.resolve("done")).hasContent("1");
          assertThat(Files.exists(inside.resolve("deep"))).isEqualTo(both);
          if (kept(left).isPresent()) {
            assertThat(target.resolve("deep/file")).hasContent(kept(left).get());
          }
          Files.createDirectories(inside.resolve("deep"));
          Files.writeString(inside.resolve("deep/file"), "new");
        });

    assertThatThereIs(Optional.of("new"));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void nothingIsLostWhateverEndsTheFilling(Set<String> left) throws IOException {
    List<AtomicDirectory.Filler> endings =
        List.of(
            inside -> {
              throw new IOException("ended");
            },
            inside -> {
              throw new IllegalStateException("ended");
            },
            inside -> {
              throw new AssertionError("ended");
            });
    for (AtomicDirectory.Filler ending : endings) {
      Path target = make(left);

      assertThatThrownBy(
              () ->
                  AtomicDirectory.replace(
                      target,
                      inside -> {
                        fill(inside);
                        ending.fill(inside);
                      }))
          .hasMessage("ended");

      assertThatThereIs(kept(left));
      AtomicDirectory.delete(target);
    }
  }

  private static void fill(Path inside) throws IOException {
    Files.writeString(Files.createDirectory(inside.resolve("deep")).resolve("file"), "new");
  }

  @Test
  void sweepingAllTouchesOnlyWhatIsOfTheKind() throws IOException {
    for (String name :
        Set.of(
            "7",
            ".7.old",
            ".8.old",
            ".9.partial",
            ".9.progress",
            ".10.deleted",
            ".x.old",
            ".7x.old",
            ".x.partial",
            ".11.other",
            "12.old",
            ".hidden")) {
      make(name);
    }

    AtomicDirectory.sweepAll(folder, Pattern.compile("\\d+"));
    AtomicDirectory.sweepAll(folder.resolve("none"), Pattern.compile("\\d+"));

    assertThat(entries())
        .isEqualTo(
            Set.of("7", "8", ".x.old", ".7x.old", ".x.partial", ".11.other", "12.old", ".hidden"));
    assertThat(folder.resolve("7/deep/file")).hasContent("7");
    assertThat(folder.resolve("8/deep/file")).hasContent(".8.old");
  }

  @Test
  void theRootOfADiskIsNeverInterrupted() {
    assertThat(AtomicDirectory.isInterrupted(folder.getRoot())).isFalse();
  }

  @Test
  void deletingWhatIsNotThereDoesNothing() throws IOException {
    AtomicDirectory.delete(folder.resolve("it"));

    assertThatThereIs(Optional.empty());
  }
}
