package org.alexnet.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.Preparation;
import org.alexnet.data.TfRecordReader;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.alexnet.export.proto.PredictRequest;
import org.alexnet.export.proto.PredictionLog;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.savedmodel.StoredWeights;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** What a SavedModel answers by each of its signatures, called as a server calls it. */
class SignaturesTest {
  private static final List<String> CLASSES =
      List.of("auk", "crow", "kite", "owl", "rook", "tit", "wren");
  private static final int CROP = 67;

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Checkpoint checkpoint;
  private static SavedModelBundle bundle;
  private static List<byte[]> files;

  @TempDir private Path folder;

  @BeforeAll
  static void trainAndExport() throws IOException {
    dataset =
        Preparation.of(
                ClassFolders.in(PaintedImages.classFolders(shared.resolve("images"), 2, CLASSES)))
            .withImageSize(80)
            .write(shared.resolve("data"));
    int[] steps = {0};
    checkpoint =
        Training.of(TrainingRecipe.paper().withBatchSize(14))
            .withPlacement(Placement.onOneDevice("/CPU:0", 2))
            .withStop(() -> steps[0]++ >= 5)
            .run(ResponsiveNetwork.spec(CLASSES.size()), dataset, shared.resolve("run"))
            .checkpoint();
    Path version = ModelExport.of(checkpoint).write(shared.resolve("model"));
    bundle = SavedModelBundle.load(version.toString(), "serve");
    files = HandMadeAnswers.files(dataset.shards(Split.VALIDATION).get(0));
  }

  @AfterAll
  static void close() {
    bundle.close();
  }

  private static Result call(SavedModelBundle model, String signature, List<byte[]> images) {
    try (TString input = strings(images)) {
      return model.function(signature).call(Map.of("image_bytes", input));
    }
  }

  private static TString strings(List<byte[]> images) {
    var bytes = NdArrays.ofObjects(byte[].class, Shape.of(images.size()));
    IntStream.range(0, images.size()).forEach(i -> bytes.setObject(images.get(i), i));
    return TString.tensorOfBytes(bytes);
  }

  private static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    ((TFloat32) tensor).asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static float[] probabilities(SavedModelBundle model, String signature) {
    try (Result result = call(model, signature, files)) {
      return values(result.get("probabilities").orElseThrow());
    }
  }

