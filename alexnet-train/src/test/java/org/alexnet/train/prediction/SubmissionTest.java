package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.source.LabelMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionTest {
  private static final LabelMap SEVEN = LabelMap.of(List.of("a", "b", "c", "d", "e", "f", "g"));

  @TempDir private Path folder;

  @Test
  void hasTheFiveBestClassesOfEachImageInTheOrderOfTheFiles() throws IOException {
    Submission submission =
        new Submission(
            List.of("val_00000003.JPEG", "val_00000001.JPEG", "val_00000002.JPEG"),
            ClassIds.inOrder(SEVEN));
    submission.accept(0, new float[] {0.1f, 0.2f, 0.3f, 0.05f, 0.15f, 0.12f, 0.08f});
    submission.accept(0, new float[] {0, 0, 0, 0, 0, 0, 1});
    submission.accept(0, new float[] {0.5f, 0, 0.25f, 0, 0.25f, 0, 0});

    submission.write(folder.resolve("submission.txt"));

    assertThat(folder.resolve("submission.txt"))
        .hasContent("7 1 2 3 4\n1 3 5 2 4\n3 2 5 6 1\n".strip());
    assertThat(Files.readString(folder.resolve("submission.txt"))).endsWith("3 2 5 6 1\n");
  }

  @Test
  void numbersAreThoseOfTheFile() throws IOException {
    Path file = folder.resolve("ids.txt");
    Files.writeString(file, "b 30\n\nunknown one 7\n  a\t4 \n");
    ClassIds ids = ClassIds.read(file, LabelMap.of(List.of("a", "b")));

    Submission submission = new Submission(List.of("x"), ids);
    submission.accept(0, new float[] {0.25f, 0.75f});

    assertThat(ids.ids()).containsExactly(4, 30);
    assertThat(submission.text()).isEqualTo("30 4\n");
  }

  @Test
  void namesOfClassesMayHaveSpaces() throws IOException {
    Path file = folder.resolve("ids.txt");
    Files.writeString(file, "great white shark 2\ntench 1\n");

    assertThat(ClassIds.read(file, LabelMap.of(List.of("tench", "great white shark"))).ids())
        .containsExactly(1, 2);
  }

  @Test
  void imagesWithoutANameStayInTheirOrder() {
    Submission submission =
        new Submission(List.of("", ""), ClassIds.inOrder(LabelMap.of(List.of("a", "b"))));
    submission.accept(0, new float[] {0.25f, 0.75f});
    submission.accept(0, new float[] {0.75f, 0.25f});

    assertThat(submission.text()).isEqualTo("2 1\n1 2\n");
  }

  @Test
  void refusesPredictionsThatDoNotFit() {
    Submission submission = new Submission(List.of("x"), ClassIds.inOrder(SEVEN));

    assertThatThrownBy(() -> submission.accept(0, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probabilities must be 7, one for each class number, found 2");
    assertThatThrownBy(submission::text)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predictions must be 1, one for each file, found 0");
  }

  @Test
  void refusesFilesThatAreNoNumbersOfTheClasses() throws IOException {
    assertRefused("a 1\nb two\n", " line 2 must be a class and its number, found 'b two'");
    assertRefused("a 1\n7\n", " line 2 must be a class and its number, found '7'");
    assertRefused("a 1\na 2\n", " line 2 names a class again: 'a 2'");
    assertRefused("a 1\n", " has no number of class b");
    assertRefused("a 1\nb 1\n", ": class numbers must be different, found 1 for classes 0 and 1");
    assertRefused("a 1\nb 0\n", ": class numbers must be positive, found 0");
    assertThatThrownBy(() -> new ClassIds(ImmutableList.of(-2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class numbers must be positive, found -2");
  }

  private void assertRefused(String text, String message) throws IOException {
    Path file = folder.resolve("ids.txt");
    Files.writeString(file, text);

    assertThatThrownBy(() -> ClassIds.read(file, LabelMap.of(List.of("a", "b"))))
        .isInstanceOf(IOException.class)
        .hasMessage(file + message);
  }

  @Test
  void refusesAFileThatIsNoText() throws IOException {
    Path file = folder.resolve("ids.txt");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(() -> ClassIds.read(file, SEVEN))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is not text in UTF-8");
  }
}
