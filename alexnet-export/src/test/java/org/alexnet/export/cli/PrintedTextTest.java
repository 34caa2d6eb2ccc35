package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.export.Classifier;
import org.alexnet.export.HandMadeCheckpoint;
import org.alexnet.export.ModelExport;
import org.alexnet.export.PaintedImages;
import org.alexnet.export.Prediction;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.proto.CheckpointManifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the commands print, of models whose answers are known. */
class PrintedTextTest {
  private static final List<String> LABELS =
      List.of("ant", "a label of thirty characters..", "ox", "eel", "hen", "cat", "crow");
  private static final List<String> TWO = List.of("cat", "heron");

  @TempDir private static Path shared;
  private static Checkpoint seven;
  private static Checkpoint two;
  private static Path image;
  private static Path text;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    seven =
        HandMadeCheckpoint.answering(
            shared.resolve("seven"), LABELS, 0.003, 0.1, 0.057, 0.1, 0.4321, 0.3, 0.0079);
    two = HandMadeCheckpoint.answering(shared.resolve("two"), TWO, 0, 1);
    image = shared.resolve("100%d.png");
    ImageIO.write(new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    text = Files.writeString(shared.resolve("a.txt"), "no image");
  }

  private static String ending(Path out, int version) {
    return "\nThe model is in "
        + out.resolve(Integer.toString(version))
        + "\nTo classify another image: mvn -q install -DskipTests, once, and then\n"
        + "  mvn -q exec:java -pl alexnet-export -Dexec.args=\"classify --model '"
        + out
        + "' IMAGE\"\n";
  }

  private CommandRun export(Checkpoint checkpoint, String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "export";
    args[1] = "--checkpoint=" + checkpoint.directory();
    args[2] = "--out=" + folder;
    System.arraycopy(more, 0, args, 3, more.length);
    return CommandRun.of(args);
  }

  @Test
  void exportSaysWhereTheModelIs() {
    assertThat(export(seven))
        .isEqualTo(
            new CommandRun(
                0,
                "Exported "
                    + seven.directory()
                    + " to "
                    + folder.resolve("1")
                    + "\n"
                    + ending(folder, 1),
                ""));
    assertThat(export(seven, "--if-exists=resume"))
        .isEqualTo(
            new CommandRun(
                0,
                folder.resolve("1")
                    + " was exported from "
                    + seven.directory()
                    + " before\n"
                    + ending(folder, 1),
                ""));
  }

  @Test
  void theTableShowsNamesUpToTheFirstComma() throws IOException {
    Path named = shared.resolve("named");
    HandMadeCheckpoint.answering(named, List.of("n01440764", "n2", "n3"), 0.25, 0.625, 0.125);
    CheckpointManifest.Builder manifest =
        HandMadeCheckpoint.manifest(List.of("n01440764", "n2", "n3"));
    manifest.getDatasetBuilder().addAllNames(List.of("tench, Tinca tinca", "crane", "crane"));
    Checkpoint checkpoint = HandMadeCheckpoint.describe(named, manifest);
    export(checkpoint);

    CommandRun asked = CommandRun.of("classify", "--model=" + folder, image.toString());

    assertThat(asked.err()).isEmpty();
    assertThat(asked.out())
        .isEqualTo(
            """

            image       most probable classes
            100%d.png   crane (n2)  62.5 %   tench       25.0 %   crane (n3)  12.5 %
            """);
    try (Classifier classifier = Classifier.load(folder)) {
      assertThat(classifier.classify(image))
          .extracting(Prediction::label, Prediction::name)
          .containsExactly(
              tuple("n2", "crane"), tuple("n01440764", "tench, Tinca tinca"), tuple("n3", "crane"));
    }
    assertThat(folder.resolve("1/assets.extra/labels.txt")).hasContent("n01440764\nn2\nn3\n");
  }

  @Test
  void theTableShowsTheFiveMostProbableClassesEqualOnesInTheirOrder() {
    CommandRun asked = export(seven, "--predict", image.toString(), text.toString());

    String table =
        "\n"
            + "image       most probable classes\n"
            + "100%d.png   hen                       43.2 %   cat                       30.0 %"
            + "   a label of thirty characters..  10.0 %   eel                       10.0 %"
            + "   ox                         5.7 %\n"
            + "a.txt       is not a JPEG, PNG or GIF image: its content is no image format known"
            + " here\n";
    String errors = "1 image of 2 could not be read\n";
    assertThat(asked)
        .isEqualTo(
            new CommandRun(
                1,
                "Exported "
                    + seven.directory()
                    + " to "
                    + folder.resolve("1")
                    + "\n"
                    + table
                    + ending(folder, 1),
                errors));
    assertThat(CommandRun.of("classify", "--model=" + folder, image.toString(), text.toString()))
        .isEqualTo(new CommandRun(1, table, errors));
  }

  @Test
  void theTableIsAsWideAsItsNamesAndLabels() throws IOException {
    ModelExport.of(two).write(folder);
    Path x = Files.copy(image, folder.resolve("x"));

    assertThat(CommandRun.of("classify", "--model=" + folder, x.toString()))
        .isEqualTo(
            new CommandRun(
                0, "\nimage   most probable classes\nx       heron 100.0 %   cat     0.0 %\n", ""));
  }

  @Test
  void theVersionThatIsNamedIsAsked() throws IOException {
    ModelExport.of(two).write(folder);
    Path x = Files.copy(image, folder.resolve("x"));
    CommandRun exported = export(seven, "--if-exists=resume", "--predict=" + x);
    assertThat(exported.out()).contains("x       hen  ").contains(ending(folder, 2));

    assertThat(CommandRun.of("classify", "--model=" + folder, x.toString()).out())
        .contains("x       hen  ");
    assertThat(CommandRun.of("classify", "--model=" + folder.resolve("1"), x.toString()).out())
        .contains("x       heron 100.0 %");
  }

  @Test
  void forOtherProgramsThereIsALineOfJsonForEachImage() throws IOException {
    Path model =
        ModelExport.of(
                HandMadeCheckpoint.answering(
                    folder.resolve("of three"), List.of("owl", "auk", "kite"), 0.5, 0.375, 0.125))
            .write(folder.resolve("model of three"));
    Path picture =
        Files.write(
            folder.resolve("a.png"), PaintedImages.png(PaintedImages.picture(20, 20, 1, 1)));
    Path text = Files.writeString(folder.resolve("b.png"), "no image");

    CommandRun run =
        CommandRun.of("classify", "--json", "--model=" + model, folder.resolve("?.png").toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("1 image of 2 could not be read\n");
    assertThat(run.out().replaceAll("(0\\.\\d{3})\\d+", "$1"))
        .isEqualTo(
            "{\"image\":\""
                + picture
                + "\",\"predictions\":[{\"label\":\"owl\",\"name\":\"owl\",\"probability\":0.5},"
                + "{\"label\":\"auk\",\"name\":\"auk\",\"probability\":0.375},"
                + "{\"label\":\"kite\",\"name\":\"kite\",\"probability\":0.125}]}\n"
                + "{\"image\":\""
                + text
                + "\",\"error\":\"is not a JPEG, PNG or GIF image: its content is no image format"
                + " known here\"}\n");
  }
}
