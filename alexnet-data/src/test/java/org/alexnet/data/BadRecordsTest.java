package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training records that are damaged: a bit, a length, the end of a file. */
class BadRecordsTest {
  private static final int IMAGES = 20;
  private static final String NAME = "train-00000-of-00001";
  private static final String DATA = "the file has a record whose data does not match its checksum";

  @TempDir private static Path prepared;
  private static List<byte[]> records;
  private static long[] offsets;

  @TempDir private Path folder;
  private Path out;
  private Path shard;

  @BeforeAll
  static void prepare() throws IOException {
    TestImages.classFolders(prepared.resolve("images/train"), IMAGES / 2, "cat", "dog");
    TestImages.classFolders(prepared.resolve("images/validation"), 2, "cat", "dog");
    Preparation.of(ClassFolders.in(prepared.resolve("images")))
        .withImageSize(8)
        .write(prepared.resolve("out"));
    records = records(prepared.resolve("out").resolve(NAME));
    offsets = new long[IMAGES];
    for (int i = 1; i < IMAGES; i++) {
      offsets[i] = offsets[i - 1] + 16 + records.get(i - 1).length;
    }
  }

  private static List<byte[]> records(Path file) throws IOException {
    List<byte[]> all = new ArrayList<>();
    try (TfRecordReader reader = TfRecordReader.open(file)) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        all.add(next.get());
      }
    }
    return all;
  }

  @BeforeEach
  void copy() throws IOException {
    out = TestImages.copy(prepared.resolve("out"), folder.resolve("out"));
    shard = out.resolve(NAME);
  }

  private void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 4;
    Files.write(file, bytes);
  }

  private void flipDataOf(int... numbers) throws IOException {
    for (int number : numbers) {
      flip(shard, offsets[number] + 20);
    }
  }

  private Dataset skipping(long most) throws IOException {
    return Dataset.open(out, BadRecords.skip(most));
  }

  /** Which records stand at the places of an epoch. */
  private static List<Integer> standing(Dataset dataset) throws IOException {
    return records(dataset.shards(Split.TRAIN).get(0)).stream()
        .map(
            found ->
                IntStream.range(0, IMAGES)
                    .filter(i -> Arrays.equals(found, records.get(i)))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  private static List<Integer> allBut(int... replacements) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, IMAGES).boxed().toList());
    for (int i = 0; i < replacements.length; i += 2) {
      all.set(replacements[i], replacements[i + 1]);
    }
    return all;
  }

  @Test
  void theRecordBeforeTakesThePlaceOfADamagedOne() throws IOException {
    flipDataOf(5, 6, 12);

    Dataset dataset = skipping(3);

    assertThat(dataset.badRecords())
        .containsExactly(
            new BadRecord(NAME, 5, "at byte " + offsets[5] + " " + DATA),
            new BadRecord(NAME, 6, "at byte " + offsets[6] + " " + DATA),
            new BadRecord(NAME, 12, "at byte " + offsets[12] + " " + DATA));
    assertThat(standing(dataset)).isEqualTo(allBut(5, 4, 6, 4, 12, 11));
    assertThat(dataset.imageCount(Split.TRAIN)).isEqualTo(IMAGES);
  }

  @Test
  void theFirstIntactRecordStandsForThoseBeforeIt() throws IOException {
    flipDataOf(0, 1);

    assertThat(standing(skipping(2))).isEqualTo(allBut(0, 2, 1, 2));
  }

  @Test
  void whatIsBehindADamagedLengthOrACutIsLost() throws IOException {
    flip(shard, offsets[17] + 1);
    Dataset damaged = skipping(3);

    assertThat(damaged.badRecords()).extracting(BadRecord::number).containsExactly(17L, 18L, 19L);
    assertThat(damaged.badRecords().get(2).reason())
        .isEqualTo(
            "at byte "
                + offsets[17]
                + " the file has a record whose length does not match its checksum");
    assertThat(standing(damaged)).isEqualTo(allBut(17, 16, 18, 16, 19, 16));

    for (long end : new long[] {offsets[18], offsets[18] + 5, offsets[19] - 1}) {
      Files.write(
          shard, Arrays.copyOf(Files.readAllBytes(prepared.resolve("out/" + NAME)), (int) end));
      assertThat(standing(skipping(2))).as("cut at %s", end).isEqualTo(allBut(18, 17, 19, 17));
    }
  }

  @Test
  void moreThanTheBudgetAreRefused() throws IOException {
    flipDataOf(3, 4);
    String message =
        out
            + " has 2 damaged training records or more, but 1 may be skipped; the first is "
            + NAME
            + ", record 3: at byte "
            + offsets[3]
            + " "
            + DATA
            + "; prepare the images again";

    assertThatThrownBy(() -> skipping(1)).isInstanceOf(IOException.class).hasMessage(message);
    assertThatThrownBy(() -> Dataset.open(out, BadRecords.SKIP)) // a thousandth, rounded up
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void aFileWithoutAnyIntactRecordIsRefused() throws IOException {
    flip(shard, 1);

    assertThatThrownBy(() -> skipping(100))
        .isInstanceOf(IOException.class)
        .hasMessage(shard + " has no intact record left; prepare the images again");
  }

  @Test
  void aMissingFileAndOneOfOtherRecordsAreRefused() throws IOException {
    try (TfRecordWriter writer = TfRecordWriter.create(folder.resolve("other"))) {
      for (int i = IMAGES; i > 0; i--) {
        writer.write(records.get(i - 1));
      }
    }
    Files.move(folder.resolve("other"), shard, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> skipping(100))
        .isInstanceOf(IOException.class)
        .hasMessage(
            shard
                + " is not the file of the manifest, though its records are whole; put that back");

    Files.delete(shard);
    assertThatThrownBy(() -> skipping(100))
        .isInstanceOf(IOException.class)
        .hasMessage(shard + " is missing from the data set");
  }

  @Test
  void damagedValidationImagesAreRefusedInAnyCase() throws IOException {
    flip(out.resolve("validation-00000-of-00001"), 20);
    Dataset dataset = skipping(100);

    assertThat(dataset.badRecords()).isEmpty();
    assertThatThrownBy(() -> dataset.files().requireIntact(Split.VALIDATION))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("validation-00000-of-00001 is damaged: it has SHA-256 ");
  }

  /** Of three epochs and of a stream that begins in their middle. */
  @Test
  void theStreamIsThatOfTheWholeDataSetButForOneImage() throws IOException {
    Augmentation crops = Augmentation.none().withRandomCrop(true);
    Dataset whole = Dataset.open(prepared.resolve("out"));
    flipDataOf(7);
    Dataset damaged = skipping(1);

    TrainingStream expected = TrainingStream.read(whole, 6, 5, crops, 3, 0, 3);
    TrainingStream found = TrainingStream.read(damaged, 6, 5, crops, 3, 0, 3);
    TrainingStream resumed = TrainingStream.read(damaged, 6, 5, crops, 3, 1, 2);

    long[] others =
        LongStream.range(0, 3 * IMAGES)
            .filter(
                i -> !Arrays.equals(found.images().get((int) i), expected.images().get((int) i)))
            .toArray();
    assertThat(others).hasSize(3);
    assertThat(others[0]).isBetween(0L, 19L);
    assertThat(others[1]).isBetween(20L, 39L);
    assertThat(others[2]).isBetween(40L, 59L);
    for (int i = 0; i < resumed.images().size(); i++) {
      assertThat(resumed.images().get(i)).isEqualTo(found.images().get(IMAGES + i));
    }
  }

  @Test
  void withoutBeingToldToSkipNothingIsLeftOut() throws IOException {
    flipDataOf(7);
    Dataset dataset = Dataset.open(out);

    assertThat(dataset.badRecords()).isEmpty();
    assertThatThrownBy(() -> dataset.files().requireIntact(Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(shard + " is damaged: it has SHA-256 ");
  }

  @Test
  void aPolicyIsWrittenAsItIsRead() {
    assertThat(BadRecords.parse("fail")).isEqualTo(BadRecords.FAIL).hasToString("fail");
    assertThat(BadRecords.parse("skip")).isEqualTo(BadRecords.SKIP).hasToString("skip");
    assertThat(BadRecords.parse("skip:7"))
        .isEqualTo(new BadRecords(true, OptionalLong.of(7)))
        .hasToString("skip:7");
    assertThat(BadRecords.SKIP.most(1_281_167)).isEqualTo(1282);
    assertThat(BadRecords.skip(7).most(1_281_167)).isEqualTo(7);
    assertThat(BadRecords.FAIL.most(1_281_167)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SKIP", "skip:", "skip:-1", "skip:1.5", "replace"})
  void whatIsNoPolicyIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BadRecords.parse(text))
        .withMessage("must be fail, skip or skip:COUNT, found '" + text + "'");
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BadRecords.parse("skip:0"))
        .withMessage("budget of bad records must be positive, found 0");
  }
}
