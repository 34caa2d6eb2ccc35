package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.IdxFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that cannot be: one line, exit code 2, nothing done. */
class BadArgumentsTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    Path testData = Path.of(System.getProperty("testdata"));
    Preparation.of(IdxFiles.in(testData.resolve("fashion-mnist")))
        .withImageSize(70)
        .write(folder.resolve("dataset"));
  }

  @AfterEach
  void nothingIsWritten() {
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void countsAreRefusedByTheNamesOfTheirOptions() {
    for (String option : List.of("--checkpoint-every", "--keep-checkpoints")) {
      for (int count : new int[] {0, -1}) {
        CommandRun.assertRefused(
            CommandRun.of(
                "train",
                "--data=" + folder.resolve("dataset"),
                "--out=" + folder.resolve("out"),
                "--input-size=67",
                option + "=" + count),
            2,
            option + " must be positive, found " + count);
      }
    }
  }

  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {
        "train",
        "train --data DATA",
        "train --data DATA --out OUT --amend --run 147",
        "train --data DATA --out OUT --input-size 67 --epochs 0",
        "train --data DATA --out OUT --input-size 67 --epochs -1",
        "train --data DATA --out OUT --input-size 67 --epochs 2147483648",
        "train --data DATA --out OUT --input-size 67 --batch-size 0",
        "train --data DATA --out OUT --input-size 67 --batch-size -1",
        "train --data DATA --out OUT --input-size 67 --batch-size 2000000000",
        "train --data DATA --out OUT --input-size 67 --batch-size NaN",
        "train --data DATA --out OUT --input-size 67 --learning-rate 0",
        "train --data DATA --out OUT --input-size 67 --learning-rate -0.1",
        "train --data DATA --out OUT --input-size 67 --learning-rate NaN",
        "train --data DATA --out OUT --input-size 67 --learning-rate Infinity",
        "train --data DATA --out OUT --input-size 67 --schedule multi-step:milestones=0",
        "train --data DATA --out OUT --input-size 67 --schedule multi-step:milestones=3+3",
        "train --data DATA --out OUT --input-size 67 --schedule multi-step:milestones=3 --schedule reduce-on-plateau:patience=2",
        "train --data DATA --out OUT --input-size 67 --schedule multi-step:milestones=3 --schedule reduce-on-plateau:reductions=2",
        "train --data DATA --out OUT --input-size 67 --schedule reduce-on-plateau:patience=0",
        "train --data DATA --out OUT --input-size 67 --schedule reduce-on-plateau:reductions=-1",
        "train --data DATA --out OUT --input-size 67 --schedule reduce-on-plateau:factor=1",
        "train --data DATA --out OUT --input-size 67 --momentum 1",
        "train --data DATA --out OUT --input-size 67 --weight-decay -0.1",
        "train --data DATA --out OUT --input-size 67 --pca-std -1",
        "train --data DATA --out OUT --input-size 67 --random-crops maybe",
        "train --data DATA --out OUT --input-size 67 --existing continue",
        "train --data DATA --out OUT --input-size 67 --start-from OUT",
        "train --data DATA --out OUT --input-size 67 --drop-after 3",
        "train --data DATA --out OUT --input-size 67 --keep 3",
        "train --data DATA --out OUT --image-size 67",
        "evaluate --data DATA --checkpoint OUT --views 10",
        "benchmark --data DATA --updates 10",
        "train --data DATA --out OUT --input-size 67 --keep-checkpoints 0",
        "train --data DATA --out OUT --input-size 67 --keep-checkpoints -1",
        "train --data DATA --out OUT --input-size 67 --keep-checkpoints 99999999999",
        "train --data DATA --out OUT --input-size 67 --checkpoint-every 0",
        "train --data DATA --out OUT --input-size 67 --checkpoint-every -1",
        "train --data DATA --out OUT --input-size 67 --peer-wait -1",
        "train --data DATA --out OUT --input-size 67 --peer-timeout 0",
        "train --data DATA --out OUT --input-size 67 --peer-timeout -1",
        "train --data DATA --out OUT --input-size 0",
        "train --data DATA --out OUT --input-size -1",
        "train --data DATA --out OUT --input-size 2147483647",
        "train --data DATA --out OUT --input-size 67 --towers 0",
        "train --data DATA --out OUT --input-size 67 --towers 2147483647",
        "train --data DATA --out OUT --input-size 67 --width-divided-by 0",
        "train --data DATA --out OUT --input-size 67 --devices /CPU:0,/CPU:999999",
        "train --data DATA --out OUT --input-size 67 --devices /GPU:999999,/GPU:0",
        "train --data DATA --out OUT --input-size 67 --devices /CPU:0,/CPU:0 --cluster a:1,b:2",
        "train --data DATA --out OUT --input-size 67 --cluster a:1",
        "train --data DATA --out OUT --input-size 67 --if-exists maybe",
        "train --data DATA --out OUT --input-size 67 --preset vgg",
        "evaluate --data DATA",
        "evaluate --data DATA --checkpoint OUT --crops 0",
        "evaluate --data DATA --checkpoint OUT --crops NaN",
        "evaluate --data DATA --checkpoint OUT --split test",
        "evaluate --data DATA --checkpoint OUT --crops 1,5",
        "average --data DATA",
        "average OUT --data DATA --crops 2",
        "average OUT --data DATA --weights one",
        "average OUT --data DATA --search-weights top-2",
        "average OUT --data DATA --search-weights top-1 --weights 1",
        "benchmark --data DATA --input-size 67 --every 0",
        "benchmark --data DATA --input-size 67 --every -1",
        "benchmark --data DATA --input-size 67 --steps 0",
        "benchmark --data DATA --input-size 67 --steps -5",
        "benchmark --data DATA --input-size 67 --batch-size 0",
        "benchmark --data DATA --input-size 67 --batch-size 2000000000",
        "benchmark --data DATA --input-size 67 --devices /CPU:0,/CPU:64"
      })
  void areRefusedInOneLine(String line) {
    CommandRun run =
        CommandRun.of(
            (Object[])
                line.replace("DATA", folder + "/dataset")
                    .replace("OUT", folder + "/out")
                    .split(" "));

    // then
    assertThat(run.err()).startsWith("error: ").endsWith("\n");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).doesNotContain("Exception");
    assertThat(run.code()).isEqualTo(2);
  }
}
