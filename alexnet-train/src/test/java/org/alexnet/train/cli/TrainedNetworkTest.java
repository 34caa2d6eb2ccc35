package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.data.Dataset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The network that options describe for a data set. */
class TrainedNetworkTest {
  @TempDir private static Path folder;
  private static Dataset dataset;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = FewImages.sevenClasses(folder, 128, 1, 1);
  }

  private static AlexNetSpec spec(String... options) {
    return CommandLine.populateCommand(new TrainedNetwork(), options).spec(dataset);
  }

  @ParameterizedTest
  @CsvSource({"paper, 114", "cuda-convnet, 112", "caffe, 114", "cifar10, 128"})
  void seesTheShareOfTheStoredImagesThatIsUsual(String preset, int pixels) {
    AlexNetSpec spec = spec("--preset=" + preset);

    assertThat(spec.imageSize()).isEqualTo(pixels);
    assertThat(spec.classCount()).isEqualTo(7);
    assertThat(spec.name()).isEqualTo(preset);
  }

  @ParameterizedTest
  @CsvSource({"paper, 67", "paper, 127", "paper, 128", "cifar10, 70", "cifar10, 128"})
  void seesWhatItIsTold(String preset, int pixels) {
    assertThat(spec("--preset=" + preset, "--input-size=" + pixels).imageSize()).isEqualTo(pixels);
  }

  @Test
  void cannotSeeMoreThanIsStored() {
    assertThatThrownBy(() -> spec("--input-size=129"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--input-size must be at most 128, the image size of "
                + dataset.directory()
                + ", found 129");
  }
}
