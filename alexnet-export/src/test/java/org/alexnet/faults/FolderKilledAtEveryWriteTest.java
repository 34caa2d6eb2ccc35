package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.faults.FaultyDisk.Fault;
import org.alexnet.train.Checkpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every write of a data set and a model, killed at its changes of the disk, or failed there for
 * want of space: what a reader finds is what was there before or what should become, whole; and the
 * next attempt makes it as if nothing had happened.
 */
class FolderKilledAtEveryWriteTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Checkpoint checkpoint;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    dataset = Small.dataset(shared);
    checkpoint =
        Small.training(Small.recipe())
            .run(Small.spec(), dataset, shared.resolve("run"))
            .checkpoint();
  }

  @ParameterizedTest
  @EnumSource
  void aNewDataSetIsThereWholeOrNotAtAll(Fault fault) throws IOException {
    Path out = folder.resolve("out");

    int changes =
        EveryChange.of(
            fault,
            disk -> Small.preparation(shared.resolve("images")).write(disk.path(out)),
            () -> {
              if (Files.exists(out)) {
                Dataset.open(out).verify();
              }
              assertThat(Small.preparation(shared.resolve("images")).replace(out).fingerprint())
                  .isEqualTo(dataset.fingerprint());
              assertThat(Small.leftovers(folder)).isEmpty();
              MoreFiles.deleteRecursively(out, RecursiveDeleteOption.ALLOW_INSECURE);
            });

    assertThat(changes).isGreaterThan(20);
  }

  /** Shards that were complete are kept. */
  @ParameterizedTest
  @EnumSource
  void aDataSetGoesOnToTheSameEnd(Fault fault) throws IOException {
    Path out = folder.resolve("out");
    Path images = shared.resolve("images");

    int changes =
        EveryChange.of(
            fault,
            disk -> Small.preparation(images).write(disk.path(out)),
            () -> {
              Small.preparation(images).resume(out).verify();
              assertThat(Dataset.open(out).fingerprint()).isEqualTo(dataset.fingerprint());
              assertThat(Small.leftovers(folder)).isEmpty();
              MoreFiles.deleteRecursively(out, RecursiveDeleteOption.ALLOW_INSECURE);
            });

    assertThat(changes).isGreaterThan(30);
  }

  @ParameterizedTest
  @EnumSource
  void aDataSetThatIsReplacedIsTheOldOrTheNew(Fault fault) throws IOException {
    Path out = folder.resolve("out");
    Path images = shared.resolve("images");
    String old = Small.preparation(images).write(out).fingerprint();
    String next = Small.preparation(images).withSeed(1).write(folder.resolve("next")).fingerprint();
    MoreFiles.deleteRecursively(folder.resolve("next"), RecursiveDeleteOption.ALLOW_INSECURE);

    int changes =
        EveryChange.of(
            fault,
            disk -> Small.preparation(images).withSeed(1).replace(disk.path(out)),
            () -> {
              Dataset found = Dataset.open(out);
              found.verify();
              assertThat(found.fingerprint()).isIn(old, next);
              assertThatThrownBy(() -> Small.preparation(images).write(out))
                  .hasMessage(out + " exists already");
              if (!found.fingerprint().equals(next)) {
                assertThat(Small.preparation(images).withSeed(1).replace(out).fingerprint())
                    .isEqualTo(next);
              }
              Small.preparation(images).replace(out);
              assertThat(Small.leftovers(folder)).isEmpty();
            });

    assertThat(changes).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void aModelIsTheVersionBeforeOrTheNext(Fault fault) throws IOException {
    Path model = folder.resolve("model");
    ModelExport export = ModelExport.of(checkpoint);
    export.write(model);

    int changes =
        EveryChange.of(
            fault,
            disk -> export.write(disk.path(model)),
            () -> {
              assertThat(visible(model)).isSubsetOf("1", "2");
              try (Classifier classifier = Classifier.load(model)) {
                assertThat(classifier.labels().labels()).isEqualTo(List.of("a", "b"));
                assertThat(classifier.directory().getFileName().toString()).isIn("1", "2");
              }
              Path next = export.write(model);
              assertThat(Small.leftovers(model)).isEmpty();
              for (Path version : List.of(model.resolve("2"), next)) {
                if (Files.exists(version)) {
                  MoreFiles.deleteRecursively(version, RecursiveDeleteOption.ALLOW_INSECURE);
                }
              }
            });

    assertThat(changes).isGreaterThan(10);
  }

  /** Hidden ones mean nothing to servers. */
  private static List<String> visible(Path model) throws IOException {
    try (Stream<Path> entries = Files.list(model)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }
}
