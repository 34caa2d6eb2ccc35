package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.export.index.FeatureIndex;
import org.alexnet.export.index.Search;
import org.alexnet.faults.FaultyDisk.Fault;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Dense;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link FolderKilledAtEveryWriteTest}, of an index: it is there whole or not at all. */
class IndexKilledAtEveryWriteTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Classifier classifier;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    dataset = Small.dataset(shared);
    AlexNetSpec one = Small.spec();
    Dense last = (Dense) one.layers().get(0);
    Dense hidden = new Dense("hidden", 4, last.connectivity(), last.spread(), last.initializer());
    AlexNetSpec two = new AlexNetSpec("two", Small.SIDE, 1, 0, ImmutableList.of(hidden, last));
    classifier =
        Classifier.load(
            ModelExport.of(
                    Small.training(Small.recipe())
                        .run(two, dataset, shared.resolve("run"))
                        .checkpoint())
                .write(shared.resolve("model")));
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  @ParameterizedTest
  @EnumSource
  void exactly(Fault fault) throws IOException {
    assertThat(changes(fault, Search.EXACT)).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void approximately(Fault fault) throws IOException {
    assertThat(changes(fault, Search.APPROXIMATE)).isGreaterThan(30);
  }

  private int changes(Fault fault, Search search) throws IOException {
    Path out = folder.resolve("index");
    return EveryChange.of(
        fault,
        disk -> index(disk.path(out), search),
        () -> {
          if (Files.exists(out)) {
            FeatureIndex.open(out).close();
            MoreFiles.deleteRecursively(out, RecursiveDeleteOption.ALLOW_INSECURE);
          }
          index(out, search);
          assertThat(Small.leftovers(folder)).isEmpty();
          MoreFiles.deleteRecursively(out, RecursiveDeleteOption.ALLOW_INSECURE);
        });
  }

  private static void index(Path out, Search search) throws IOException {
    FeatureIndex.build(out, classifier, dataset, Split.TRAIN, search, done -> {}).close();
  }
}
