package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.export.HandMadeCheckpoint;
import org.alexnet.export.ModelExport;
import org.alexnet.export.PaintedImages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowRunTest {
  @TempDir private Path folder;
  private Path model;
  private Path version;

  @BeforeEach
  void export() throws IOException {
    model = folder.resolve("model");
    version =
        ModelExport.of(
                HandMadeCheckpoint.answering(
                    folder.resolve("run"), List.of("owl", "auk"), 0.25, 0.75))
            .write(model);
  }

  @Test
  void printsNetworkClassesAndSignatures() throws IOException {
    CommandRun shown = CommandRun.of("show", model.toString());

    assertThat(shown.err()).isEmpty();
    assertThat(shown.out())
        .contains("Model      " + version, "Classes    2: owl, auk", "Graph      tags serve")
        .contains(
            "Signature  serving_default",
            "  in       image_bytes    string [N]",
            "  out      classes        string [N, 2]",
            "Signature  ten_crops",
            "Signature  images");
  }

  @Test
  void saysThatAModelIsDamaged() throws IOException {
    Path variables = version.resolve("variables/variables.data-00000-of-00001");
    try (RandomAccessFile file = new RandomAccessFile(variables.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }

    assertThat(CommandRun.of("show", model.toString()).err())
        .startsWith("error: " + variables + " has ");
  }

  @Test
  void showsModelsOfOthers() throws IOException {
    MoreFiles.deleteRecursively(
        version.resolve("assets.extra"), RecursiveDeleteOption.ALLOW_INSECURE);

    assertThat(CommandRun.of("show", model.toString()).out())
        .contains("Model      " + version, "Signature  serving_default")
        .doesNotContain("Classes");
    Path picture = folder.resolve("picture.png");
    Files.write(picture, PaintedImages.png(PaintedImages.picture(20, 20, 1, 1)));
    assertThat(CommandRun.of("classify", "--model=" + model, picture.toString()).err())
        .contains(version.resolve("assets.extra").toString());
    Files.delete(version.resolve("saved_model.pb"));
    assertThat(CommandRun.of("show", model.toString()).err())
        .isEqualTo(
            "error: "
                + model
                + " holds no model: neither saved_model.pb nor a version's folder with it\n");
  }
}
