package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMapTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("eel", "dog", "cat"));

  @Test
  void numbersAreThePlacesOfTheNames() {
    assertThat(LABELS.size()).isEqualTo(3);
    assertThat(LABELS.label(0)).isEqualTo("eel");
    assertThat(LABELS.label(2)).isEqualTo("cat");
    assertThat(LABELS.indexOf("eel")).isZero();
    assertThat(LABELS.indexOf("cat")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void refusesANumberThatIsNoClass(int index) {
    assertThatThrownBy(() -> LABELS.label(index))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index must be in 0..2, found " + index);
  }

  @Test
  void refusesANameThatIsNoClass() {
    assertThatThrownBy(() -> LABELS.indexOf("fox"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label must be one of [eel, dog, cat], found 'fox'");
  }

  @Test
  void refusesNamesThatTellNothingApart() {
    assertRefused("labels must name at least 2 classes, found [a]", "a");
    assertRefused("labels must be different, found 'a' twice", "a", "b", "a");
    for (String label : List.of("", " ", "b\nc", "b\n", "b\r", "\n")) {
      assertRefused("labels must each be one line of text, found '" + label + "'", "a", label);
    }
    assertThat(LabelMap.of(List.of("a", "b c")).size()).isEqualTo(2);
  }

  @Test
  void labelsAreTheNamesUnlessOthersAreGiven() {
    assertThat(LABELS.name(1)).isEqualTo("dog");
    assertThat(LABELS.hasNames()).isFalse();
    assertThat(LABELS.withNames(List.of())).isEqualTo(LABELS);
    assertThat(LABELS.shortNames()).containsExactly("eel", "dog", "cat");

    LabelMap named = LABELS.withNames(List.of("Aal", "Hund, Köter", "Katze"));

    assertThat(named.hasNames()).isTrue();
    assertThat(named.label(1)).isEqualTo("dog");
    assertThat(named.name(1)).isEqualTo("Hund, Köter");
    assertThat(named.indexOf("dog")).isEqualTo(1);
    assertThat(named.sha256()).isEqualTo(LABELS.sha256());
    assertThat(named.select(List.of("cat", "dog")))
        .isEqualTo(LabelMap.of(List.of("cat", "dog")).withNames(List.of("Katze", "Hund, Köter")));
  }

  @Test
  void shortNamesEndAtTheCommaAndAreDifferent() {
    LabelMap map =
        LabelMap.of(List.of("n1", "n2", "n3", "n4", "a, b", "crane"))
            .withNames(
                List.of(
                    "tench, Tinca tinca", "maillot", "maillot, tank suit", "crane", "a, b", ","));

    assertThat(map.shortNames())
        .containsExactly("tench", "maillot (n2)", "maillot (n3)", "crane", "a, b", ",");
    assertThat(
            LabelMap.of(List.of("x", "y", "a")).withNames(List.of("a", "a", "a (x)")).shortNames())
        .as("labels, where names cannot be told apart")
        .containsExactly("x", "y", "a");
  }

  @Test
  void refusesNamesThatDoNotFitTheLabels() {
    assertThatThrownBy(() -> LABELS.withNames(List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names must be 3, one for each label, found 2");
    assertThatThrownBy(() -> LABELS.withNames(List.of("a", "b\nc", "d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names must each be one line of text, found 'b\nc'");
    assertThatThrownBy(() -> LABELS.name(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index must be in 0..2, found 3");
  }

  private static void assertRefused(String message, String... labels) {
    assertThatThrownBy(() -> LabelMap.of(List.of(labels)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
