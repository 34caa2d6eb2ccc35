package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.alexnet.common.proto.FileProto;
import org.alexnet.data.BadRecord;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on a data set some of whose records are damaged. */
class BadRecordsTrainingTest {
  @TempDir private Path folder;
  private Path data;
  private Path shard;

  /** 21 training images of 70 pixels: three steps of eight, the third into the next epoch. */
  @BeforeEach
  void prepare() throws IOException {
    Dataset dataset = FewImages.sevenClasses(folder, 70, 3, 1);
    data = dataset.directory();
    shard = dataset.shards(Split.TRAIN).get(0);
  }

  private CommandRun train(String out, int epochs, String... more) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of(
                "train",
                "--data=" + data,
                "--out=" + folder.resolve(out),
                "--width-divided-by=16",
                "--input-size=67",
                "--batch-size=8",
                "--devices=/CPU:0,/CPU:0",
                "--epochs=" + epochs));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  /** Flips a bit in the data of a record, and returns where the record begins. */
  private long damage(int number) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
      long offset = 0;
      for (int i = 0; i < number; i++) {
        file.seek(offset);
        offset += 16 + Long.reverseBytes(file.readLong());
      }
      file.seek(offset + 100);
      int before = file.read();
      file.seek(offset + 100);
      file.write(before ^ 1);
      return offset;
    }
  }

  private List<FileProto> weights(String run) throws IOException {
    return Checkpoint.open(folder.resolve(run)).manifest().getFilesList();
  }

  @Test
  void failsBeforeTheFirstStepUnlessToldToSkip() throws IOException {
    damage(4);

    CommandRun failed = train("run", 1);

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .startsWith("error: " + shard + " is damaged: it has SHA-256 ")
        .hasLineCount(1);
  }

  @Test
  void saysWhatIsLeftOutAtTheStartAtEachEpochAndInTheManifest() throws IOException {
    long offset = damage(4);
    BadRecord bad =
        new BadRecord(
            "train-00000-of-00001",
            4,
            "at byte " + offset + " the file has a record whose data does not match its checksum");

    CommandRun trained = train("run", 2, "--bad-records=skip");

    assertThat(trained.code()).isZero();
    assertThat(trained.err()).isEmpty();
    assertThat(trained.out())
        .contains(
            "         1 damaged record left out, an intact one in the place of each:\n"
                + "         train-00000-of-00001, record 4: "
                + bad.reason()
                + "\n");
    assertThat(trained.out().lines().filter(line -> line.startsWith("epoch ")))
        .hasSize(2)
        .allMatch(line -> line.endsWith(" left; 1 damaged record left out)"));
    var written =
        Checkpoint.open(folder.resolve("run")).manifest().getProvenance().getBadRecordsList();
    assertThat(written).hasSize(1);
    assertThat(
            new BadRecord(
                written.get(0).getFile(), written.get(0).getNumber(), written.get(0).getReason()))
        .isEqualTo(bad);
  }

  @Test
  void aResumedRunHasTheWeightsOfAnUnbrokenOne() throws IOException {
    damage(4);
    damage(9);
    assertThat(train("whole", 2, "--bad-records=skip:2").code()).isZero();
    assertThat(train("broken", 1, "--bad-records=skip:2").code()).isZero();

    CommandRun resumed = train("broken", 2, "--bad-records=skip:2", "--if-exists=resume");

    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).isEmpty();
    assertThat(weights("broken")).isEqualTo(weights("whole"));
  }

  @Test
  void aReplayLeavesOutWhatTheRunLeftOut() throws IOException {
    damage(4);
    assertThat(train("run", 1, "--bad-records=skip").code()).isZero();

    CommandRun replayed =
        CommandRun.of(
            "replay",
            folder.resolve("run"),
            "--data=" + data,
            "--out=" + folder.resolve("again"),
            "--devices=/CPU:0,/CPU:0");

    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.code()).isZero();
    assertThat(replayed.out()).endsWith(" bit for bit\n");
  }

  @Test
  void whatWasDamagedSinceIsToldWhereARunIsResumed() throws IOException {
    damage(4);
    assertThat(train("run", 1, "--bad-records=skip:2").code()).isZero();
    damage(9);

    CommandRun resumed = train("run", 2, "--bad-records=skip:2", "--if-exists=resume");

    assertThat(resumed.code()).isZero();
    assertThat(resumed.err())
        .isEqualTo(
            "warning: the weights will not be bit for bit those of an unbroken run: damaged training"
                + " records 1 before, 2 now, 1 of them new\n");
  }

  @Test
  void whatIsNoPolicyIsAWrongArgument() {
    for (String text : List.of("skip:0", "mend")) {
      CommandRun refused = train("run", 1, "--bad-records=" + text);

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .startsWith("error: --bad-records: ")
          .contains(String.format(Locale.ROOT, "found %s", text.equals("mend") ? "'mend'" : "0"))
          .hasLineCount(1);
    }
  }
}
