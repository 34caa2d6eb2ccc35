package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.weights.MeanImage;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.CheckpointValues;
import org.alexnet.train.ImportedCheckpoint;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportRunTest {
  private static final AlexNetSpec SPEC =
      Preset.PAPER.spec().withWidthDividedBy(16).withImageSize(67).withClassCount(2);

  @TempDir private Path folder;
  private Checkpoint checkpoint;
  private Path labels;

  @BeforeEach
  void makeACheckpoint() throws IOException {
    Random random = new Random(1);
    List<float[]> values = new ArrayList<>();
    for (Parameter parameter : ParameterTable.of(SPEC).parameters()) {
      float[] drawn = new float[(int) parameter.shape().size()];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = random.nextFloat();
      }
      values.add(drawn);
    }
    checkpoint =
        new ImportedCheckpoint(
                SPEC,
                TrainingRecipe.paper(),
                LabelMap.of(List.of("auk", "owl")),
                StoredFormat.ofSize(76),
                MeanImage.ofColor("1,2,3", 76))
            .write(folder.resolve("checkpoint"), values);
    labels = Files.writeString(folder.resolve("labels.txt"), "auk\nowl\n");
  }

  private CommandRun importing(Path file, String mean, Path out) {
    return CommandRun.of(
        "import",
        file.toString(),
        "--width-divided-by=16",
        "--input-size=67",
        "--image-size=76",
        "--labels=" + labels,
        "--mean=" + mean,
        "--out=" + out);
  }

  @Test
  void parametersGoOutAndComeBack() throws IOException {
    for (String format : List.of("caffemodel", "npz", "safetensors")) {
      Path file = folder.resolve("weights." + format);
      String[] export = {
        "export", "--checkpoint=" + checkpoint.directory(), "--format=" + format, "--out=" + file
      };
      assertThat(CommandRun.of(export).out())
          .isEqualTo("Wrote the parameters of " + checkpoint.directory() + " to " + file + "\n");
      assertThat(CommandRun.of(export).err())
          .isEqualTo("error: " + file + " exists already; choose --if-exists replace\n");

      Path back = folder.resolve(format);
      Path mean = checkpoint.meanFile();
      assertThat(importing(file, mean.toString(), back).out())
          .startsWith("Imported " + file + " as paper, width / 16 to " + back + "\n");

      List<Parameter> parameters = ParameterTable.of(SPEC).parameters();
      assertThat(CheckpointValues.read(Checkpoint.open(back), parameters))
          .usingRecursiveComparison()
          .isEqualTo(CheckpointValues.read(checkpoint, parameters));
      assertThat(Checkpoint.open(back).meanFile()).hasSameBinaryContentAs(mean);
    }
  }

  @Test
  void aMeanThatIsNoneIsNamed() {
    assertThat(importing(folder.resolve("x.npz"), "none.binaryproto", folder.resolve("y")).err())
        .isEqualTo("error: --mean must be a file or RED,GREEN,BLUE, found none.binaryproto\n");
    assertThat(folder.resolve("y")).doesNotExist();
  }

  @Test
  void formatsAreNamed() {
    assertThat(
            CommandRun.of(
                    "export",
                    "--checkpoint=" + checkpoint.directory(),
                    "--format=onnx",
                    "--out=" + folder.resolve("x"))
                .err())
        .isEqualTo(
            "error: --format must be savedmodel, caffemodel, npz or safetensors, found onnx\n");
  }
}
