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

  private static void assertRefused(String message, String... labels) {
    assertThatThrownBy(() -> LabelMap.of(List.of(labels)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
