package org.alexnet.data.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.data.Preparation;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.Split;
import org.alexnet.data.source.SyntheticImages;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeamEngineTest {
  private static final String DIRECT = "--runner=DirectRunner --targetParallelism=2";
  private static final String FLINK =
      "--runner=FlinkRunner --flinkMaster=[local] --parallelism=2 --objectReuse";

  @TempDir private Path folder;

  private static BeamEngine engine(String options) {
    return new BeamEngine(PipelineOptionsFactory.fromArgs(options.split(" ", -1)).create());
  }

  private static List<String> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DIRECT, FLINK})
  void theDataSetHasTheBytesOfOneMachines(String options) throws IOException {
    Preparation preparation = Preparation.of(new SyntheticImages(2000, 1)).withImageSize(8);
    Path expected = folder.resolve("expected");
    preparation.write(expected);
    assertThat(entries(expected)).hasSize(2 + 3); // two shards to train on
    Path out = folder.resolve("parent/out");

    preparation.withEngine(engine(options)).write(out).verify();

    assertThat(entries(out.getParent())).containsExactly("out");
    assertThat(entries(out)).isEqualTo(entries(expected));
    for (String name : entries(expected)) {
      assertThat(out.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
    }
  }

  @Test
  void aBadImageIsTheErrorOfTheWholeAsOnOneMachine() throws IOException {
    List<SourceImage> all = new SyntheticImages(4, 1).images(Split.TRAIN);
    Path images = folder.resolve("images");
    for (int i = 0; i < 4; i++) {
      Path parent = Files.createDirectories(images.resolve(i % 2 == 0 ? "cat" : "dog"));
      Files.write(parent.resolve(i + ".png"), all.get(i).content().read());
    }
    Path bad = images.resolve("cat/2.png");
    Files.write(bad, new byte[0]);
    Preparation preparation = Preparation.of(ClassFolders.in(images)).withEngine(engine(DIRECT));

    assertThatThrownBy(() -> preparation.write(folder.resolve("out")))
        .isInstanceOf(BadImageException.class)
        .hasMessage(bad + " is empty; convert or remove it, or choose --bad-images skip");
  }
}
