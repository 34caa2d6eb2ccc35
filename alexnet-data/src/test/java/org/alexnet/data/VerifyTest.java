package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Int64List;

/** What verifying finds in either split of a data set whose hashes are all right. */
class VerifyTest {
  private static final String LABEL = "image/class/label";
  private static final String ENCODED = "image/encoded";

  @TempDir private static Path prepared;
  @TempDir private Path folder;
  private Path out;

  @BeforeAll
  static void prepare() throws IOException {
    TestImages.classFolders(prepared.resolve("images/train"), 3, "cat", "dog");
    TestImages.classFolders(prepared.resolve("images/validation"), 2, "cat", "dog");
    Preparation.of(ClassFolders.in(prepared.resolve("images")))
        .withImageSize(8)
        .write(prepared.resolve("out"));
  }

  @BeforeEach
  void copy() throws IOException {
    out = TestImages.copy(prepared.resolve("out"), folder.resolve("out"));
  }

  private Path shard(Split split) {
    return out.resolve(split.prefix() + "-00000-of-00001");
  }

  /** Changes the second record, and expects that to be said of it. */
  private void assertFound(Split split, Consumer<Example.Builder> change, String what)
      throws IOException {
    long[] offset = new long[1];
    Forgery.records(
        out,
        split,
        records -> {
          offset[0] = 16L + records.get(0).length;
          records.set(1, changed(records.get(1), change));
        });
    assertRefused(shard(split) + " at byte " + offset[0] + what);
  }

  private static byte[] changed(byte[] record, Consumer<Example.Builder> change) {
    try {
      Example.Builder example = Example.parseFrom(record).toBuilder();
      change.accept(example);
      return example.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  private static Feature numbers(Long... values) {
    return Feature.newBuilder()
        .setInt64List(Int64List.newBuilder().addAllValue(List.of(values)))
        .build();
  }

  private static Feature bytes(byte[] value) {
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFrom(value)))
        .build();
  }

  @Test
  void aClassThatIsNone() throws IOException {
    for (long label : new long[] {0, 3, (1L << 32) + 1}) {
      assertFound(
          Split.VALIDATION,
          example -> example.getFeaturesBuilder().putFeature(LABEL, numbers(label)),
          ": the class is " + label + ", it must be in 1..2");
    }
  }

  @Test
  void aRecordWithoutItsImageOrItsClass() throws IOException {
    String message = ": the record lacks its image or its class";

    assertFound(
        Split.VALIDATION, e -> e.getFeaturesBuilder().putFeature(LABEL, numbers(1L, 2L)), message);
    assertFound(Split.VALIDATION, e -> e.getFeaturesBuilder().removeFeature(LABEL), message);
    assertFound(
        Split.VALIDATION,
        e -> e.getFeaturesBuilder().removeFeature(ENCODED).putFeature(LABEL, numbers(1L)),
        message);
    assertFound(Split.VALIDATION, e -> e.getFeaturesBuilder().clear(), message);
  }

  @Test
  void anImageOfAnotherSize() throws IOException {
    for (int[] size : new int[][] {{9, 8}, {8, 7}, {7, 9}}) {
      byte[] jpeg = TestImages.encoded(TestImages.picture(size[0], size[1], 1), "jpg");
      assertFound(
          Split.VALIDATION,
          example -> example.getFeaturesBuilder().putFeature(ENCODED, bytes(jpeg)),
          ": the image has " + size[0] + "x" + size[1] + " pixels, not 8x8");
    }
  }

  @Test
  void anImageThatIsCutOff() throws IOException {
    byte[] jpeg = TestImages.encoded(TestImages.picture(8, 8, 1), "jpg");
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 10);
    Forgery.records(
        out,
        Split.VALIDATION,
        records ->
            records.set(
                0,
                changed(
                    records.get(0), e -> e.getFeaturesBuilder().putFeature(ENCODED, bytes(cut)))));

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(BadImageException.class)
        .hasMessageStartingWith(shard(Split.VALIDATION) + " at byte 0 cannot be decoded: ");
  }

  @Test
  void aRecordThatIsNoExample() throws IOException {
    Forgery.records(out, Split.VALIDATION, records -> records.set(0, new byte[] {0x0a, 0x7f}));

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            shard(Split.VALIDATION) + " at byte 0: the record is not an Example: ");
  }

  @Test
  void moreOrFewerRecordsThanTheManifestSays() throws IOException {
    int count = 4;
    Forgery.records(out, Split.VALIDATION, records -> records.add(records.get(0)));
    assertRefused(
        shard(Split.VALIDATION)
            + " has "
            + (count + 1)
            + " images, but the manifest says "
            + count);

    Forgery.records(out, Split.VALIDATION, records -> records.subList(0, 2).clear());
    assertRefused(
        shard(Split.VALIDATION)
            + " has "
            + (count - 1)
            + " images, but the manifest says "
            + count);
  }

  @ParameterizedTest
  @EnumSource
  void countsOfClassesThatAreNotThoseOfTheRecords(Split split) throws IOException {
    int each = split == Split.TRAIN ? 3 : 2;
    forge(manifest -> Forgery.of(manifest, split).setImagesPerClass(1, 9));

    assertRefused(
        out
            + ": the "
            + split.prefix()
            + " split has "
            + each
            + " images of class dog, but the manifest says 9");
  }

  @ParameterizedTest
  @EnumSource
  void countsThatDoNotAddUp(Split split) throws IOException {
    forge(manifest -> Forgery.of(manifest, split).setImageCount(9));

    assertRefused(
        out + ": the manifest's counts of the " + split.prefix() + " split do not add up");
  }

  private void forge(Consumer<DatasetManifest.Builder> change) throws IOException {
    Forgery.manifest(out, change);
  }

  @Test
  void aManifestThatIsSignedAndSaysNonsense() throws IOException {
    forge(manifest -> manifest.clearLabels().addLabels("cat"));

    assertRefused(
        out.resolve("dataset.json")
            + " is not the manifest of a data set: labels must name at least 2 classes, found"
            + " [cat]");
  }
}
