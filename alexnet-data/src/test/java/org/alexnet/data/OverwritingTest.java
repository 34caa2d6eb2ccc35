package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a preparation does to what is there already, and to another one. */
class OverwritingTest {
  @TempDir private Path folder;
  private Path out;
  private Preparation preparation;

  @BeforeEach
  void makeImages() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 5, "cat", "dog");
    out = folder.resolve("out");
    preparation = Preparation.of(ClassFolders.in(images)).withImageSize(8);
  }

  @Test
  void onePreparationAtATimeWritesAFolder() throws IOException {
    List<String> refused = new ArrayList<>();
    PreparationListener second =
        (split, done, total) ->
            assertThatThrownBy(() -> preparation.replace(out))
                .isInstanceOf(IOException.class)
                .satisfies(e -> refused.add(e.getMessage()));

    preparation.withListener(second).write(out).verify();

    assertThat(refused)
        .hasSize(2)
        .containsOnly(
            out
                + " is being written by this process; wait until it has ended, or name another"
                + " folder");
  }

  @Test
  void aDamagedDataSetIsReplaced() throws IOException {
    String fingerprint = preparation.write(out).fingerprint();
    Files.writeString(out.resolve("dataset.json"), "{");
    Files.delete(out.resolve("mean.pb"));

    assertThat(preparation.replace(out).fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void nothingButADataSetIsReplaced() throws IOException {
    preparation.write(out);
    Path thesis = Files.writeString(out.resolve("thesis"), "x");

    assertThatThrownBy(() -> preparation.replace(out))
        .isInstanceOf(IOException.class)
        .hasMessage(
            thesis + " is no part of a data set, so its folder is not replaced; move it away");
    assertThat(thesis).exists();
    Dataset.open(out).verify();

    assertThatThrownBy(() -> preparation.replace(thesis))
        .isInstanceOf(IOException.class)
        .hasMessage(thesis + " is not a folder, so it is not replaced");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dataset.json.bak", "old-mean.pb", "train-00000-of-00001.txt", "notrain-1-of-2"})
  void whatIsOnlyNamedAlikeIsNoPartOfADataSet(String name) throws IOException {
    preparation.write(out);
    Path mine = Files.writeString(out.resolve(name), "x");

    assertThatThrownBy(() -> preparation.replace(out))
        .hasMessageStartingWith(mine + " is no part of a data set");
    assertThat(mine).exists();
  }

  @Test
  void noThreadIsLeftOfAPreparation() throws IOException {
    preparation.write(out);

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("pool-") && !thread.isDaemon())
        .allSatisfy(thread -> assertThat(ended(thread)).as(thread.getName()).isTrue());
  }

  /** Whether a thread ends; one of a pool that was shut down does at once. */
  private static boolean ended(Thread thread) {
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  @Test
  void verifyingReadsTheMeanToo() throws IOException {
    Dataset dataset = preparation.write(out);
    byte[] bytes = Files.readAllBytes(dataset.meanFile());
    bytes[bytes.length - 1] ^= 1;
    Files.write(dataset.meanFile(), bytes);

    assertThatThrownBy(dataset::verify)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(dataset.meanFile() + " is damaged: ");
  }

  @Test
  void theCheapQuestionIsAskedFirst() throws IOException {
    Dataset dataset = preparation.write(out);
    Path shard = dataset.shards(Split.TRAIN).get(0);
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);

    dataset.explain(new IllegalStateException("a tower of the cluster was lost"));

    assertThatThrownBy(
            () -> dataset.explain(new IllegalStateException("{{node IteratorGetNext}} failed")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(shard + " is damaged at byte ");

    preparation.withSeed(1).replace(out);
    assertThatThrownBy(() -> dataset.explain(new IllegalStateException("anything")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(out + " was replaced while it was in use; ");
  }

  @Test
  void everyFileIsComparedWithItsHashWhereItIsUsed() throws IOException {
    Dataset dataset = preparation.write(out);
    dataset.files().requireIntact(Split.TRAIN);
    Path shard = dataset.shards(Split.VALIDATION).get(0);
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 1] ^= 1;
    Files.write(shard, bytes);

    dataset.files().requireIntact(Split.TRAIN);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> dataset.files().requireIntact(Split.VALIDATION))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "\\Q"
                  + shard
                  + "\\E is damaged: it has SHA-256 \\w+, but the manifest of the data set says \\w+");
    }
  }
}
