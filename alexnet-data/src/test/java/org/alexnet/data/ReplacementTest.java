package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A data set stays until the one that replaces it is complete, and is moved aside before. */
class ReplacementTest {
  @TempDir private Path folder;
  private Path parent;
  private Path out;
  private Preparation preparation;
  private Dataset old;

  @BeforeEach
  void prepare() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 10, "cat", "dog");
    parent = Files.createDirectory(folder.resolve("parent"));
    out = parent.resolve("out");
    preparation = Preparation.of(ClassFolders.in(images)).withImageSize(8);
    old = preparation.write(out);
  }

  @Test
  void theOldDataSetIsWholeWhileTheNewOneIsWritten() throws IOException {
    List<String> seen = new ArrayList<>();

    Dataset replaced =
        preparation
            .withSeed(9)
            .withListener(
                (split, done, total) -> {
                  try {
                    Dataset found = Dataset.open(out);
                    found.verify();
                    seen.add(found.fingerprint());
                  } catch (IOException e) {
                    seen.add(e.getMessage());
                  }
                })
            .replace(out);

    assertThat(seen).hasSizeGreaterThanOrEqualTo(2).containsOnly(old.fingerprint());
    assertThat(Dataset.open(out).fingerprint())
        .isEqualTo(replaced.fingerprint())
        .isNotEqualTo(old.fingerprint());
  }

  /** Linux tells of renames in their order: away from one name, to the other. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theOldDataSetIsMovedAsideAndNotDeletedBeforeTheNewOneIsInItsPlace() throws Exception {
    List<String> events = new ArrayList<>();
    try (WatchService watch = parent.getFileSystem().newWatchService()) {
      parent.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);

      preparation.withSeed(9).replace(out);

      for (WatchKey key = watch.poll(1, TimeUnit.SECONDS);
          key != null;
          key = watch.poll(100, TimeUnit.MILLISECONDS)) {
        for (WatchEvent<?> event : key.pollEvents()) {
          events.add(
              (event.kind() == StandardWatchEventKinds.ENTRY_CREATE ? "+" : "-") + event.context());
        }
        key.reset();
      }
    }

    int gone = events.indexOf("-out");
    int back = events.lastIndexOf("+out");
    assertThat(back).as("the new one comes into its place: %s", events).isNotNegative();
    if (gone >= 0) {
      assertThat(events.get(gone + 1))
          .as("what follows when the old one goes: %s", events)
          .startsWith("+.");
      String aside = events.get(gone + 1).substring(1);
      assertThat(events.indexOf("-" + aside))
          .as("deleted only after that: %s", events)
          .isGreaterThan(back);
    }
  }
}
