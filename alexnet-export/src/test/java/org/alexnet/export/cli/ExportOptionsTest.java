package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.data.ClassFolders;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.export.Classifier;
import org.alexnet.export.PaintedImages;
import org.alexnet.export.Prediction;
import org.alexnet.export.ResponsiveNetwork;
import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.Placement;
import org.alexnet.graph.cli.CommandLineTool;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each option of the commands changes, and what {@code --existing continue} notices. */
class ExportOptionsTest {
  private static final List<String> CLASSES = List.of("a", "b", "c", "d", "e", "f");

  @TempDir private static Path shared;
  private static Checkpoint first;
  private static Checkpoint second;

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  @BeforeAll
  static void train() throws IOException {
    PaintedImages.classFolders(shared.resolve("images"), 4, CLASSES);
    Dataset dataset =
        Preparation.of(ClassFolders.in(shared.resolve("images")))
            .withImageSize(80)
            .write(shared.resolve("dataset"));
    AlexNetSpec spec = ResponsiveNetwork.spec(6);
    Training training =
        Training.of(TrainingRecipe.paper().withBatchSize(6).withEpochs(1))
            .withPlacement(Placement.onOneDevice("/CPU:0", 2));
    first = training.run(spec, dataset, shared.resolve("first")).checkpoint();
    second = training.run(spec.withSeed(1), dataset, shared.resolve("second")).checkpoint();
  }

  private static BufferedImage plain(int gray) {
    BufferedImage image = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(gray, gray, 255 - gray));
    graphics.fillRect(0, 0, 90, 70);
    graphics.dispose();
    return image;
  }

  private static Run run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int code = CommandLineTool.execute(new ExportCommand(), args);
      return new Run(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private Run export(Checkpoint checkpoint, String... more) {
    return run(
        Stream.concat(
                Stream.of("export", "--checkpoint=" + checkpoint.directory(), "--out=" + folder),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String manifest(int version) throws IOException {
    return Files.readString(folder.resolve(version + "/model.json"));
  }

  @Test
  void oneViewIsExportedUnlessToldOtherwise() throws IOException {
    assertThat(export(first).err).isEmpty();
    assertThat(manifest(1)).contains("\"views\": 1,");

    assertThat(export(first, "--views=10", "--existing=continue").err).isEmpty();
    assertThat(manifest(2)).contains("\"views\": 10,");
  }

  @Test
  void continuingTakesTheModelThatIsThereOnlyIfItIsTheSame() throws IOException {
    assertThat(export(first, "--views=10").out).contains("The model is in " + folder.resolve("1"));

    Run same = export(first, "--views=10", "--existing=continue");
    assertThat(same.err).isEmpty();
    assertThat(same.out).contains("The model is in " + folder.resolve("1") + "\n");

    Run otherViews = export(first, "--views=1", "--existing=continue");
    assertThat(otherViews.out).contains("The model is in " + folder.resolve("2") + "\n");

    Run otherWeights = export(second, "--views=1", "--existing=continue");
    assertThat(otherWeights.out).contains("The model is in " + folder.resolve("3") + "\n");
    assertThat(manifest(3))
        .contains("\"checkpointSha256\": \"" + second.fingerprint() + "\"")
        .doesNotContain(first.fingerprint());
  }

  @Test
  void aModelThatIsThereIsNotOverwrittenUnlessToldTo() throws IOException {
    export(first);

    Run refused = export(second);

    assertThat(refused.code).isEqualTo(1);
    assertThat(refused.err)
        .isEqualTo(
            "error: "
                + folder
                + " holds a model already; choose --existing continue or --existing replace\n");
    assertThat(manifest(1)).contains(first.fingerprint());
    try (Stream<Path> versions = Files.list(folder)) {
      assertThat(versions).containsExactly(folder.resolve("1"));
    }
  }

  @Test
  void replacingLeavesTheNewModelAlone() throws IOException {
    export(first);
    export(first, "--views=10", "--existing=continue");

    assertThat(export(second, "--existing=replace").err).isEmpty();

    try (Stream<Path> versions = Files.list(folder)) {
      assertThat(versions).containsExactly(folder.resolve("3"));
    }
    assertThat(manifest(3)).contains(second.fingerprint());
  }

  @Test
  void theManifestHasTheResultsOfItsOwnCheckpoint() throws IOException {
    export(first);

    var oneView = first.manifest().getEpochs(0).getEvaluation();
    var tenViews = first.manifest().getTenViews();
    assertThat(tenViews).isNotEqualTo(oneView);
    assertThat(manifest(1))
        .containsPattern(
            "\"oneView\": \\{\\s*\"images\": \"24\",\\s*\"top1Correct\": \""
                + oneView.getTop1Correct()
                + "\",\\s*\"top5Correct\": \""
                + oneView.getTop5Correct()
                + "\"")
        .containsPattern(
            "\"tenViews\": \\{\\s*\"images\": \"24\",\\s*\"top1Correct\": \""
                + tenViews.getTop1Correct()
                + "\",\\s*\"top5Correct\": \""
                + tenViews.getTop5Correct()
                + "\"")
        .contains("\"step\": \"" + first.step() + "\"")
        .contains("\"rescaledSize\": 80,");
  }

  @Test
  void asksAboutEachImageOfAFolderByNameAndPrintsFiveClassesInPercent() throws IOException {
    Path images = Files.createDirectory(folder.resolve("photographs"));
    for (int i = 3; i > 0; i--) {
      ImageIO.write(plain(80 * i), "png", images.resolve("image" + i + ".png").toFile());
    }
    Files.writeString(images.resolve(".hidden"), "no image");

    Run asked = export(first, "--ask", images.toString());

    assertThat(asked.err).isEmpty();
    List<String> lines = asked.out.lines().filter(line -> line.startsWith("image")).toList();
    assertThat(lines).hasSize(4);
    try (Classifier classifier = Classifier.load(folder)) {
      for (int i = 1; i <= 3; i++) {
        StringBuilder expected = new StringBuilder("image" + i + ".png");
        for (Prediction prediction :
            classifier.classify(images.resolve("image" + i + ".png")).subList(0, 5)) {
          expected.append(
              String.format(
                  Locale.ROOT,
                  "   %s %5.1f %%",
                  prediction.label(),
                  100 * prediction.probability()));
        }
        assertThat(lines.get(i)).isEqualTo(expected.toString());
      }
    }
    Run classified = run("classify", "--model=" + folder, images.toString());
    assertThat(classified.err).isEmpty();
    assertThat(classified.out.lines().filter(line -> line.startsWith("image")).toList())
        .isEqualTo(lines);
  }
}
