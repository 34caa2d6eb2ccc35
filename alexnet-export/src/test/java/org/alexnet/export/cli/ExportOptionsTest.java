package org.alexnet.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.common.Hashes;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.TfRecordReader;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.alexnet.export.Classifier;
import org.alexnet.export.ClassifierOptions;
import org.alexnet.export.ModelExport;
import org.alexnet.export.PaintedImages;
import org.alexnet.export.Prediction;
import org.alexnet.export.ResponsiveNetwork;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.proto.ModelNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.proto.EvaluationProto;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Features;

/** What each option of the commands changes, and what {@code --if-exists resume} notices. */
class ExportOptionsTest {
  private static final List<String> CLASSES = List.of("a", "b", "c", "d", "e", "f");

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Checkpoint first;
  private static Checkpoint second;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    PaintedImages.classFolders(shared.resolve("images"), 4, CLASSES);
    dataset =
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

  private CommandRun export(Checkpoint checkpoint, String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("export", "--checkpoint=" + checkpoint.directory(), "--out=" + folder),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String manifest(int version) throws IOException {
    return Files.readString(folder.resolve(version + "/assets.extra/model.json"));
  }

  @Test
  void parametersAreStoredAsTrainedUnlessToldOtherwise() throws IOException {
    assertThat(export(first).err()).isEmpty();
    assertThat(manifest(1)).contains("\"storedWeights\": \"float32\",");

    assertThat(export(first, "--weights=bfloat16", "--if-exists=resume").err()).isEmpty();
    assertThat(manifest(2)).contains("\"storedWeights\": \"bfloat16\",");
  }

  @Test
  void continuingTakesTheModelThatIsThereOnlyIfItIsTheSame() throws IOException {
    assertThat(export(first, "--weights=float16").out())
        .contains("The model is in " + folder.resolve("1"));

    CommandRun same = export(first, "--weights=float16", "--if-exists=resume");
    assertThat(same.err()).isEmpty();
    assertThat(same.out()).contains("The model is in " + folder.resolve("1") + "\n");

    CommandRun otherNumbers = export(first, "--weights=float32", "--if-exists=resume");
    assertThat(otherNumbers.out()).contains("The model is in " + folder.resolve("2") + "\n");

    CommandRun otherWeights = export(second, "--weights=float32", "--if-exists=resume");
    assertThat(otherWeights.out()).contains("The model is in " + folder.resolve("3") + "\n");
    assertThat(manifest(3))
        .contains("\"checkpointSha256\": \"" + second.fingerprint() + "\"")
        .doesNotContain(first.fingerprint());
  }

  @Test
  void aModelThatIsThereIsNotOverwrittenUnlessToldTo() throws IOException {
    export(first);

    CommandRun refused = export(second);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "error: "
                + folder
                + " holds a model already; choose --if-exists resume or --if-exists replace\n");
    assertThat(manifest(1)).contains(first.fingerprint());
    try (Stream<Path> versions = Files.list(folder)) {
      assertThat(versions).containsExactly(folder.resolve("1"));
    }
  }

  @Test
  void replacingLeavesTheNewModelAlone() throws IOException {
    export(first);
    export(first, "--weights=float16", "--if-exists=resume");

    assertThat(export(second, "--if-exists=replace").err()).isEmpty();

    try (Stream<Path> versions = Files.list(folder)) {
      assertThat(versions).containsExactly(folder.resolve("3"));
    }
    assertThat(manifest(3)).contains(second.fingerprint());
  }

  @Test
  void theManifestHasTheResultsOfItsOwnCheckpoint() throws IOException {
    export(first);

    var centerCrop = first.manifest().getEpochs(0).getEvaluation();
    var tenCrops = first.manifest().getTenCrops();
    assertThat(tenCrops).isNotEqualTo(centerCrop);
    assertThat(manifest(1))
        .containsPattern(
            "\"centerCrop\": \\{\\s*\"images\": \"24\",\\s*\"top1Correct\": "
                + centerCrop.getTop1Correct()
                + ",\\s*\"top5Correct\": "
                + centerCrop.getTop5Correct()
                + ",")
        .containsPattern(
            "\"tenCrops\": \\{\\s*\"images\": \"24\",\\s*\"top1Correct\": "
                + tenCrops.getTop1Correct()
                + ",\\s*\"top5Correct\": "
                + tenCrops.getTop5Correct()
                + ",")
        .contains("\"step\": \"" + first.step() + "\"")
        .contains("\"rescaledSize\": 80,");
  }

  @Test
  void theModelGivesTheResultsInItsManifest() throws IOException {
    ModelExport.of(first).write(folder, 1);
    ModelNetwork network = Manifests.read(folder.resolve("1")).getNetworks(0);

    assertThat(results(Crops.CENTER)).isEqualTo(counts(network.getCenterCrop()));
    assertThat(results(Crops.TEN)).isEqualTo(counts(network.getTenCrops()));
  }

  private static EvaluationProto counts(EvaluationProto evaluation) {
    return evaluation.toBuilder().clearLogProbability().build();
  }

  @Test
  void theLabelsAreThoseWhoseHashTheManifestHas() throws IOException {
    Path version = ModelExport.of(first).write(folder);

    assertThat(Manifests.read(version).getLabelsSha256())
        .isEqualTo(Hashes.sha256(version.resolve("assets.extra/labels.txt")));
    assertThat(Manifests.read(version).getNetworks(0).getDataset().getFingerprint())
        .isEqualTo(dataset.fingerprint());
  }

  /** How often a model is right about the validation images. */
  private EvaluationProto results(Crops crops) throws IOException {
    EvaluationProto.Builder results = EvaluationProto.newBuilder();
    try (Classifier classifier =
            Classifier.load(folder, ClassifierOptions.usual().withCrops(crops));
        TfRecordReader reader = TfRecordReader.open(dataset.shards(Split.VALIDATION).get(0))) {
      Path image = folder.resolve("image.jpg");
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        Features features = Example.parseFrom(next.get()).getFeatures();
        Files.write(image, bytes(features, "image/encoded"));
        String label = new String(bytes(features, "image/class/text"), StandardCharsets.UTF_8);
        int place =
            classifier.classify(image).stream().map(Prediction::label).toList().indexOf(label);
        results.setImages(results.getImages() + 1);
        results.setTop1Correct(results.getTop1Correct() + (place < 1 ? 1 : 0));
        results.setTop5Correct(results.getTop5Correct() + (place < 5 ? 1 : 0));
      }
    }
    return results.build();
  }

  private static byte[] bytes(Features features, String name) {
    return features.getFeatureOrThrow(name).getBytesList().getValue(0).toByteArray();
  }

  @Test
  void asksAboutEachImageOfAFolderByNameAndPrintsFiveClassesInPercent() throws IOException {
    Path images = Files.createDirectory(folder.resolve("photographs"));
    for (int i = 3; i > 0; i--) {
      ImageIO.write(plain(80 * i), "png", images.resolve("image" + i + ".png").toFile());
    }
    Files.writeString(images.resolve(".hidden"), "no image");

    CommandRun asked = export(first, "--predict", images.toString());

    assertThat(asked.err()).isEmpty();
    List<String> lines = asked.out().lines().filter(line -> line.startsWith("image")).toList();
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
    CommandRun classified = CommandRun.of("classify", "--model=" + folder, images.toString());
    assertThat(classified.err()).isEmpty();
    assertThat(classified.out().lines().filter(line -> line.startsWith("image")).toList())
        .isEqualTo(lines);
  }
}
