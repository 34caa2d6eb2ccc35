package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynsetsTest {

  /** Labels as records count them, from published lists of the 1000 classes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|n01440764|tench, Tinca tinca",
        "2|n01443537|goldfish, Carassius auratus",
        "135|n02012849|crane",
        "282|n02123045|tabby, tabby cat",
        "518|n03126707|crane",
        "639|n03710637|maillot",
        "640|n03710721|maillot, tank suit",
        "1000|n15075141|toilet tissue, toilet paper, bathroom tissue",
      })
  void theClassesOfIlsvrc2012HaveTheirLabelsAndNames(int label, String id, String name) {
    assertThat(Synsets.ilsvrc2012().get(label - 1)).isEqualTo(id);
    assertThat(Synsets.name(id)).contains(name);
  }

  @Test
  void thereAreAThousandInTheOrderOfTheirIds() {
    assertThat(Synsets.ilsvrc2012()).hasSize(1000).isSorted().allMatch(Synsets::isId);
  }

  @Test
  void labelsThatAreNoSynsetsAreTheirOwnNames() {
    LabelMap labels = Synsets.named(List.of("n01440764", "n99999999", "cat"));

    assertThat(labels.labels()).containsExactly("n01440764", "n99999999", "cat");
    assertThat(labels.names()).containsExactly("tench, Tinca tinca", "n99999999", "cat");
    assertThat(Synsets.named(List.of("cat", "dog"))).isEqualTo(LabelMap.of(List.of("cat", "dog")));
  }
}