  @ParameterizedTest
  @EnumSource
  void classesAreTheFiveMostProbable(Crops crops) {
    String signature = crops == Crops.CENTER ? "serving_default" : "ten_crops";
    try (Result result = call(bundle, signature, files)) {
      TString classes = (TString) result.get("classes").orElseThrow();
      TFloat32 scores = (TFloat32) result.get("scores").orElseThrow();
      TFloat32 all = (TFloat32) result.get("probabilities").orElseThrow();
      assertThat(classes.shape()).isEqualTo(Shape.of(files.size(), 5));
      assertThat(scores.shape()).isEqualTo(Shape.of(files.size(), 5));
      for (int image = 0; image < files.size(); image++) {
        float[] row = new float[CLASSES.size()];
        for (int label = 0; label < row.length; label++) {
          row[label] = all.getFloat(image, label);
        }
        float[] sorted = row.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < 5; i++) {
          assertThat(scores.getFloat(image, i)).isEqualTo(sorted[row.length - 1 - i]);
          int label = CLASSES.indexOf(classes.getObject(image, i));
          assertThat(row[label]).isEqualTo(scores.getFloat(image, i));
        }
      }
    }
  }

  @Test
  void preparedImagesGetTheAnswersOfTheirFiles() throws IOException {
    float[] expected = probabilities(bundle, "serving_default");
    try (GraphSession<InputPipeline> session =
            GraphSession.open(
                Placement.of("/CPU:0"),
                tf ->
                    InputPipeline.evaluation(
                        tf,
                        dataset,
                        Split.VALIDATION,
                        CROP,
                        files.size(),
                        Crops.CENTER,
                        MeanPlace.CROP));
        TInt64 first = TInt64.scalarOf(0)) {
      InputPipeline input = session.operations();
      session.run(runner -> runner.feed(input.position(), first).addTarget(input.start())).close();
      try (Result prepared = session.run(runner -> runner.fetch(input.images()));
          Result result =
              bundle.function("images").call(Map.of("images", (TFloat32) prepared.get(0)))) {
        assertThat(values(result.get("probabilities").orElseThrow()))
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(expected);
      }
    }
  }

  /** By plain Java from the parameters of the last layer. */
  @Test
  void featuresAreWhatTheLastLayerReads() {
    float[] expected = probabilities(bundle, "serving_default");
    try (Result result = call(bundle, "features", files);
        Result last =
            bundle
                .session()
                .runner()
                .fetch("parameters/fc8_tower0_weights_read")
                .fetch("parameters/fc8_tower0_biases_read")
                .run()) {
      TFloat32 features = (TFloat32) result.get("features").orElseThrow();
      TFloat32 weights = (TFloat32) last.get(0);
      int units = (int) features.shape().get(1);
      assertThat(weights.shape()).isEqualTo(Shape.of(units, CLASSES.size()));
      for (int image = 0; image < files.size(); image++) {
        double[] logits = new double[CLASSES.size()];
        for (int label = 0; label < logits.length; label++) {
          logits[label] = ((TFloat32) last.get(1)).getFloat(label);
          for (int unit = 0; unit < units; unit++) {
            logits[label] +=
                features.getFloat(image, unit) * (double) weights.getFloat(unit, label);
          }
        }
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        for (int label = 0; label < logits.length; label++) {
          assertThat(Math.exp(logits[label]) / sum)
              .isCloseTo(expected[image * logits.length + label], within(1e-5));
        }
      }
    }
  }

  @Test
  void theGraphHoldsWhatServesAndNothingElse() {
    GraphDef graph = bundle.metaGraphDef().getGraphDef();
    List<String> operations =
        new ArrayList<>(graph.getNodeList().stream().map(NodeDef::getOp).toList());
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(
            function -> function.getNodeDefList().forEach(node -> operations.add(node.getOp())));

    assertThat(bundle.metaGraphDef().getSignatureDefMap().keySet())
        .containsExactlyInAnyOrder("serving_default", "ten_crops", "images", "features");
    assertThat(operations)
        .contains("RestoreV2", "Conv2D", "Softmax")
        .noneMatch(each -> each.matches(".*(Random|Save|Gradient|Backprop|Dropout).*"));
    assertThat(operations.stream().filter("AssignVariableOp"::equals).count())
        .isEqualTo(operations.stream().filter("VarHandleOp"::equals).count());
    assertThat(graph.getNodeList()).allMatch(node -> node.getDevice().isEmpty());
  }

  @Test
  void anErrorNamesTheImagesThatCannotBeDecoded() {
    byte[] whole = files.get(0);
    byte[] cut = Arrays.copyOf(whole, whole.length / 3);
    byte[] text = "not an image".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () -> call(bundle, "serving_default", List.of(whole, cut, whole, text, new byte[0])))
        .hasMessageContaining("images at these positions, counted from 0, ")
        .hasMessageContaining("[1 3 4]");
    assertThatThrownBy(() -> call(bundle, "ten_crops", List.of(text))).hasMessageContaining("[0]");
  }

  @Test
  void theOrderOfImagesIsKept() {
    float[] together = probabilities(bundle, "serving_default");
    for (int i = 0; i < files.size(); i++) {
      try (Result alone = call(bundle, "serving_default", List.of(files.get(i)))) {
        assertThat(values(alone.get("probabilities").orElseThrow()))
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(
                Arrays.copyOfRange(together, i * CLASSES.size(), (i + 1) * CLASSES.size()));
      }
    }
  }

  @Test
  void noImagesAreRefused() {
    assertThatThrownBy(() -> call(bundle, "serving_default", List.of()))
        .hasMessageContaining("there are no images");
  }

  @Test
  void networksAreAveraged() throws IOException {
    List<String> labels = List.of("owl", "auk", "kite");
    Path version =
        ModelExport.average(
                List.of(
                    HandMadeCheckpoint.answering(folder.resolve("a"), labels, 0.5, 0.25, 0.25),
                    HandMadeCheckpoint.answering(folder.resolve("b"), labels, 0.125, 0.75, 0.125)))
            .write(folder.resolve("model"));
    try (SavedModelBundle both = SavedModelBundle.load(version.toString(), "serve")) {
      for (String signature : List.of("serving_default", "ten_crops")) {
        try (Result result = call(both, signature, List.of(files.get(0)))) {
          assertThat(values(result.get("probabilities").orElseThrow()))
              .usingComparatorWithPrecision(1e-6f)
              .containsExactly(0.3125f, 0.5f, 0.1875f);
        }
      }
      assertThat(both.metaGraphDef().getSignatureDefMap()).doesNotContainKey("features");
    }
  }

  @Test
  void networksOfOtherClassesAreNotAveraged() throws IOException {
    Checkpoint owls =
        HandMadeCheckpoint.answering(folder.resolve("a"), List.of("owl", "auk"), 0.5, 0.5);
    Checkpoint crows =
        HandMadeCheckpoint.answering(folder.resolve("b"), List.of("crow", "auk"), 0.5, 0.5);

    assertThatThrownBy(() -> ModelExport.average(List.of(owls, crows)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            crows.directory() + " cannot be averaged with " + owls.directory() + " in one model:")
        .hasMessageContaining("classes");
    assertThatThrownBy(() -> ModelExport.average(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("checkpoints must not be empty");
  }

  @Test
  void halfOfTheBytesSayNearlyTheSame() throws IOException {
    float[] whole = probabilities(bundle, "serving_default");
    Path exact = ModelExport.of(checkpoint).write(folder.resolve("float32"));
    for (StoredWeights half : List.of(StoredWeights.FLOAT16, StoredWeights.BFLOAT16)) {
      Path version =
          ModelExport.of(checkpoint).withStoredWeights(half).write(folder.resolve("" + half));
      try (SavedModelBundle stored = SavedModelBundle.load(version.toString(), "serve");
          Result weights =
              stored.session().runner().fetch("parameters/fc8_tower0_weights_read").run()) {
        assertThat(probabilities(stored, "serving_default"))
            .usingComparatorWithPrecision(0.02f)
            .containsExactly(whole);
        int zeros = half == StoredWeights.BFLOAT16 ? 16 : 13; // bits of float32's fraction lost
        for (float value : values(weights.get(0))) {
          assertThat(Float.floatToIntBits(value) & ((1 << zeros) - 1)).isZero();
        }
      }
      assertThat(Files.size(version.resolve("variables/variables.data-00000-of-00001")) * 2)
          .isEqualTo(Files.size(exact.resolve("variables/variables.data-00000-of-00001")));
    }
  }

  @Test
  void theFrozenGraphSaysTheSameWithoutVariables() throws IOException {
    Path file = folder.resolve("frozen.pb");
    ModelExport.of(checkpoint).writeFrozen(file);
    GraphDef frozen = GraphDef.parseFrom(Files.readAllBytes(file));

    assertThat(frozen.getLibrary().getFunctionList()).isEmpty();
    assertThat(frozen.getNodeList())
        .noneMatch(node -> node.getOp().matches(".*(Variable|VarHandle|Restore).*"));
    assertThat(
            frozen.getNodeList().stream()
                .filter(node -> node.getOp().equals("Placeholder"))
                .toList())
        .extracting(NodeDef::getName)
        .containsExactly("images");
    try (Graph graph = new Graph();
        TFloat32 images =
            TFloat32.tensorOf(
                Shape.of(2, CROP, CROP, 3),
                data ->
                    data.scalars()
                        .forEachIndexed((at, x) -> x.setFloat((float) (at[1] - at[2]))))) {
      graph.importGraphDef(frozen);
      try (Session session = new Session(graph);
          Result found =
              session.runner().feed("images", images).fetch("prepared/probabilities").run();
          Result expected = bundle.function("images").call(Map.of("images", images))) {
        assertThat(values(found.get(0)))
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(values(expected.get("probabilities").orElseThrow()));
      }
    }
  }

  @Test
  void aServerWarmsUpByRequestsThatTheModelAnswers() throws IOException {
    Path requests = shared.resolve("model/1/assets.extra/tf_serving_warmup_requests");
    List<String> signatures = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(requests)) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        PredictRequest request = PredictionLog.parseFrom(next.get()).getPredictLog().getRequest();
        TensorProto images = TensorProto.parseFrom(request.getInputsOrThrow("image_bytes"));
        String signature = request.getModelSpec().getSignatureName();
        signatures.add(signature);
        byte[] image = Iterables.getOnlyElement(images.getStringValList()).toByteArray();
        call(bundle, signature, List.of(image)).close();
      }
    }
    assertThat(signatures).containsExactly("serving_default", "ten_crops", "features");
  }
}
