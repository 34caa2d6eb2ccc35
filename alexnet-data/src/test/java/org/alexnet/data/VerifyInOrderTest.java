package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/** Verifying on all cores tells what one core would: the first fault in the order of the files. */
class VerifyInOrderTest {
  private static final String[] CLASSES = "abcdefghij".split("");

  @TempDir private static Path prepared;
  @TempDir private Path folder;
  private Path out;
  private Path shard;

  /** 300 training images: several groups of records. */
  @BeforeAll
  static void prepare() throws IOException {
    TestImages.classFolders(prepared.resolve("images/train"), 30, CLASSES);
    TestImages.classFolders(prepared.resolve("images/validation"), 1, CLASSES);
    Preparation.of(ClassFolders.in(prepared.resolve("images")))
        .withImageSize(8)
        .write(prepared.resolve("out"));
  }

  @BeforeEach
  void copy() throws IOException {
    out = TestImages.copy(prepared.resolve("out"), folder.resolve("out"));
    shard = out.resolve("train-00000-of-00001");
  }

  /** Makes some records images that cannot be decoded, and returns where they are. */
  private List<Long> spoil(Integer... numbers) throws IOException {
    List<Long> offsets = new ArrayList<>();
    Forgery.records(
        out,
        Split.TRAIN,
        records -> {
          long offset = 0;
          for (int i = 0; i < records.size(); i++) {
            if (List.of(numbers).contains(i)) {
              records.set(i, spoiled(records.get(i)));
              offsets.add(offset);
            }
            offset += 16 + records.get(i).length;
          }
        });
    return offsets;
  }

  /** The header is right, so that the fault is found by decoding, which takes the longest. */
  private static byte[] spoiled(byte[] record) {
    try {
      Example.Builder example = Example.parseFrom(record).toBuilder();
      ByteString jpeg =
          example.getFeatures().getFeatureOrThrow("image/encoded").getBytesList().getValue(0);
      BytesList cut = BytesList.newBuilder().addValue(jpeg.substring(0, jpeg.size() - 20)).build();
      example
          .getFeaturesBuilder()
          .putFeature("image/encoded", Feature.newBuilder().setBytesList(cut).build());
      return example.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @RepeatedTest(5)
  void ofSeveralBadImagesTheFirstIsTold() throws IOException {
    List<Long> offsets = spoil(120, 131, 250);

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(shard + " at byte " + offsets.get(0) + " cannot be decoded: ");
  }

  @RepeatedTest(5)
  void aBadImageBeforeADamagedRecordIsTold() throws IOException {
    List<Long> offsets = spoil(135, 140);
    flip(offsets.get(1) + 30);

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(shard + " at byte " + offsets.get(0) + " cannot be decoded: ");
  }

  @Test
  void aDamagedRecordBeforeABadImageIsTold() throws IOException {
    List<Long> offsets = spoil(135, 140);
    flip(offsets.get(0) + 30);

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(IOException.class)
        .hasMessage(
            shard
                + " is damaged at byte "
                + offsets.get(0)
                + ": it has a record whose data does not match its checksum");
  }

  @Test
  void whoGoesOnHearsOfEachFaultOnceInTheOrderOfTheFiles() throws IOException {
    List<Long> offsets = spoil(3, 120, 250);
    flip(offsets.get(1) + 30); // its checksum is wrong now, so that its image is not looked at
    List<String> told = new ArrayList<>();

    Dataset.open(out)
        .verify(
            new VerificationListener() {
              @Override
              public void verified(Split split, long done, long total) {}

              @Override
              public void faulty(IOException fault) {
                told.add(fault.getMessage());
              }
            });

    assertThat(told).hasSize(3); // and none of the file's hash, which follows
    assertThat(told.get(0))
        .startsWith(shard + " at byte " + offsets.get(0) + " cannot be decoded: ");
    assertThat(told.get(1)).startsWith(shard + " is damaged at byte " + offsets.get(1) + ": ");
    assertThat(told.get(2))
        .startsWith(shard + " at byte " + offsets.get(2) + " cannot be decoded: ");
  }

  private void flip(long at) throws IOException {
    byte[] bytes = Files.readAllBytes(shard);
    bytes[(int) at] ^= 1;
    Files.write(shard, bytes);
  }

  @Test
  void progressIsToldInOrderUpToAllImagesOfEachSplit() throws IOException {
    List<String> told = new ArrayList<>();

    Dataset.open(out)
        .verify((split, done, total) -> told.add(split.prefix() + " " + done + "/" + total));

    assertThat(told)
        .containsExactly(
            "train 64/300",
            "train 128/300",
            "train 192/300",
            "train 256/300",
            "train 300/300",
            "validation 10/10");
  }

  /** So many that earlier groups are waited for while later ones are still read. */
  @Test
  void ofFaultsInAFileOfManyGroupsTheFirstIsToldToo() throws IOException {
    Path many = folder.resolve("many");
    int groups = 3 * Runtime.getRuntime().availableProcessors() + 4; // of 64; 3 a core may wait
    for (String label : List.of("a", "b")) {
      for (String split : List.of("train", "validation")) {
        Path images = Files.createDirectories(many.resolve(split).resolve(label));
        for (int i = 0; i < (split.equals("train") ? 32 * groups : 1); i++) {
          ImageIO.write(TestImages.picture(8, 8, i), "png", images.resolve(i + ".png").toFile());
        }
      }
    }
    out = folder.resolve("prepared");
    Preparation.of(ClassFolders.in(many)).withImageSize(8).withImagesPerShard(100_000).write(out);
    shard = out.resolve("train-00000-of-00001");
    List<Long> offsets = spoil(10, 140, 200);

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(shard + " at byte " + offsets.get(0) + " cannot be decoded: ");
  }
}
