package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --if-exists} does where a data set is, where none is, and where one was lost. */
class ExistingDataSetTest {
  @TempDir private Path folder;
  private Path images;
  private Path out;
  private Path aside;

  @BeforeEach
  void makeImages() throws IOException {
    images = folder.resolve("images");
    out = folder.resolve("parent/out");
    aside = folder.resolve("parent/.out.old");
    for (String name : List.of("cat", "dog")) {
      Path into = Files.createDirectories(images.resolve(name));
      for (int i = 0; i < 3; i++) {
        BufferedImage image = new BufferedImage(9, 12, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, i, 0xabcdef);
        ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
      }
    }
  }

  private CommandRun prepare(Object... more) {
    Object[] args = new Object[6 + more.length];
    List<Object> first = List.of("prepare", "--images", images, "--out", out, "--image-size=8");
    System.arraycopy(first.toArray(), 0, args, 0, 6);
    System.arraycopy(more, 0, args, 6, more.length);
    return CommandRun.of(args);
  }

  private String summary() {
    return out
        + ": 4 training images in 1 shard, 2 validation images in 1 shard, 8x8 pixels, 2 classes\n";
  }

  private void assertThatNothingIsBeside() throws IOException {
    try (var entries = Files.list(out.getParent())) {
      assertThat(entries).containsExactly(out);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "resume", "replace"})
  void whereNoneIsOneIsMade(String existing) throws IOException {
    assertThat(prepare("--if-exists", existing)).isEqualTo(new CommandRun(0, summary(), ""));
    assertThatNothingIsBeside();
    Dataset.open(out);
  }

  @Test
  void continuingPutsBackWhatAKilledReplacementMovedAside() throws IOException {
    prepare();
    String fingerprint = Dataset.open(out).fingerprint();
    Files.move(out, aside);

    CommandRun continued = prepare("--if-exists=resume");

    assertThat(continued)
        .isEqualTo(new CommandRun(0, out + " is prepared already\n" + summary(), ""));
    assertThat(Dataset.open(out).fingerprint()).isEqualTo(fingerprint);
    assertThatNothingIsBeside();
  }

  @Test
  void withoutAChoiceWhatAKilledReplacementMovedAsideCountsAsThere() throws IOException {
    prepare();
    Files.move(out, aside);

    assertThat(prepare())
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "error: "
                    + out
                    + " exists already; choose --if-exists resume or --if-exists replace\n"));
    assertThat(aside).exists();
  }

  @Test
  void replacingGoesOnAfterAKilledReplacement() throws IOException {
    prepare("--seed=1");
    Files.move(out, aside);

    assertThat(prepare("--if-exists=replace")).isEqualTo(new CommandRun(0, summary(), ""));
    assertThat(Dataset.open(out).manifest().getSeed()).isZero();
    assertThatNothingIsBeside();
  }

  @Test
  void continuingSaysWhatTheOtherOptionsWere() {
    prepare("--seed=1", "--validation-share=0.25");

    assertThat(prepare("--if-exists=resume"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "error: "
                    + out
                    + " was made with other options (class folders images, validation share 0.25,"
                    + " seed 1, 8x8 pixels, fit crop, filter triangle, JPEG of quality 95, chroma"
                    + " 4:4:4, seed 1) than asked for (class folders images, validation share 0.1,"
                    + " seed 0, 8x8 pixels, fit crop, filter triangle, JPEG of quality 95, chroma"
                    + " 4:4:4, seed 0); choose --if-exists replace\n"));
  }

  @Test
  void badImagesAreListedAgainWhenItContinues() throws IOException {
    for (String name : List.of("a.png", "b.png")) {
      Files.createFile(images.resolve("dog").resolve(name));
    }
    assertThat(prepare().code()).isEqualTo(1);
    assertThat(prepare("--bad-images=fail").code()).isEqualTo(1);
    assertThat(prepare("--bad-images=skip").code()).isZero();

    String listed = prepare("--bad-images=skip", "--if-exists=resume").out();

    assertThat(listed.lines().toList().subList(2, 5))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).isEqualTo("2 images could not be read:"),
            line -> assertThat(line).isEqualTo("dog/a.png is empty"),
            line -> assertThat(line).isEqualTo("dog/b.png is empty"));
    assertThat(listed).hasLineCount(5);
  }

  @Test
  void verifyingSaysWhatIsDamagedAndFails() throws IOException {
    prepare();
    Path shard = out.resolve("validation-00000-of-00001");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 1] ^= 1;
    Files.write(shard, bytes);

    CommandRun verified = CommandRun.of("verify", out);

    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).isEmpty();
    assertThat(verified.err())
        .startsWith("error: " + shard + " is damaged at byte ")
        .hasLineCount(1);
  }

  @Test
  void verifyingListsEachFault() throws IOException {
    prepare();
    List<Path> shards =
        List.of(out.resolve("train-00000-of-00001"), out.resolve("validation-00000-of-00001"));
    for (Path shard : shards) {
      byte[] bytes = Files.readAllBytes(shard);
      bytes[bytes.length - 1] ^= 1;
      Files.write(shard, bytes);
    }

    CommandRun verified = CommandRun.of("verify", out);

    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(shards.get(0) + " is damaged at byte "),
            line -> assertThat(line).startsWith(shards.get(1) + " is damaged at byte "));
    assertThat(verified.err())
        .isEqualTo("error: " + out + " is damaged, with 2 faults; prepare the images again\n");
  }

  @Test
  void aDataSetAmongTheImagesIsRefused() {
    Path inside = images.resolve("dog").resolve("out");

    CommandRun run =
        CommandRun.of("prepare", "--images=" + images, "--image-size=8", "--out=" + inside);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "error: --out "
                + inside
                + " must lie outside of the images, found inside of --images "
                + images
                + "\n");
    assertThat(inside).doesNotExist();
  }

  @Test
  void aLinkIntoTheImagesIsRefusedToo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), images);

    CommandRun run =
        CommandRun.of(
            "prepare", "--images=" + images, "--image-size=8", "--out=" + link.resolve("out"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(" must lie outside of the images, found inside of --images ");
    assertThat(images.resolve("out")).doesNotExist();
  }

  @Test
  void verifyingListsFilesThatAreMissingOrCutOff() throws IOException {
    prepare();
    Path train = out.resolve("train-00000-of-00001");
    Path validation = out.resolve("validation-00000-of-00001");
    Files.write(train, Arrays.copyOf(Files.readAllBytes(train), 100));
    Files.delete(validation);
    Files.delete(out.resolve("mean.pb"));

    CommandRun verified = CommandRun.of("verify", out);

    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(out.resolve("mean.pb") + " is missing from the "),
            line -> assertThat(line).startsWith(train + " has 100 bytes, but the manifest "),
            line -> assertThat(line).startsWith(validation + " is missing from the data set"));
    assertThat(verified.err()).endsWith(" is damaged, with 3 faults; prepare the images again\n");
  }
}
