package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.alexnet.common.Processor;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A batch that a compiled loop makes is that of single images, bit for bit. */
class CompiledImagesTest {
  private static final int SIZE = 24;
  private static final int CROP = 17;
  private static final int IMAGES = 6;
  private static final Augmentation PAPER = TrainingStream.PAPER;

  @TempDir private static Path folder;
  private static Dataset jpeg;
  private static Dataset png;

  @BeforeAll
  static void prepare() throws IOException {
    Random random = new Random(5);
    for (String split : new String[] {"train", "validation"}) {
      for (int i = 0; i < IMAGES; i++) {
        Path into = Files.createDirectories(folder.resolve("images/" + split + "/" + i % 2));
        Files.write(into.resolve(i + ".png"), TestImages.encoded(noise(random), "png"));
      }
    }
    StoredFormat format = StoredFormat.ofSize(SIZE);
    Preparation preparation = Preparation.of(ClassFolders.in(folder.resolve("images")));
    jpeg = preparation.withFormat(format).write(folder.resolve("jpeg"));
    png = preparation.withFormat(format.withEncoding(Encoding.PNG)).write(folder.resolve("png"));
  }

  private static BufferedImage noise(Random random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      image.setRGB(i % SIZE, i / SIZE, random.nextInt(1 << 24));
    }
    return image;
  }

  private static Stream<Augmentation> everyRule() {
    return Stream.of(
        Augmentation.none(),
        Augmentation.none().withFlip(true),
        Augmentation.none().withRandomCrop(true),
        PAPER,
        PAPER.withMean(MeanPlace.CENTER),
        PAPER.withPcaScale(PcaScale.STANDARD_DEVIATION).withImagesPerDraw(4),
        Augmentation.none().withPcaDivided(true));
  }

  @ParameterizedTest
  @MethodSource("everyRule")
  void imagesAreThoseMadeOneByOne(Augmentation augmentation) throws IOException {
    assertSame(jpeg, CROP, augmentation);
    assertSame(png, CROP, augmentation);
  }

  /** Then the crop is the image: no mean but one, and its mirror image. */
  @Test
  void cropsMayBeWholeImages() throws IOException {
    assertSame(jpeg, SIZE, PAPER);
  }

  private static void assertSame(Dataset dataset, int crop, Augmentation augmentation)
      throws IOException {
    TrainingStream single = TrainingStream.read(dataset, crop, 3, augmentation, 7, 1, 20, false);
    TrainingStream compiled = TrainingStream.read(dataset, crop, 3, augmentation, 7, 1, 20, true);

    assertThat(compiled.labels()).isEqualTo(single.labels());
    for (int i = 0; i < single.images().size(); i++) {
      assertThat(Arrays.mismatch(compiled.images().get(i), single.images().get(i)))
          .as("first number of image %s that differs", i)
          .isEqualTo(-1);
    }
  }

  @Test
  void theLoopIsInTheGraphAndNotInTheStream() throws IOException {
    try (Graph graph = new Graph()) {
      InputPipeline.training(Ops.create(graph), jpeg, new TrainingInput(CROP, 3, PAPER, 7), true);
      assertThat(graph.toGraphDef().getNodeList())
          .filteredOn(CompiledImagesTest::isLoop)
          .hasSize(1);
      assertThat(graph.toGraphDef().getLibrary().getFunctionList())
          .flatExtracting(FunctionDef::getNodeDefList)
          .noneMatch(CompiledImagesTest::isLoop);
    }
  }

  private static boolean isLoop(NodeDef node) {
    return node.getAttrMap().containsKey("_XlaMustCompile");
  }

  /** 3 * 58 * 58 = 10,092 values and 3 * 57 * 57 = 9,747. */
  @Test
  void largeCropsAreCompiledWhereLoopsAre() {
    assertThat(CompiledImages.areFaster(58))
        .isEqualTo(Processor.instructionSets().contains("avx512f"));
    assertThat(CompiledImages.areFaster(57)).isFalse();
  }

  /** XLA would multiply by the reciprocal. */
  @Test
  void colorsThatAreDividedAreNotCompiled() {
    TrainingInput divided = new TrainingInput(CROP, 3, PAPER.withPcaDivided(true), 7);

    assertThat(CompiledImages.canMake(divided)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CompiledImages(jpeg, divided))
        .withMessage("augmentations must divide nothing, found %s", divided);
  }

  /** Of which some shift no colors, and some subtract the mean's center. */
  @Test
  void oneLoopIsForAllAugmentationsOfAStream() throws IOException {
    ImmutableSet<Augmentation> all = ImmutableSet.copyOf(everyRule().toList());
    for (Augmentation one : all) {
      assertThat(Arrays.mismatch(firstBatch(all, one, true), firstBatch(all, one, false)))
          .as("first number that differs with %s", one)
          .isEqualTo(-1);
    }
  }

  private static float[] firstBatch(
      ImmutableSet<Augmentation> all, Augmentation one, boolean compilesLoops) throws IOException {
    try (Graph graph = new Graph()) {
      InputPipeline input =
          InputPipeline.training(
              Ops.create(graph), jpeg, new TrainingInput(CROP, 3, all, 7), compilesLoops);
      try (Session session = new Session(graph);
          TInt64 position = TInt64.scalarOf(12)) {
        session.runner().feed(input.position(), position).addTarget(input.start(one)).run().close();
        try (Result result = session.runner().fetch(input.images()).run()) {
          float[] values = new float[3 * CROP * CROP * 3];
          ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values);
          return values;
        }
      }
    }
  }
}
