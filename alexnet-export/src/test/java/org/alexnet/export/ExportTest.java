package org.alexnet.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.common.FolderLock;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.Preparation;
import org.alexnet.data.TfRecordReader;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.Split;
import org.alexnet.export.cli.ExportCommand;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

class ExportTest {
  private static final Path TEST_DATA = Path.of(System.getProperty("testdata"));
  private static final Placement CPU = Placement.onOneDevice("/CPU:0", 2);

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Checkpoint checkpoint;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    dataset =
        Preparation.of(IdxFiles.in(TEST_DATA.resolve("fashion-mnist")))
            .withImageSize(76)
            .write(shared.resolve("dataset"));
    AlexNetSpec spec =
        Preset.PAPER.spec().withWidthDividedBy(8).withImageSize(67).withClassCount(10);
    TrainingRecipe paper = TrainingRecipe.paper();
    TrainingRecipe recipe = paper.withAugmentation(paper.augmentation().withMean(MeanPlace.CENTER));
    int[] steps = {0};
    checkpoint =
        Training.of(recipe)
            .withPlacement(CPU)
            .withStop(() -> steps[0]++ >= 10)
            .run(spec, dataset, shared.resolve("run"))
            .checkpoint();
  }

  @Test
  void theSavedModelGivesWhatTheEvaluationGraphGives() throws IOException {
    ModelExport.of(checkpoint).write(folder);
    for (Crops crops : Crops.values()) {
      List<byte[]> files = storedImages(20);
      try (Classifier classifier =
          Classifier.load(folder, ClassifierOptions.usual().withCrops(crops))) {
        List<float[]> served = classifier.probabilities(files);
        List<float[]> evaluated = evaluated(crops, 20);
        for (int i = 0; i < files.size(); i++) {
          assertThat(served.get(i)).as("%s, image %s", crops, i).hasSize(10);
          for (int label = 0; label < 10; label++) {
            assertThat(served.get(i)[label]).isCloseTo(evaluated.get(i)[label], within(1e-6f));
          }
        }
      }
    }
  }

  private static List<byte[]> storedImages(int count) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(dataset.shards(Split.VALIDATION).get(0))) {
      for (Optional<byte[]> next = reader.next(); files.size() < count; next = reader.next()) {
        files.add(
            Example.parseFrom(next.orElseThrow())
                .getFeatures()
                .getFeatureOrThrow("image/encoded")
                .getBytesList()
                .getValue(0)
                .toByteArray());
      }
    }
    return files;
  }

  private static List<float[]> evaluated(Crops crops, int count) throws IOException {
    try (GraphSession<Evaluated> session =
            GraphSession.open(CPU, tf -> Evaluated.add(tf, crops, count));
        TInt64 first = TInt64.scalarOf(0)) {
      checkpoint.restore(session);
      Evaluated graph = session.operations();
      session
          .run(runner -> runner.feed(graph.input.position(), first).addTarget(graph.input.start()))
          .close();
      try (Result result = session.run(runner -> runner.fetch(graph.network.probabilities()))) {
        TFloat32 probabilities = (TFloat32) result.get(0);
        List<float[]> means = new ArrayList<>();
        for (int image = 0; image < count; image++) {
          float[] mean = new float[10];
          for (int crop = 0; crop < crops.count(); crop++) {
            for (int label = 0; label < 10; label++) {
              mean[label] +=
                  probabilities.getFloat((long) image * crops.count() + crop, label)
                      / crops.count();
            }
          }
          means.add(mean);
        }
        return means;
      }
    }
  }

  private record Evaluated(InputPipeline input, ForwardPass network) {
    static Evaluated add(Ops tf, Crops crops, int count) throws IOException {
      InputPipeline input =
          InputPipeline.evaluation(
              tf, dataset, Split.VALIDATION, 67, count, crops, MeanPlace.CENTER);
      PlacedNetwork network = new PlacedNetwork(checkpoint.spec(), CPU);
      return new Evaluated(input, new ForwardPass(tf, network, input.images()));
    }
  }

  @Test
  void namesWhatImagesShowMostProbableFirst() throws IOException {
    ModelExport.of(checkpoint).write(folder);
    Path bag = TEST_DATA.resolve("images/bag.png");
    Path coat = TEST_DATA.resolve("images/coat.png");
    try (Classifier classifier = Classifier.load(folder)) {
      List<Prediction> predictions = classifier.classify(bag);

      assertThat(classifier.labels().labels()).startsWith("t-shirt", "trouser").hasSize(10);
      assertThat(predictions)
          .extracting(Prediction::label)
          .containsExactlyInAnyOrderElementsOf(classifier.labels().labels());
      assertThat(predictions)
          .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
      assertThat(predictions.stream().mapToDouble(Prediction::probability).sum())
          .isCloseTo(1, within(1e-5));
      float[] raw = classifier.probabilities(List.of(Files.readAllBytes(bag))).get(0);
      for (Prediction prediction : predictions) {
        int label = classifier.labels().indexOf(prediction.label());
        assertThat(prediction.probability()).as(prediction.label()).isEqualTo(raw[label]);
      }
      List<Prediction> inBatch = classifier.classify(List.of(coat, coat, bag)).get(2);
      assertThat(inBatch.get(0).label()).isEqualTo(predictions.get(0).label());
      assertThat(inBatch.get(0).probability())
          .isCloseTo(predictions.get(0).probability(), within(1e-6));
    }
  }

  @Test
  void isServableAndDescribesItself() throws IOException {
    Path version = ModelExport.of(checkpoint).write(folder);

    assertThat(version).isEqualTo(folder.resolve("1"));
    assertThat(Files.readAllLines(version.resolve("assets.extra/labels.txt")))
        .isEqualTo(checkpoint.labels().labels());
    assertThat(version.resolve("assets.extra/model.json"))
        .content()
        .contains("\"name\": \"paper", "\"storedWeights\": \"float32\"", "\"rescaledSize\": 76");
    try (SavedModelBundle bundle = SavedModelBundle.load(version.toString(), "serve")) {
      SignatureDef signature = bundle.metaGraphDef().getSignatureDefOrThrow("serving_default");
      assertThat(signature.getMethodName()).isEqualTo("tensorflow/serving/predict");
      assertThat(signature.getInputsOrThrow("image_bytes").getTensorShape().getDim(0).getSize())
          .isEqualTo(-1);
      assertThat(signature.getOutputsOrThrow("probabilities").getTensorShape().getDim(1).getSize())
          .isEqualTo(10);
      assertThat(bundle.metaGraphDef().getGraphDef().getNodeList())
          .allMatch(node -> node.getDevice().isEmpty());
    }
  }

  @Test
  void everyFileOfAModelIsComparedWithItsHash() throws IOException {
    Path version = ModelExport.of(checkpoint).write(folder);
    try (Stream<Path> all = Files.walk(version)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(file, damaged);
        assertThatThrownBy(() -> Classifier.load(folder))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(file.toString());
        Files.write(file, whole);
      }
    }
    Classifier.load(folder).close();
  }

  @Test
  void replacingKeepsTheOldModelUntilTheNewOneIsThere() throws IOException {
    ModelExport.of(checkpoint).write(folder.resolve("model"));
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(checkpoint.directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    byte[] bytes = Files.readAllBytes(copy.resolve("tensors.index"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(copy.resolve("tensors.index"), bytes);
    String[] export = {
      "export", "--checkpoint=" + copy, "--out=" + folder.resolve("model"), "--if-exists=replace"
    };

    assertThat(CommandLineTool.execute(new ExportCommand(), export)).isOne();

    try (Classifier classifier = Classifier.load(folder.resolve("model"))) {
      assertThat(classifier.directory()).isEqualTo(folder.resolve("model/1"));
    }
  }

  @Test
  void whatHasNoManifestIsNoVersion() throws IOException {
    Path first = ModelExport.of(checkpoint).write(folder);
    Path foreign = Files.createDirectory(folder.resolve("7"));
    Files.copy(first.resolve("saved_model.pb"), foreign.resolve("saved_model.pb"));

    try (Classifier classifier = Classifier.load(folder)) {
      assertThat(classifier.directory()).isEqualTo(first);
    }
    assertThat(ModelExport.of(checkpoint).write(folder)).isEqualTo(folder.resolve("8"));
  }

  @Test
  void countsVersionsAndLoadsTheLatest() throws IOException {
    ModelExport.of(checkpoint).write(folder, 9);
    Path next = ModelExport.of(checkpoint).write(folder);

    assertThat(next).isEqualTo(folder.resolve("10"));
    try (Classifier classifier = Classifier.load(folder)) {
      assertThat(classifier.directory()).isEqualTo(next);
    }
    assertThatThrownBy(() -> ModelExport.of(checkpoint).write(folder, 9))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(folder.resolve("9") + " exists already");
    assertThatThrownBy(() -> ModelExport.of(checkpoint).write(folder, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version must be positive, found 0");
  }

  @Test
  @SuppressWarnings("try") // the lock is held, not asked
  void oneExportAtATimeWritesAFolder() throws IOException {
    try (FolderLock lock = FolderLock.in(folder)) {
      assertThatThrownBy(() -> ModelExport.of(checkpoint).write(folder))
          .isInstanceOf(IOException.class)
          .hasMessage(
              folder
                  + " is being written by this process; wait until it has ended, or name another"
                  + " folder");
    }
    assertThat(ModelExport.of(checkpoint).write(folder)).isEqualTo(folder.resolve("1"));
  }

  @Test
  void leavesNothingWhenTheCheckpointIsDamaged() throws IOException {
    Path copy = folder.resolve("copy");
    Files.createDirectory(copy);
    try (Stream<Path> files = Files.list(checkpoint.directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Checkpoint damaged = Checkpoint.open(copy);
    byte[] bytes = Files.readAllBytes(copy.resolve("tensors.index"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(copy.resolve("tensors.index"), bytes);

    assertThatThrownBy(() -> ModelExport.of(damaged).write(folder.resolve("model")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(copy.resolve("tensors.index") + " is damaged: it has SHA-256 ");

    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void refusesFilesThatAreNoImages() throws IOException {
    ModelExport.of(checkpoint).write(folder);
    Path text = Files.writeString(folder.resolve("text.jpg"), "not an image");
    byte[] png = Files.readAllBytes(TEST_DATA.resolve("images/bag.png"));
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(png, png.length / 2));
    try (Classifier classifier = Classifier.load(folder)) {
      assertThatThrownBy(() -> classifier.classify(text))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(text + " is not a JPEG, PNG or GIF image");
      assertThatThrownBy(() -> classifier.classify(cut))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(cut.toString())
          .hasMessageNotContaining("\n");
      assertThatThrownBy(() -> classifier.probabilities(ImmutableList.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("files must not be empty");
    }
  }

  @Test
  void namesTheDamagedImageOfABatch() throws IOException {
    ModelExport.of(checkpoint).write(folder.resolve("model"));
    Path whole = TEST_DATA.resolve("images/bag.png");
    byte[] png = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(png, png.length / 2));
    try (Classifier classifier = Classifier.load(folder.resolve("model"))) {
      assertThatThrownBy(() -> classifier.classify(List.of(whole, cut, whole)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(cut + " cannot be decoded: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void answersOrRefusesEveryCallWhileItIsClosed() throws Exception {
    ModelExport.of(checkpoint).write(folder);
    List<byte[]> files = List.of(Files.readAllBytes(TEST_DATA.resolve("images/bag.png")));
    Classifier classifier = Classifier.load(folder);
    AtomicInteger answers = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<String>> ends = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ends.add(
          threads.submit(
              () -> {
                try {
                  while (true) {
                    classifier.probabilities(files);
                    answers.incrementAndGet();
                  }
                } catch (IllegalStateException e) {
                  return e.getMessage();
                }
              }));
    }
    while (answers.get() < 20) {
      Thread.sleep(10);
    }

    Future<?> closing = threads.submit(classifier::close); // waits for a thread if all are in use
    Thread closer = new Thread(classifier::close);
    closer.setDaemon(true);
    closer.start();
    closer.join(30_000);

    assertThat(closer.isAlive()).isFalse();
    for (Future<String> end : ends) {
      assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("the classifier is closed");
    }
    closing.get(30, TimeUnit.SECONDS); // closing again does nothing
    threads.shutdown();
    assertThatThrownBy(() -> classifier.classify(TEST_DATA.resolve("images/bag.png")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }

  @Test
  void refusesAnotherNumberOfLabelsThanTheOutputHas() throws IOException {
    Path version = ModelExport.of(checkpoint).write(folder);
    AlexNetSpec eleven = checkpoint.spec().withClassCount(11);
    ModelManifest.Builder manifest = Manifests.read(version).toBuilder().addLabels("one more");

    Manifests.FILE.write(version.resolve("assets.extra"), manifest.build());
    assertThatThrownBy(() -> Classifier.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            version.resolve("assets.extra/model.json")
                + " is not the manifest of a model: it has 11 labels, but its network has 10 classes");

    manifest.getNetworksBuilder(0).setNetwork(SpecCodec.toProto(eleven));
    Manifests.FILE.write(version.resolve("assets.extra"), manifest.build());
    assertThatThrownBy(() -> Classifier.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            version.resolve("assets.extra/model.json")
                + " has 11 labels, but the model's output has 10 classes; export the model again");
  }

  @Test
  void theSavedModelRefusesByTheHeaderWhatItsDecoderHasNoBoundFor() throws IOException {
    Path version = ModelExport.of(checkpoint).write(folder);
    byte[] png = Files.readAllBytes(TEST_DATA.resolve("images/bag.png"));
    byte[] huge = png.clone();
    ByteBuffer.wrap(huge).putInt(16, 12_000).putInt(20, 12_000);
    ByteArrayOutputStream gif = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "gif", gif);
    try (SavedModelBundle bundle = SavedModelBundle.load(version.toString(), "serve");
        Classifier classifier = Classifier.load(version)) {
      assertThat(call(bundle, png)).isEqualTo(classifier.probabilities(List.of(png)).get(0));
      assertThatThrownBy(() -> call(bundle, huge)).hasMessageContaining(" megapixels:] [0]");
      assertThatThrownBy(() -> call(bundle, gif.toByteArray()))
          .hasMessageContaining(" are neither JPEG nor PNG, ");
      assertThatThrownBy(() -> classifier.probabilities(List.of(png, huge)))
          .isInstanceOf(BadImageException.class)
          .hasMessage("image 1 has 12000x12000 pixels; at most 64 megapixels are read");
      assertThat(classifier.probabilities(List.of(gif.toByteArray()))).hasSize(1);
    }
  }

  private static float[] call(SavedModelBundle bundle, byte[] file) {
    var bytes = NdArrays.vectorOfObjects(file);
    try (TString input = TString.tensorOfBytes(bytes);
        Result result = bundle.call(Map.of("image_bytes", input))) {
      TFloat32 probabilities = (TFloat32) result.get("probabilities").orElseThrow();
      float[] row = new float[10];
      for (int label = 0; label < 10; label++) {
        row[label] = probabilities.getFloat(0, label);
      }
      return row;
    }
  }

  @Test
  void classifyAnswersForTheOthersWhereImagesCannotBeRead() throws IOException {
    ModelExport.of(checkpoint).write(folder.resolve("model"));
    Path images = Files.createDirectory(folder.resolve("images"));
    byte[] png = Files.readAllBytes(TEST_DATA.resolve("images/bag.png"));
    for (int i = 0; i < 70; i++) {
      Files.write(images.resolve(String.format(Locale.ROOT, "%02d.png", i)), png);
    }
    Files.writeString(images.resolve("notes.txt"), "no image");
    Files.write(images.resolve("66.png"), Arrays.copyOf(png, png.length / 2));
    Files.createFile(images.resolve("none.jpg"));
    Files.createFile(images.resolve("Thumbs.db"));
    String[] classify = {
      "classify", "--model", folder.resolve("model").toString(), images.toString()
    };
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandLineTool.execute(new ExportCommand(), classify)).isEqualTo(1);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }

    List<String> rows = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualTo("3 images of 72 could not be read" + System.lineSeparator());
    assertThat(rows).hasSize(2 + 72).filteredOn(row -> row.contains(" %")).hasSize(69);
    assertThat(rows)
        .contains(
            "none.jpg    is empty",
            "notes.txt   is not a JPEG, PNG or GIF image: its content is no image format known"
                + " here")
        .anyMatch(row -> row.startsWith("66.png      cannot be decoded: "));
  }

  @Test
  void replacingDeletesOlderVersionsAndNothingElse() throws IOException {
    ModelExport.of(checkpoint).write(folder);
    Path photographs = Files.createDirectory(folder.resolve("2012"));
    Files.writeString(photographs.resolve("holiday.jpg"), "mine");
    String[] export = {
      "export",
      "--checkpoint",
      checkpoint.directory().toString(),
      "--out",
      folder.toString(),
      "--if-exists",
      "replace"
    };

    assertThat(CommandLineTool.execute(new ExportCommand(), export)).isZero();

    assertThat(folder.resolve("1")).doesNotExist();
    assertThat(folder.resolve("2013/saved_model.pb")).as("above what a server sees").exists();
    assertThat(photographs.resolve("holiday.jpg")).hasContent("mine");
  }

  @Test
  void refusesAFolderThatHoldsNoModel() {
    assertThatThrownBy(() -> Classifier.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder + " holds no model: neither saved_model.pb nor a version's folder with it");
  }
}
