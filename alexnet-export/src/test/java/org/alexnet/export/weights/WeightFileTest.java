package org.alexnet.export.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.ModelExport;
import org.alexnet.export.caffe.proto.BlobProto;
import org.alexnet.export.caffe.proto.NetParameter;
import org.alexnet.export.caffe.proto.V1LayerParameter;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dense.Spread;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.Relu;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.ImportedCheckpoint;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** A network of every kind of link, in files of others: there it says the same. */
class WeightFileTest {
  private static final int SIDE = 8;
  private static final List<String> LABELS = List.of("auk", "crow", "owl");

  @TempDir private static Path shared;
  private static AlexNetSpec spec;
  private static ImmutableList<float[]> values;
  private static Checkpoint checkpoint;

  @TempDir private Path folder;

  @BeforeAll
  static void makeACheckpoint() throws IOException {
    Initializer any = new Initializer(0.1, 0.1);
    spec =
        new AlexNetSpec(
            "of every kind",
            SIDE,
            2,
            3,
            ImmutableList.of(
                new Conv("conv1", 4, 3, 1, Padding.NONE, Connectivity.GROUPED, any),
                new Relu("relu1"),
                new Conv("conv2", 6, 3, 1, Padding.NONE, Connectivity.GROUPED, any),
                new Relu("relu2"),
                new Conv("conv3", 4, 2, 1, Padding.NONE, Connectivity.CROSS_TOWER, any),
                new Relu("relu3"),
                new Dense("fc4", 10, Connectivity.CROSS_TOWER, Spread.OVER_TOWERS, any),
                new Relu("relu4"),
                new Dropout("drop4", 0.75),
                new Dense("fc5", 3, Connectivity.CROSS_TOWER, Spread.FIRST_TOWER, any)));
    Random random = new Random(5);
    List<float[]> drawn = new ArrayList<>();
    for (Parameter parameter : ParameterTable.of(spec).parameters()) {
      float[] one = new float[(int) parameter.shape().size()];
      for (int i = 0; i < one.length; i++) {
        one[i] = (float) random.nextGaussian() / 4;
      }
      drawn.add(one);
    }
    values = ImmutableList.copyOf(drawn);
    checkpoint = imported().write(shared.resolve("checkpoint"), values);
  }

  private static ImportedCheckpoint imported() {
    return new ImportedCheckpoint(
        spec,
        TrainingRecipe.of(Preset.CAFFE),
        LabelMap.of(LABELS),
        StoredFormat.ofSize(10),
        NdArrays.wrap(Shape.of(10, 10, 3), DataBuffers.of(new float[300], false, false)));
  }

