package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.image.Chroma;
import org.alexnet.data.image.Fit;
import org.alexnet.data.image.ResizeFilter;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.proto.ImageNoteCount;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each option of {@code prepare} changes, and what {@code --if-exists resume} notices. */
class PrepareOptionsTest {
  @TempDir private Path folder;
  private Path images;
  private Path out;

  @BeforeEach
  void makeImages() throws IOException {
    images = folder.resolve("images");
    out = folder.resolve("out");
    makeClass("cat");
    makeClass("dog");
  }

  private void makeClass(String name) throws IOException {
    Path into = Files.createDirectories(images.resolve(name));
    for (int i = 0; i < 10; i++) {
      BufferedImage image = new BufferedImage(9, 12, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i % 9, i, 0xabcdef);
      ImageIO.write(image, "png", into.resolve(i + ".png").toFile());
    }
  }

  private CommandRun prepare(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("prepare", "--images=" + images, "--out=" + out), Arrays.stream(more))
            .toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--image-size=9 --seed=3 --validation-share=0.2",
        "--image-size=8 --seed=4 --validation-share=0.2",
        "--image-size=8 --seed=3 --validation-share=0.3",
        "--image-size=8 --validation-share=0.2",
        "--image-size=8 --seed=3",
        "--image-size=8 --seed=3 --validation-share=0.2 --fit=pad",
        "--image-size=8 --seed=3 --validation-share=0.2 --filter=cubic",
        "--image-size=8 --seed=3 --validation-share=0.2 --encoding=png",
        "--image-size=8 --seed=3 --validation-share=0.2 --quality=94",
        "--image-size=8 --seed=3 --validation-share=0.2 --chroma=4:2:0"
      })
  void continuingRefusesWhatOtherOptionsWouldMake(String other) throws IOException {
    String[] same = {"--image-size=8", "--seed=3", "--validation-share=0.2"};
    assertThat(prepare(same).code()).isZero();
    String fingerprint = Dataset.open(out).fingerprint();

    CommandRun refused = prepare((other + " --if-exists=resume").split(" ", -1));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("error: " + out + " was made with other options ")
        .hasLineCount(1);
    assertThat(Dataset.open(out).fingerprint()).isEqualTo(fingerprint);
    assertThat(
            prepare("--image-size=8", "--seed=3", "--validation-share=0.2", "--if-exists=resume")
                .code())
        .isZero();
  }

  @Test
  void continuingRefusesOtherClasses() throws IOException {
    assertThat(prepare("--image-size=8").code()).isZero();
    makeClass("fox");

    CommandRun refused = prepare("--image-size=8", "--if-exists=resume");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(" was made with other classes, without fox; ");
  }

  @Test
  void continuingRefusesImagesOfAnotherFolder() throws IOException {
    assertThat(prepare("--image-size=8").code()).isZero();
    images = folder.resolve("others");
    makeClass("cat");
    makeClass("dog");

    CommandRun refused = prepare("--image-size=8", "--if-exists=resume");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(" was made with other options ");
  }

  @Test
  void theValidationShareAndTheSeedAreUsed() throws IOException {
    assertThat(prepare("--image-size=8", "--validation-share=0.4", "--seed=5").code()).isZero();

    Dataset dataset = Dataset.open(out);
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(8);
    assertThat(dataset.imageSize()).isEqualTo(8);
    assertThat(dataset.manifest().getSeed()).isEqualTo(5);
    assertThat(dataset.manifest().getSource()).contains("seed 5").contains("0.4");
  }

  @Test
  void imagesAreStoredWith256PixelsAndSeed0AndATenthForValidationUnlessToldOtherwise()
      throws IOException {
    assertThat(prepare().code()).isZero();

    Dataset dataset = Dataset.open(out);
    assertThat(dataset.imageSize()).isEqualTo(256);
    assertThat(dataset.manifest().getSeed()).isZero();
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(2);
  }

  @Test
  void idxFilesAreASourceToo() throws IOException {
    String idx = System.getProperty("testdata") + "/fashion-mnist";

    CommandRun run = CommandRun.of("prepare", "--idx=" + idx, "--out=" + out, "--image-size=4");

    assertThat(run.err()).isEmpty();
    Dataset dataset = Dataset.open(out);
    assertThat(dataset.imageCount(Split.TRAIN)).isEqualTo(6000);
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(1000);
    assertThat(dataset.labels().labels()).hasSize(10).startsWith("t-shirt", "trouser");

    CommandRun otherSeed =
        CommandRun.of(
            "prepare",
            "--idx=" + idx,
            "--out=" + out,
            "--image-size=4",
            "--seed=1",
            "--if-exists=resume");
    assertThat(otherSeed.code()).isEqualTo(2);
    assertThat(otherSeed.err()).contains(" was made with other options ");
  }

  @Test
  void inspectingPrintsTheMeanOfTheChannelsInTheirOrder() throws IOException {
    for (String name : List.of("cat", "dog")) {
      for (int i = 0; i < 10; i++) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 64; pixel++) {
          // 80, 140, 200 and 120, 180, 240
          image.setRGB(pixel % 8, pixel / 8, name.equals("cat") ? 0x508cc8 : 0x78b4f0);
        }
        ImageIO.write(image, "png", images.resolve(name + "/" + i + ".png").toFile());
      }
    }
    assertThat(prepare("--image-size=8").code()).isZero();

    String text = CommandRun.of("inspect", out).out();

    assertThat(text)
        .containsPattern(
            "mean of red, green, blue +(99|10[01])\\.\\d\\d +1(59|6[01])\\.\\d\\d"
                + " +(219|22[01])\\.\\d\\d\n");
    // The square root of three times 20 squared, along gray.
    assertThat(text)
        .containsPattern("principal components +3[45]\\.\\d\\d +[01]\\.\\d\\d +[01]\\.\\d\\d\n");
    assertThat(text).contains("fingerprint  " + Dataset.open(out).fingerprint() + "\n");
  }

  @Test
  void storesImagesAsTold() throws IOException {
    CommandRun run =
        prepare(
            "--image-size=8", "--fit=warp", "--filter=lanczos3", "--quality=90", "--chroma=4:2:0");

    assertThat(run.err()).isEmpty();
    Dataset dataset = Dataset.open(out);
    assertThat(dataset.storedFormat())
        .isEqualTo(
            StoredFormat.ofSize(8)
                .withFit(Fit.WARP)
                .withFilter(ResizeFilter.LANCZOS3)
                .withQuality(90)
                .withChroma(Chroma.HALF));
    assertThat(CommandRun.of("inspect", out).out())
        .contains(
            "stored as  8x8 pixels, fit warp, filter lanczos3, JPEG of quality 90, chroma 4:2:0\n");
    dataset.verify();
  }

  @Test
  void storesPngWithoutLoss() throws IOException {
    CommandRun run = prepare("--image-size=12", "--fit=pad", "--encoding=png");

    assertThat(run.err()).isEmpty();
    Dataset dataset = Dataset.open(out);
    dataset.verify();
    for (StoredRecord stored : StoredRecords.at(dataset, Split.TRAIN, List.of(0L, 7L)).values()) {
      BufferedImage image = ImageIO.read(stored.encoded().newInput());
      int i = Integer.parseInt(stored.name().replace(".png", ""));
      for (int y = 0; y < 12; y++) {
        for (int x = 0; x < 12; x++) { // 9x12 pixels are one pixel right of the edge
          int expected = x == 1 + i % 9 && y == i ? 0xabcdef : 0;
          assertThat(image.getRGB(x, y) & 0xffffff).as("%s, %s", x, y).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void refusesOptionsOfJpegForPng() {
    assertThat(prepare("--encoding=png", "--quality=90").err())
        .isEqualTo("error: --quality is of JPEG; --encoding is png\n");
    assertThat(prepare("--encoding=png", "--chroma=4:2:0").err())
        .isEqualTo("error: --chroma is of JPEG; --encoding is png\n");
  }

  @Test
  void countsWhatIsOutOfTheOrdinary() throws IOException {
    Files.move(images.resolve("cat/0.png"), images.resolve("cat/0.JPEG"));

    assertThat(prepare("--image-size=8").code()).isZero();

    assertThat(CommandRun.of("inspect", out).out())
        .contains("1 image named as another format than its content has\n");
    assertThat(Dataset.open(out).manifest().getImageNotesList())
        .extracting(ImageNoteCount::getNote, ImageNoteCount::getImages)
        .containsExactly(tuple("named as another format than its content has", 1L));
  }
}
