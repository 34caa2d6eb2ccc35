package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.alexnet.common.LibraryVersion;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.TensorFlow;

/**
 * A preparation that is interrupted and goes on: 36 training images in 6 shards, 4 of validation.
 */
class ResumedPreparationTest {
  private static final int SHARDS = 7;

  @TempDir private Path folder;
  private Path images;
  private Path parent;
  private Path out;
  private CountedSource source;

  @BeforeEach
  void makeImages() throws IOException {
    images = TestImages.classFolders(folder.resolve("images"), 20, "cat", "dog");
    parent = Files.createDirectory(folder.resolve("parent"));
    out = parent.resolve("out");
    source = CountedSource.of(ClassFolders.in(images));
  }

  private static Preparation of(ImageSource source) {
    return Preparation.of(source).withImageSize(8).withImagesPerShard(6).withThreads(2);
  }

  /** Leaves some shards. */
  private int interrupt(Preparation preparation) throws IOException {
    assertThatThrownBy(() -> preparation.write(out)).isInstanceOf(IllegalStateException.class);
    int complete = Preparation.completeShards(out);
    assertThat(complete).isBetween(1, SHARDS - 1);
    return complete;
  }

  private static List<String> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertSameBytes(Path found, Path expected) throws IOException {
    assertThat(entries(found)).isEqualTo(entries(expected));
    for (String name : entries(expected)) {
      assertThat(found.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
    }
  }

  @Test
  void goesOnWhereItWasAndEndsWithTheBytesOfAnUndisturbedOne() throws IOException {
    Path undisturbed = folder.resolve("undisturbed");
    of(source).write(undisturbed).verify();
    assertThat(source.read()).hasValue(40);
    int complete = interrupt(of(source.failingAfter(25)));
    assertThat(entries(parent)).containsExactly(".out.partial", ".out.progress");
    source = source.failingAfter(Integer.MAX_VALUE);
    List<String> told = new ArrayList<>();
    PreparationListener listener =
        new PreparationListener() {
          @Override
          public void kept(Split split, long done, long total) {
            told.add(split + " " + done + "/" + total);
          }

          @Override
          public void stored(Split split, long done, long total) {}
        };

    of(source).withListener(listener).resume(out);

    assertSameBytes(out, undisturbed);
    assertThat(entries(parent)).containsExactly("out");
    assertThat(source.read()).hasValue(40 - 6 * complete);
    assertThat(told).containsExactly("train " + 6 * complete + "/36");
    assertThat(Preparation.completeShards(out)).isZero();
  }

  @Test
  void whatIsCompleteIsOpenedAndWhereNothingIsItBegins() throws IOException {
    String fingerprint = of(source).resume(out).fingerprint();
    source = source.failingAfter(0);

    assertThat(of(source).resume(out).fingerprint()).isEqualTo(fingerprint);
    assertThat(entries(parent)).containsExactly("out");
    assertThatThrownBy(() -> of(source).withSeed(2).resume(out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            out
                + " was made with other options (class folders images, validation share 0.1, seed"
                + " 0, "
                + StoredFormat.ofSize(8)
                + ", seed 0) than asked for (class folders images, validation share 0.1, seed 0, "
                + StoredFormat.ofSize(8)
                + ", seed 2); choose --if-exists replace");
  }

  @Test
  void aCompleteDataSetOfOtherClassesIsToldByOneOfThem() throws IOException {
    of(source).write(out);
    TestImages.classFolders(images, 2, "fox");
    Preparation withFox = of(ClassFolders.in(images));

    assertThatThrownBy(() -> withFox.resume(out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(out + " was made with other classes, without fox; choose --if-exists replace");
  }

  @Test
  void aClassWithoutImagesIsToldBeforeAnythingIsMade() throws IOException {
    LabelMap labels = LabelMap.of(List.of("cat", "dog", "fox"));
    ClassFolders folders = ClassFolders.in(images);
    ImageSource lacking =
        new ImageSource() {
          @Override
          public LabelMap labels() {
            return labels;
          }

          @Override
          public List<SourceImage> images(Split split) throws IOException {
            return folders.images(split);
          }

          @Override
          public String description() {
            return "two of three";
          }
        };

    assertThatThrownBy(() -> of(lacking).write(out))
        .isInstanceOf(IOException.class)
        .hasMessage("two of three has no image of class fox in the train split");
    assertThat(entries(parent)).isEmpty();
  }

  @Test
  void aCompleteDataSetOfOtherImagesIsRefused() throws IOException {
    String fingerprint = of(source).resume(out).fingerprint();
    Path image = images.resolve(of(source).shards(Split.TRAIN).get(0).images().get(0).name());
    byte[] bytes = Files.readAllBytes(image);
    Path otherClass =
        images.resolve(image.getParent().endsWith("cat") ? "dog" : "cat").resolve("moved.png");

    Files.move(image, otherClass);
    assertOfOtherImages();
    Files.delete(otherClass);
    assertOfOtherImages();
    Files.write(image, new byte[bytes.length + 1]);
    assertOfOtherImages();
    Files.write(image, bytes);
    Path added = Files.write(image.resolveSibling("zzz.png"), bytes);
    assertOfOtherImages();
    Files.delete(added);

    assertThat(of(source).resume(out).fingerprint()).isEqualTo(fingerprint);
  }

  private void assertOfOtherImages() {
    assertThatThrownBy(() -> of(CountedSource.of(ClassFolders.in(images))).resume(out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            Pattern.quote(out.toString())
                + " was made of other (train|validation) images: since then some were added,"
                + " removed, renamed, or put into another class, or have another size; choose"
                + " --if-exists replace");
  }

  @Test
  void aCompleteDataSetThatDoesNotNoteItsImagesIsComparedByOptions() throws IOException {
    of(source).write(out);
    Forgery.manifest(
        out,
        manifest -> {
          for (Split split : Split.values()) {
            Forgery.of(manifest, split)
                .getShardsBuilderList()
                .forEach(ShardManifest.Builder::clearImagesSha256);
          }
        });
    Files.delete(images.resolve(of(source).shards(Split.TRAIN).get(0).images().get(0).name()));

    of(source).resume(out);
  }

  @Test
  void aCompleteDataSetWithoutBadImagesIsRefusedWhereTheyAreAnError() throws IOException {
    Path bad = Files.createFile(images.resolve("cat").resolve("empty.png"));
    of(source).withBadImages(BadImages.SKIP).write(out);

    of(source).withBadImages(BadImages.SKIP).resume(out);
    assertThatThrownBy(() -> of(source).resume(out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            out
                + " was made without images that could not be read, 1 of them, the first"
                + " cat/empty.png; choose --bad-images skip to keep it, or --if-exists replace");
    assertThat(bad).exists();
  }

  @Test
  void otherOptionsAreRefusedAndNothingIsLost() throws IOException {
    int complete = interrupt(of(source.failingAfter(25)));

    for (Preparation other :
        List.of(
            of(source).withSeed(1),
            of(source).withImageSize(9),
            of(ClassFolders.in(images).withValidationShare(0.2)))) {
      assertThatThrownBy(() -> other.resume(out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              out
                  + " was begun with other options or versions (class folders images, validation"
                  + " share 0.1, seed 0, "
                  + StoredFormat.ofSize(8)
                  + ", seed 0, version "
                  + LibraryVersion.get()
                  + ", TensorFlow "
                  + TensorFlow.version()
                  + "); choose --if-exists replace");
    }
    assertThat(Preparation.completeShards(out)).isEqualTo(complete);
  }

  @Test
  void aShardWhoseImagesChangedIsMadeAgain() throws IOException {
    int complete = interrupt(of(source.failingAfter(25)));
    String changed = of(source).shards(Split.TRAIN).get(0).images().get(3).name();
    Files.write(images.resolve(changed), TestImages.encoded(TestImages.picture(50, 60, 99), "png"));

    of(source).resume(out);

    assertThat(source.read()).hasValue(40 - 6 * (complete - 1));
    of(source).write(folder.resolve("undisturbed"));
    assertSameBytes(out, folder.resolve("undisturbed"));
  }

  @Test
  void allShardsAreMadeAgainWhereAnImageIsGone() throws IOException {
    interrupt(of(source.failingAfter(25)));
    Files.delete(images.resolve(of(source).shards(Split.TRAIN).get(0).images().get(3).name()));

    of(source).resume(out);

    assertThat(source.read()).hasValue(39);
    of(source).write(folder.resolve("undisturbed"));
    assertSameBytes(out, folder.resolve("undisturbed"));
  }

  @Test
  void onlyWhatIsCompleteCounts() throws IOException {
    int complete = interrupt(of(source.failingAfter(25)));
    Path partial = parent.resolve(".out.partial");
    Path progress = parent.resolve(".out.progress");
    List<String> results =
        entries(progress).stream().filter(name -> name.endsWith(".result")).toList();
    assertThat(results).hasSize(complete);
    Files.write(partial.resolve("." + results.get(0).replace(".result", ".new")), new byte[9]);
    Files.write(partial.resolve(results.get(0).replace(".result", "")), new byte[9]); // torn
    Files.write(progress.resolve(".train.new"), new byte[9]);

    of(source).resume(out);

    assertThat(source.read()).hasValue(40 - 6 * (complete - 1));
    of(source).write(folder.resolve("undisturbed"));
    assertSameBytes(out, folder.resolve("undisturbed"));
  }

  @Test
  void startingOverThrowsAwayWhatWasLeft() throws IOException {
    interrupt(of(source.failingAfter(25)));

    of(source).withSeed(1).write(out).verify();

    assertThat(source.read()).hasValue(40);
    assertThat(entries(parent)).containsExactly("out");
  }

  @Test
  void aReplacementGoesOnTooAndTheOldOneStaysUntilThen() throws IOException {
    String old = of(source).withSeed(1).write(out).fingerprint();
    assertThatThrownBy(() -> of(source.failingAfter(25)).replace(out))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Preparation.completeShards(out)).isPositive();
    assertThat(Dataset.open(out).fingerprint()).isEqualTo(old);
    assertThatThrownBy(() -> of(source).write(out)).hasMessage(out + " exists already");
    assertThat(Preparation.completeShards(out)).isPositive();

    of(source).resume(out);

    of(source).write(folder.resolve("undisturbed"));
    assertSameBytes(out, folder.resolve("undisturbed"));
    assertThat(entries(parent)).containsExactly("out");
  }

  @Test
  void whereBadImagesAreAnErrorShardsThatLackSomeAreMadeAgain() throws IOException {
    Path bad = images.resolve(of(source).shards(Split.TRAIN).get(0).images().get(0).name());
    byte[] good = Files.readAllBytes(bad);
    Files.write(bad, new byte[good.length]);
    int complete = interrupt(of(source.failingAfter(25)).withBadImages(BadImages.SKIP));
    assertThatThrownBy(() -> of(source).resume(out)).hasMessageStartingWith(bad + " is not a JPEG");
    Files.write(bad, good); // as many bytes as before

    of(source.failingAfter(Integer.MAX_VALUE)).resume(out);

    of(source).write(folder.resolve("undisturbed"));
    assertSameBytes(out, folder.resolve("undisturbed"));
    assertThat(complete).isPositive();
  }

  @Test
  void manyBadImagesAreAnErrorThatNamesTheFirst() throws IOException {
    for (String name : List.of("a.png", "b.png", "c.png", "d.png")) {
      Files.createFile(images.resolve("cat").resolve(name));
    }
    Preparation skipping =
        Preparation.of(source).withImageSize(8).withThreads(1).withBadImages(BadImages.SKIP);

    assertThatThrownBy(() -> skipping.withSkipAtMost(SkipBudget.ofCount(2)).write(out))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "3 images cannot be read so far, and --skip-at-most 2 allows 2; the first:"
                + " cat/[abcd].png is empty; cat/[abcd].png is empty; cat/[abcd].png is empty");
    assertThat(entries(parent)).isEmpty();
    assertThatThrownBy(() -> skipping.withSkipAtMost(SkipBudget.ofShare(0.05)).write(out))
        .hasMessageContaining(" --skip-at-most 5% allows 2; ");
    assertThat(
            skipping.withSkipAtMost(SkipBudget.ofCount(4)).resume(out).manifest().getSkippedList())
        .hasSize(4);
  }

  @Test
  void aBudgetIsACountOrAPercentage() {
    assertThat(SkipBudget.parse("7").of(1000)).isEqualTo(7);
    assertThat(SkipBudget.parse("0.5%").of(1000)).isEqualTo(5);
    assertThat(SkipBudget.parse("0.5%")).hasToString("0.5%");
    assertThat(SkipBudget.parse("100")).hasToString("100");
    for (String bad : List.of("", "%", "-1", "101%", "1.5", "a", "1e9", "99999999999999999999")) {
      assertThatThrownBy(() -> SkipBudget.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "must be a count of images or a percentage, 100 or 1% for example, found '"
                  + bad
                  + "'");
    }
  }

  @Test
  void aDiskWithTooLittleRoomIsToldBeforehand() throws IOException {
    FreeDisk.require(out, 5_000_000, 5_000_000);
    assertThatThrownBy(() -> FreeDisk.require(out, 12_340_000_000L, 52_100_000_000L))
        .isInstanceOf(IOException.class)
        .hasMessage(
            out
                + " needs about 52.1 GB more, but its disk has 12.3 GB free; make space, or name a"
                + " folder on another disk");
  }
}
