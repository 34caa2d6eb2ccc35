package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.data.TfRecordReader;
import org.alexnet.data.source.IlsvrcTree;
import org.alexnet.data.source.Split;
import org.alexnet.data.source.Tars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

class SourceOptionsTest {
  @TempDir private Path folder;

  private CommandRun prepare(Object... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("prepare", "--out=" + folder.resolve("out"), "--image-size=8"),
                Arrays.stream(more))
            .toArray());
  }

  private Dataset dataset() throws IOException {
    return Dataset.open(folder.resolve("out"));
  }

  private static List<Map<String, Feature>> records(Dataset dataset, Split split)
      throws IOException {
    List<Map<String, Feature>> records = new ArrayList<>();
    for (Path shard : dataset.shards(split)) {
      try (TfRecordReader reader = TfRecordReader.open(shard)) {
        for (byte[] record = reader.next().orElse(null);
            record != null;
            record = reader.next().orElse(null)) {
          records.add(Example.parseFrom(record).getFeatures().getFeatureMap());
        }
      }
    }
    return records;
  }

  private static String text(Map<String, Feature> record, String key) {
    return record.get(key).getBytesList().getValue(0).toStringUtf8();
  }

  private static long label(Map<String, Feature> record) {
    return record.get("image/class/label").getInt64List().getValue(0);
  }

  @Test
  void ilsvrcAsDistributedBecomesADataSetWithItsLabelsSynsetsAndNames() throws IOException {
    Path archives = new IlsvrcTree().write(folder.resolve("ilsvrc"));

    CommandRun run = prepare("--ilsvrc=" + archives);

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                0,
                folder.resolve("out")
                    + ": 15 training images in 1 shard, 10 validation images in 1 shard, 8x8"
                    + " pixels, 5 classes\n",
                ""));
    // Ground truth 3, 1, 2, 5, 4, 4, 5, 2, 1, 3, by the devkit; labels count sorted WordNet IDs.
    assertThat(records(dataset(), Split.VALIDATION))
        .extracting(
            record -> text(record, "image/filename"),
            SourceOptionsTest::label,
            record -> text(record, "image/class/synset"),
            record -> text(record, "image/class/text"))
        .containsExactlyInAnyOrder(
            tuple("ILSVRC2012_val_00000001.JPEG", 1L, "n01440764", "tench, Tinca tinca"),
            tuple("ILSVRC2012_val_00000002.JPEG", 4L, "n02119789", "kit fox, Vulpes macrotis"),
            tuple("ILSVRC2012_val_00000003.JPEG", 3L, "n02100735", "English setter"),
            tuple("ILSVRC2012_val_00000004.JPEG", 2L, "n02012849", "crane"),
            tuple("ILSVRC2012_val_00000005.JPEG", 5L, "n03126707", "crane"),
            tuple("ILSVRC2012_val_00000006.JPEG", 5L, "n03126707", "crane"),
            tuple("ILSVRC2012_val_00000007.JPEG", 2L, "n02012849", "crane"),
            tuple("ILSVRC2012_val_00000008.JPEG", 3L, "n02100735", "English setter"),
            tuple("ILSVRC2012_val_00000009.JPEG", 4L, "n02119789", "kit fox, Vulpes macrotis"),
            tuple("ILSVRC2012_val_00000010.JPEG", 1L, "n01440764", "tench, Tinca tinca"));
    List<Map<String, Feature>> train = records(dataset(), Split.TRAIN);
    assertThat(train)
        .hasSize(15)
        .allMatch(
            record ->
                text(record, "image/filename").startsWith(text(record, "image/class/synset")));
    assertThat(CommandRun.of("verify", folder.resolve("out")).code()).isZero();
    assertThat(CommandRun.of("inspect", folder.resolve("out")).out())
        .startsWith(folder.resolve("out") + ": ILSVRC2012 archives, 8x8 pixels, seed 0\n")
        .contains(
            """
            n01440764  tench                   3           2
            n02012849  crane                   3           2
            n02100735  English setter          3           2
            n02119789  kit fox                 3           2
            n03126707  crane                   3           2
            """);
  }

  @Test
  void classesAreChosenByTheirSynsetsAndKeepTheirNames() throws IOException {
    Path archives = new IlsvrcTree().write(folder.resolve("ilsvrc"));

    CommandRun run =
        prepare("--ilsvrc=" + archives, "--classes=n03126707,n01440764", "--images-per-class=2");

    assertThat(run.err()).isEmpty();
    assertThat(dataset().labels().labels()).containsExactly("n03126707", "n01440764");
    assertThat(dataset().labels().names()).containsExactly("crane", "tench, Tinca tinca");
    assertThat(dataset().imageCount(Split.TRAIN)).isEqualTo(4);
    assertThat(records(dataset(), Split.VALIDATION))
        .extracting(
            record -> text(record, "image/filename"),
            SourceOptionsTest::label,
            record -> text(record, "image/class/text"))
        .containsExactlyInAnyOrder(
            tuple("ILSVRC2012_val_00000001.JPEG", 2L, "tench, Tinca tinca"),
            tuple("ILSVRC2012_val_00000005.JPEG", 1L, "crane"),
            tuple("ILSVRC2012_val_00000006.JPEG", 1L, "crane"),
            tuple("ILSVRC2012_val_00000010.JPEG", 2L, "tench, Tinca tinca"));
  }

  @Test
  void tarsOfClassesAndListsAreSourcesToo() throws IOException {
    IlsvrcTree tree = new IlsvrcTree();
    Path tars = Files.write(folder.resolve("all.tar"), Tars.of(tree.inner()));
    Path synsets = Files.writeString(folder.resolve("words.txt"), "n00000001 x\nn00000002 y\n");

    CommandRun run =
        prepare("--class-tars=" + tars, "--synsets=" + synsets, "--validation-share=0.6");

    assertThat(run.err()).isEmpty();
    assertThat(dataset().imageCount(Split.TRAIN)).isEqualTo(5);
    assertThat(dataset().imageCount(Split.VALIDATION)).isEqualTo(10);
    assertThat(dataset().manifest().getSource())
        .isEqualTo("class tars all.tar, validation share 0.6, seed 0");

    List<String> lines = new ArrayList<>(List.of("file,class"));
    for (int i = 0; i < 10; i++) {
      Files.write(folder.resolve(i + ".jpg"), IlsvrcTree.pictures().get(i));
      lines.add(i + ".jpg,class" + i % 2);
    }
    Path list = Files.write(folder.resolve("list.csv"), lines);
    CommandRun fromList =
        prepare("--csv=" + list, "--csv-columns=path=file,label=class", "--if-exists=replace");
    assertThat(fromList.err()).isEmpty();
    assertThat(dataset().labels().labels()).containsExactly("class0", "class1");
    assertThat(dataset().imageCount(Split.TRAIN)).isEqualTo(8);
  }

  @Test
  void cifarIsASourceToo() throws IOException {
    byte[] records = new byte[2 * 3074];
    records[1] = 1; // the fine label of the first
    records[3074] = 1; // the coarse label of the second
    for (String file : List.of("train.bin", "test.bin")) {
      Files.write(folder.resolve(file), records);
    }
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\nbear\n");
    Files.writeString(folder.resolve("coarse_label_names.txt"), "fruit\ncarnivore\n");

    assertThat(prepare("--cifar=" + folder, "--cifar-labels=coarse").err()).isEmpty();

    assertThat(dataset().labels().labels()).containsExactly("fruit", "carnivore");
    assertThat(
            IntStream.range(0, 2)
                .mapToObj(i -> String.format(Locale.ROOT, "train.bin#%d", i))
                .toList())
        .containsExactlyInAnyOrderElementsOf(
            records(dataset(), Split.TRAIN).stream()
                .map(record -> text(record, "image/filename"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--images=x --synsets=y|--synsets goes with --ilsvrc or --class-tars",
        "--class-tars=x --test-images|--test-images goes with --ilsvrc",
        "--images=x --csv-columns=path=y|--csv-columns goes with --csv",
        "--idx=x --cifar-labels=fine|--cifar-labels goes with --cifar",
        "--csv=x --csv-columns=place=y|--csv-columns must be of path, label, split and name, found"
            + " place",
      })
  void optionsOfOtherSourcesAreRefused(String options, String message) {
    CommandRun run = prepare((Object[]) options.split(" ", -1));

    assertThat(run).isEqualTo(new CommandRun(2, "", "error: " + message + "\n"));
  }
}