  private Path write(WeightFormat format) throws IOException {
    Path file = folder.resolve("weights." + format.ending());
    WeightFile.write(file, format, checkpoint);
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBitForBit(WeightFormat format) throws IOException {
    ImmutableList<float[]> found = WeightFile.read(write(format), spec);

    assertThat(found).hasSameSizeAs(values);
    for (int i = 0; i < values.size(); i++) {
      assertThat(found.get(i)).isEqualTo(values.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLayersOfOthersSayTheSame(WeightFormat format) throws IOException {
    Path file = write(format);
    boolean isBgr = format == WeightFormat.CAFFEMODEL;
    NaiveNetwork network =
        new NaiveNetwork(
            switch (format) {
              case CAFFEMODEL -> CaffeModel.read(file, "");
              case NPZ -> NpzFile.read(file);
              case SAFETENSORS -> SafetensorsFile.read(file);
            });
    Path version = ModelExport.of(checkpoint).write(folder.resolve("model"));
    float[] pixels = new float[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 37 % 101 / 50f - 1;
    }
    double[][][] image = new double[3][SIDE][SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int channel = isBgr ? 2 - i % 3 : i % 3;
      image[channel][i / 3 / SIDE][i / 3 % SIDE] = pixels[i];
    }
    double[][][] maps =
        network.conv("conv3", network.conv("conv2", network.conv("conv1", image, 1), 2), 1);
    double[] logits =
        network.linear("fc5", NaiveNetwork.relu(network.linear("fc4", NaiveNetwork.flat(maps))));
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    try (SavedModelBundle model = SavedModelBundle.load(version.toString(), "serve");
        TFloat32 input = TFloat32.tensorOf(Shape.of(1, SIDE, SIDE, 3), DataBuffers.of(pixels));
        Result result = model.function("images").call(Map.of("images", input))) {
      TFloat32 found = (TFloat32) result.get("probabilities").orElseThrow();
      for (int label = 0; label < logits.length; label++) {
        assertThat((double) found.getFloat(0, label))
            .isCloseTo(Math.exp(logits[label]) / sum, within(1e-6));
      }
    }
  }

  /** Layers as they were before 2015, their sides as num, channels, height and width. */
  @Test
  void oldNetsAreReadToo() throws IOException {
    NetParameter.Builder old = NetParameter.newBuilder();
    NetParameter now = NetParameter.parseFrom(Files.readAllBytes(write(WeightFormat.CAFFEMODEL)));
    now.getLayerList()
        .forEach(
            layer -> {
              V1LayerParameter.Builder before = old.addLayersBuilder().setName(layer.getName());
              for (BlobProto blob : layer.getBlobsList()) {
                List<Long> sides = new ArrayList<>(blob.getShape().getDimList());
                while (sides.size() < 4) {
                  sides.add(0, 1L);
                }
                before.addBlobs(
                    blob.toBuilder()
                        .clearShape()
                        .setNum(sides.get(0).intValue())
                        .setChannels(sides.get(1).intValue())
                        .setHeight(sides.get(2).intValue())
                        .setWidth(sides.get(3).intValue()));
              }
            });
    Path file = Files.write(folder.resolve("old.caffemodel"), old.build().toByteArray());

    ImmutableList<float[]> found = WeightFile.read(file, spec);
    for (int i = 0; i < values.size(); i++) {
      assertThat(found.get(i)).isEqualTo(values.get(i));
    }
  }

  @Test
  void aMissingTensorAndOtherSidesAreNamed() throws IOException {
    Path file = write(WeightFormat.NPZ);
    AlexNetSpec deeper = Preset.CIFAR10.spec();

    assertThatThrownBy(() -> WeightFile.read(file, Preset.PAPER.spec()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file
                + ": conv1.weight has the sides [4, 3, 3, 3], but that of paper has [96, 3, 11, 11]");
    assertThatThrownBy(() -> WeightFile.read(file, spec.withoutLayer("conv3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": fc4.weight has the sides [10, 36]");
    assertThatThrownBy(() -> WeightFile.read(file, deeper))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WeightFormat.of(Path.of("weights.pth")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights.pth must end with .caffemodel, .npz or .safetensors");
  }

  @Test
  void filesOfAnotherKindAreRefused() throws IOException {
    for (WeightFormat format : WeightFormat.values()) {
      Path empty = Files.createFile(folder.resolve("empty." + format.ending()));
      Path text =
          Files.writeString(folder.resolve("text." + format.ending()), "no parameters at all");
      for (Path file : List.of(empty, text)) {
        assertThatThrownBy(() -> WeightFile.read(file, spec))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(file.toString());
      }
    }
    Path cut = folder.resolve("cut.safetensors");
    byte[] whole = Files.readAllBytes(write(WeightFormat.SAFETENSORS));
    Files.write(cut, Arrays.copyOf(whole, whole.length - 4));
    assertThatThrownBy(() -> WeightFile.read(cut, spec))
        .isInstanceOf(IOException.class)
        .hasMessage(cut + ": fc5.bias has 8 bytes, its sides have room for 12");
    Path header = folder.resolve("header.safetensors");
    whole[8] = '!';
    Files.write(header, whole);
    assertThatThrownBy(() -> WeightFile.read(header, spec))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(header + " is no safetensors file: its header is no JSON: ");
    byte[] zip = Files.readAllBytes(write(WeightFormat.NPZ));
    Path half = Files.write(folder.resolve("half.npz"), Arrays.copyOf(zip, zip.length / 2));
    assertThatThrownBy(() -> WeightFile.read(half, spec))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(half.toString());
  }

  /** As NumPy writes them: float64 by default, and in Fortran's order what was transposed. */
  @Test
  void otherNumbersOfNumPyAreRead() throws IOException {
    Path file = folder.resolve("one.npz");
    byte[] data =
        ByteBuffer.allocate(32)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putDouble(1)
            .putDouble(-2)
            .putDouble(0.5)
            .putDouble(3)
            .array();
    zip(file, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }          \n", data);
    NamedTensor tensor = NpzFile.read(file).get(0);
    assertThat(tensor.name()).isEqualTo("one");
    assertThat(tensor.shape()).containsExactly(2, 2);
    assertThat(tensor.values()).containsExactly(1, -2, 0.5f, 3);

    zip(file, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }\n", data);
    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": one.npy is in Fortran's order");
    zip(file, "{'descr': '<i8', 'fortran_order': False, 'shape': (2, 2), }\n", data);
    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": one.npy is of <i8");
    byte[] halves = {0, 0x3c, 0, (byte) 0xc0}; // 1 and -2
    zip(file, "{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }\n", halves);
    assertThat(NpzFile.read(file).get(0).values()).containsExactly(1, -2);
    assertThat(NumberType.BFLOAT16.read(new byte[] {(byte) 0x80, 0x3f}, 1, "")).containsExactly(1);
  }

  private static void zip(Path file, String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("one.npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
      zip.write(new byte[] {(byte) text.length, 0});
      zip.write(text);
      zip.write(data);
      zip.closeEntry();
    }
  }

  @Test
  void whatIsImportedHasWhatItTakesToServe() throws IOException {
    assertThat(checkpoint.step()).isZero();
    assertThat(checkpoint.labels().labels()).isEqualTo(LABELS);
    assertThatThrownBy(() -> imported().write(shared.resolve("checkpoint"), values))
        .isInstanceOf(IOException.class)
        .hasMessage(shared.resolve("checkpoint") + " exists already");
    assertThatThrownBy(
            () ->
                new ImportedCheckpoint(
                    spec.withClassCount(4),
                    checkpoint.recipe(),
                    checkpoint.labels(),
                    StoredFormat.ofSize(10),
                    MeanImage.ofColor("1,2,3", 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must be as many as the classes of of every kind, 4, found 3");
    assertThatThrownBy(() -> MeanImage.ofColor("1,2,256", 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mean must be red, green and blue, each 0 to 255, found 1,2,256");
  }

  @Test
  void theMeanOfCaffeIsTurnedRound() throws IOException {
    BlobProto.Builder mean =
        BlobProto.newBuilder().setNum(1).setChannels(3).setHeight(2).setWidth(2);
    for (int i = 0; i < 12; i++) {
      mean.addData(i);
    }
    Path file = Files.write(folder.resolve("mean.binaryproto"), mean.build().toByteArray());

    var found = MeanImage.read(file, 2);

    // Blue is 0 to 3 there, red 8 to 11; the pixel at row 1, column 0 is the third.
    assertThat(found.getFloat(1, 0, 0)).isEqualTo(10);
    assertThat(found.getFloat(1, 0, 1)).isEqualTo(6);
    assertThat(found.getFloat(1, 0, 2)).isEqualTo(2);
    assertThatThrownBy(() -> MeanImage.read(file, 3))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " has the sides [1, 3, 2, 2], expected [1, 3, 3, 3]");
  }
}
