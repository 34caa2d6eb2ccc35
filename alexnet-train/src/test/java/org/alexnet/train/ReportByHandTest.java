package org.alexnet.train;

import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.alexnet.data.Dataset;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.report.Report;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of predictions, against those that are made by hand. */
class ReportByHandTest {
  @TempDir private Path folder;

  private HandMadeNumbers hand;
  private List<double[]> probabilities;

  private double loss(int image) {
    return -Math.log(probabilities.get(image)[hand.labels().get(image)]);
  }

  private int predicted(int image) {
    double[] own = probabilities.get(image);
    return IntStream.range(0, own.length)
        .boxed()
        .max(comparingDouble(label -> own[label]))
        .orElseThrow();
  }

  @Test
  void theWorstImagesAreTheWrongOnesWithTheHighestLosses() throws IOException {
    Dataset dataset = FewImages.sevenClasses(folder, 70, 6, 4);
    Run run = FewImages.shallowRun(dataset, folder.resolve("run"), recipe -> recipe);

    Document page =
        Jsoup.parse(
            Report.of(List.of(run))
                .withData(dataset)
                .withPlacement(spec -> PlacedNetwork.onOneDevice(spec, "/CPU:0"))
                .html());

    hand = HandMadeNumbers.of(dataset.directory(), "validation", 70);
    probabilities = hand.probabilities(run.checkpoint(), 1);
    List<Integer> worst =
        IntStream.range(0, hand.labels().size())
            .boxed()
            .filter(image -> predicted(image) != hand.labels().get(image))
            .sorted(comparingDouble(this::loss).reversed())
            .limit(12)
            .toList();
    List<Element> shown = page.select(".worst li");
    assertThat(shown).hasSameSizeAs(worst).hasSizeGreaterThan(3);
    for (int i = 0; i < shown.size(); i++) {
      List<String> facts = shown.get(i).select("dd").eachText();
      assertThat(facts.get(0)).isEqualTo("class" + hand.labels().get(worst.get(i)));
      assertThat(facts.get(1)).isEqualTo("class" + predicted(worst.get(i)));
      assertThat(Double.parseDouble(facts.get(2))).isCloseTo(loss(worst.get(i)), within(2e-4));
    }
  }
}
