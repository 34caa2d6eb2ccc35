package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.FewImages;
import org.alexnet.train.Run;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.proto.ProvenanceProto;
import org.alexnet.train.proto.RunManifest;
import org.alexnet.train.proto.SittingProto;
import org.alexnet.train.watch.LoggedSteps;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static List<Run> runs;
  private static String html;
  private static Document page;
  private static Parser parser;

  @TempDir private Path folder;

  @BeforeAll
  static void makeThePage() throws IOException {
    dataset = Preparation.of(new OddNames(6, 2)).withImageSize(70).write(shared.resolve("data"));
    runs =
        List.of(
            FewImages.shallowRun(dataset, shared.resolve("first"), recipe -> recipe),
            FewImages.shallowRun(
                dataset,
                shared.resolve("it's & co"),
                recipe ->
                    recipe
                        .withLearningRate(0.02)
                        .withEpochs(2)
                        .withEvents(
                            Events.of(
                                new Event(new AfterSteps(9), SetLearningRate.freeze("conv1"))))));
    html = onOneCpu(Report.of(runs).withData(dataset)).html();
    parser = Parser.htmlParser().setTrackErrors(100);
    page = parser.parseInput(html, "");
  }

  private static Report onOneCpu(Report report) {
    return report.withPlacement(spec -> PlacedNetwork.onOneDevice(spec, "/CPU:0"));
  }

  private static Document parsed(String html) {
    return Parser.htmlParser().parseInput(html, "");
  }

  private static List<String> texts(String selector) {
    return page.select(selector).eachText();
  }

  @Test
  void thePageIsWellFormed() {
    assertThat(html).startsWith("<!DOCTYPE html>\n<html lang=\"en\">\n");
    assertThat(parser.getErrors()).isEmpty();
    assertThat(page.title()).isEqualTo("Report: first, it's & co");
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    assertThat(page.select("table tr")).allMatch(ReportTest::isAsWideAsItsTable);
  }

  private static boolean isAsWideAsItsTable(Element row) {
    Element table = row.closest("table");
    return row.childrenSize() == table.selectFirst("tr").childrenSize();
  }

  @Test
  void allPartsAreThereAndTheLinksLeadToThem() {
    assertThat(page.select("main > section").eachAttr("id"))
        .containsExactly(
            "summary", "curves", "filters", "predictions", "recipe", "network", "provenance");
    assertThat(page.select("nav a").eachAttr("href"))
        .containsExactlyElementsOf(
            page.select("main > section").eachAttr("id").stream().map(id -> "#" + id).toList());
    assertThat(page.select(".chart").eachAttr("id"))
        .containsExactly("error-chart", "loss-chart", "rate-chart");
  }

  @Test
  void nothingOutsideIsAskedFor() {
    assertThat(
            page.select("[src], [href]").stream()
                .map(each -> each.hasAttr("src") ? each.attr("src") : each.attr("href")))
        .isNotEmpty()
        .allMatch(target -> target.startsWith("data:") || target.startsWith("#"));
    assertThat(page.select("style")).hasSize(2);
    assertThat(page.select("style"))
        .allSatisfy(style -> assertThat(style.data()).doesNotContain("url(", "@import"));
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'; img-src data:;");
  }

  /** The wide weights of these networks begin with losses of hundreds. */
  @Test
  void thePageSaysWhereTheAxisOfLossesEnds() {
    Element chart = page.getElementById("loss-chart");

    assertThat(chart.attr("data-axis")).isEqualTo("CUT");
    assertThat(Double.parseDouble(chart.attr("data-end"))).isEqualTo(2 * Math.log(7));
    assertThat(texts("#curves figcaption").get(1))
        .startsWith(
            "Loss over epochs: mean cross-entropy in nats. The axis ends at twice the loss of"
                + " guessing, 3.892; the highest is ");
  }

  @Test
  void theScriptOfTheCurvesKeepsItsLicense() {
    assertThat(html).contains("/*! https://github.com/leeoniya/uPlot (v1.6.30) */");
  }

  @Test
  void everyPictureSaysWhatItShows() {
    assertThat(page.select("img")).isNotEmpty().allMatch(image -> !image.attr("alt").isEmpty());
    assertThat(page.select(".chart")).allMatch(chart -> !chart.attr("aria-label").isEmpty());
  }

  @Test
  void theCurvesAreThoseOfTheManifests() {
    JsonArray curves =
        JsonParser.parseString(page.getElementById("curves-data").data()).getAsJsonArray();

    assertThat(curves).hasSize(2);
    for (int i = 0; i < 2; i++) {
      JsonObject own = curves.get(i).getAsJsonObject();
      List<EpochSummary> epochs = runs.get(i).epochs();
      assertThat(numbers(own, "epochs")).hasSize(i == 0 ? 3 : 2).startsWith(1d, 2d);
      assertThat(numbers(own, "trainingLoss"))
          .isEqualTo(epochs.stream().map(EpochSummary::trainingLoss).toList());
      assertThat(numbers(own, "trainingError"))
          .isEqualTo(epochs.stream().map(EpochSummary::trainingError).toList());
      assertThat(numbers(own, "learningRate"))
          .isEqualTo(epochs.stream().map(EpochSummary::learningRate).toList());
      assertThat(numbers(own, "top1"))
          .isEqualTo(epochs.stream().map(epoch -> epoch.evaluation().top1Error()).toList());
      assertThat(numbers(own, "top5"))
          .isEqualTo(epochs.stream().map(epoch -> epoch.evaluation().top5Error()).toList());
      assertThat(numbers(own, "validationLoss"))
          .isEqualTo(epochs.stream().map(epoch -> -epoch.evaluation().logProbability()).toList());
    }
    assertThat(curves.get(1).getAsJsonObject().get("marks").toString())
        .isEqualTo("[{\"number\":1,\"epoch\":1.5,\"text\":\"event after 9 steps: conv1 frozen\"}]");
  }

  private static List<Double> numbers(JsonObject own, String name) {
    return own.get(name).getAsJsonArray().asList().stream().map(JsonElement::getAsDouble).toList();
  }

  @Test
  void theTablesOfEpochsAreThoseOfTheManifests() {
    for (int i = 0; i < 2; i++) {
      List<Element> rows = page.select("details.epochs").get(i).select("tbody tr");
      List<EpochSummary> epochs = runs.get(i).epochs();
      assertThat(rows).hasSameSizeAs(epochs);
      for (int row = 0; row < rows.size(); row++) {
        List<String> cells = rows.get(row).children().eachText();
        EpochSummary epoch = epochs.get(row);
        assertThat(cells.get(0)).isEqualTo(Integer.toString(epoch.epoch()));
        assertThat(cells.get(1)).isEqualTo(Long.toString(epoch.step()));
        assertThat(Double.parseDouble(cells.get(2))).isEqualTo(epoch.learningRate());
        assertThat(Double.parseDouble(cells.get(3))).isCloseTo(epoch.trainingLoss(), within(5e-5));
        assertPercent(cells.get(4), epoch.trainingError());
        assertPercent(cells.get(5), epoch.evaluation().top1Error());
        assertPercent(cells.get(6), epoch.evaluation().top5Error());
        assertThat(Double.parseDouble(cells.get(7)))
            .isCloseTo(epoch.evaluation().logProbability(), within(5e-5));
      }
    }
  }

  private static void assertPercent(String cell, double share) {
    assertThat(cell).endsWith(" %");
    assertThat(Double.parseDouble(cell.replace(" %", ""))).isCloseTo(100 * share, within(0.0051));
  }

  @Test
  void theSummaryTellsTheLastEpochAndTheTenCrops() {
    List<String> second = page.select("#summary tbody tr").get(1).children().eachText();
    EpochSummary last = runs.get(1).epochs().get(1);

    assertThat(second.subList(0, 4))
        .containsExactly("it's & co", "shallow", "2 of at most 2", "12");
    assertPercent(second.get(4), last.trainingError());
    assertPercent(second.get(5), last.evaluation().top1Error());
    assertPercent(second.get(6), last.evaluation().top5Error());
    String[] ten = second.get(8).split(" / ", -1);
    assertPercent(ten[0], runs.get(1).tenCrops().orElseThrow().top1Error());
    assertPercent(ten[1], runs.get(1).tenCrops().orElseThrow().top5Error());
  }

  /** Of epochs with the same error the first one. */
  @Test
  void theSummaryTellsTheEpochWithTheLowestError() {
    for (int i = 0; i < 2; i++) {
      EpochSummary lowest = runs.get(i).epochs().get(0);
      for (EpochSummary epoch : runs.get(i).epochs()) {
        if (epoch.evaluation().top1Error() < lowest.evaluation().top1Error()) {
          lowest = epoch;
        }
      }

      assertThat(page.select("#summary tbody tr").get(i).child(7).text())
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  "%.2f %%, epoch %d",
                  100 * lowest.evaluation().top1Error(),
                  lowest.epoch()));
    }
  }

  @Test
  void eventsAreMarkedWithTheirRunAndPlace() {
    assertThat(texts("#curves > .wide tbody td, #curves > .wide tbody th"))
        .containsExactly("1", "it's & co", "1.5", "event after 9 steps: conv1 frozen");
  }

  @Test
  void differencesOfTheRecipesAreEmphasizedAndNothingElse() {
    assertThat(texts("#recipe tr.differs > th"))
        .containsExactly("learning rate ≠", "epochs, at most ≠", "events ≠");
    assertThat(texts("#recipe tr.differs > td"))
        .containsExactly("0.01", "0.02", "3", "2", "none", "after 9 steps: conv1 frozen");
  }

  @Test
  void theNetworkOfBothRunsIsToldOnce() {
    assertThat(texts("#network h3"))
        .containsExactly("AlexNet (shallow): 2 towers, 67x67 RGB images, 7 classes");
    assertThat(texts("#network tbody th"))
        .containsExactly("conv1", "relu1", "pool1", "fc6", "relu6", "drop6", "fc8");
    // conv1 6 * (363 + 1), fc6 16 * (7 * 7 * 6 + 1), fc8 7 * (16 + 1)
    assertThat(page.select("#network tfoot td").get(3).text()).isEqualTo("7,023");
  }

  @Test
  void theProvenanceIsThatOfTheManifests() {
    List<String> rows = texts("#provenance tbody tr");

    assertThat(rows)
        .anyMatch(row -> row.startsWith("folder ≠ " + runs.get(0).directory()))
        .contains(
            "fingerprint of the data set " + dataset.fingerprint() + " " + dataset.fingerprint())
        .contains("seed of order and augmentation 5 5")
        .contains("seed of weights and dropout 3 3")
        .contains("first weights random random")
        .contains("devices of the towers /CPU:0, /CPU:0 /CPU:0, /CPU:0")
        .contains("recipe history one recipe one recipe");
    assertThat(
            page.select("#provenance tr").stream()
                .filter(row -> row.child(0).text().startsWith("processor"))
                .map(row -> row.child(1).text()))
        .containsExactly(runs.get(0).provenance().processor());
  }

  @Test
  void theProcessOfEachRunIsTold() {
    List<Element> rows = page.select("#provenance .sittings tbody tr");

    assertThat(rows).hasSize(2);
    List<String> second = rows.get(1).children().eachText();
    assertThat(second.subList(0, 3)).containsExactly("it's & co", "1", "–"); // there is no log
    assertThat(second.get(3))
        .startsWith(runs.get(1).provenance().libraryVersion() + ", TensorFlow");
    assertThat(second.get(4)).endsWith("; towers on /CPU:0, /CPU:0");
    assertThat(second.get(5)).isEqualTo(runs.get(1).manifest().getCommandLine());
  }

  @Test
  void allProcessesOfARunAreToldInOrder() throws IOException {
    ProvenanceProto elsewhere =
        ProvenanceProto.newBuilder()
            .setLibraryVersion("1.2")
            .setTensorflowVersion("2.18.0")
            .setJavaVersion("17.0.1")
            .setOperatingSystem("Linux amd64")
            .setCores(1)
            .addTowerDevices("/GPU:0")
            .setProcessor("Vector 9")
            .build();
    RunManifest manifest =
        runs.get(0).manifest().toBuilder()
            .addEarlierSittings(sitting(0, elsewhere, "java one"))
            .addEarlierSittings(sitting(5, elsewhere.toBuilder().setCores(8).build(), "java two"))
            .setFirstStep(18)
            .build();
    Run resumed = new Run(runs.get(0).directory(), manifest, runs.get(0).checkpoint());
    LoggedSteps log =
        new LoggedSteps(
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableMap.of(0L, Instant.parse("2026-01-02T03:04:05.678Z")));

    List<SittingRow> rows = SittingRow.of(3, "it", resumed, log);

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .isEqualTo(
            new SittingRow(
                3,
                "it",
                "1",
                "2026-01-02 03:04 UTC",
                "1.2, TensorFlow 2.18.0, Java 17.0.1",
                "Vector 9, 1 core, Linux amd64; towers on /GPU:0",
                "java one"));
    assertThat(rows.get(1).firstStep()).isEqualTo("6");
    assertThat(rows.get(1).began()).isEqualTo("–");
    assertThat(rows.get(1).machine()).startsWith("Vector 9, 8 cores, ");
    assertThat(rows.get(2).firstStep()).isEqualTo("–"); // it has made none of the 18
    assertThat(rows.get(2).commandLine()).isEqualTo(runs.get(0).manifest().getCommandLine());
  }

  private static SittingProto sitting(long firstStep, ProvenanceProto with, String commandLine) {
    return SittingProto.newBuilder()
        .setFirstStep(firstStep)
        .setProvenance(with)
        .setCommandLine(commandLine)
        .build();
  }

  @Test
  void theFiltersOfBothTowersAreDrawn() {
    List<Element> figures = page.select("#filters figure");

    assertThat(figures).hasSize(2);
    assertThat(figures.get(0).select("figcaption").text())
        .startsWith("first The 6 filters of conv1, 11x11 pixels each, ");
    assertThat(figures.get(0).select("img").attr("width")).isEqualTo("296"); // 8 * (3 * 12 + 1)
    assertThat(figures.get(0).select("img").attr("height")).isEqualTo("200"); // a row a tower
  }

  @Test
  void predictionsOfEachRunAreShown() {
    List<Element> articles = page.select("#predictions article");

    assertThat(articles).hasSize(2);
    for (int i = 0; i < 2; i++) {
      Evaluation last = Iterables.getLast(runs.get(i).epochs()).evaluation();
      assertThat(articles.get(i).selectFirst("p").text())
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  "14 images: top-1 error %.2f %% (95 %% interval %s), top-5 error %.2f %% (95 %%"
                      + " interval %s).",
                  100 * last.top1Error(),
                  last.top1Interval(),
                  100 * last.top5Error(),
                  last.top5Interval()));
    }
    for (Element article : articles) {
      assertThat(article.select(".sample > li")).hasSize(8);
      assertThat(article.select(".sample .bar")).hasSize(40);
      assertThat(article.select(".confusion tbody tr")).hasSize(7);
      assertThat(
              article.select(".confusion td").eachText().stream()
                  .filter(text -> !text.isEmpty())
                  .mapToInt(Integer::parseInt)
                  .sum())
          .isEqualTo(14);
      assertThat(article.select(".classes tbody tr")).hasSize(7);
      assertThat(article.select("img").eachAttr("src"))
          .allMatch(uri -> uri.startsWith("data:image/jpeg;base64,"));
    }
  }

  @Test
  void theBarOfTheTrueClassIsOfAnotherColor() {
    for (Element shown : page.select(".sample > li")) {
      String label = shown.selectFirst(".label").text();
      assertThat(shown.select(".bar.right .guess").eachText())
          .hasSizeLessThanOrEqualTo(1)
          .allMatch((label + " ✓")::equals);
      assertThat(shown.select(".bar:not(.right) .guess").eachText()).doesNotContain(label);
    }
    assertThat(page.select(".bar.right")).isNotEmpty();
  }

  @Test
  void namesOfClassesFilesAndRunsAreTextAndNothingElse() {
    assertThat(page.select("script")).hasSize(3);
    assertThat(page.select("b")).isEmpty();
    assertThat(page.select("img[onerror]")).isEmpty();
    assertThat(html).doesNotContain("alert(\"x\")</script>").doesNotContain("<img src=x");
    assertThat(texts(".confusion tbody th")).contains(OddNames.SCRIPT, OddNames.QUOTES);
    assertThat(texts(".confusion tbody th")).contains("{{title}}", "</table>", "Grüße, 你好");
    assertThat(page.select(".sample img").eachAttr("alt"))
        .allMatch(alt -> alt.contains(", file " + OddNames.FILE));
    assertThat(texts(".worst dd")).anyMatch(text -> text.startsWith(OddNames.FILE));
    assertThat(page.getElementById("curves-data").data()).doesNotContain("<", "&");
  }

  @Test
  void withoutTheDataSetNothingIsPredicted() throws IOException {
    Document page = parsed(Report.of(runs.subList(0, 1)).html());

    assertThat(page.select("#predictions")).isEmpty();
    assertThat(page.select("nav a").eachAttr("href")).doesNotContain("#predictions");
    assertThat(page.select(".differs")).isEmpty();
  }

  @Test
  void aRunWithoutAWholeEpochSaysSo() throws IOException {
    Run begun = FewImages.begun(dataset, folder.resolve("begun"));

    Document page = parsed(Report.of(List.of(begun)).html());

    assertThat(page.select("#curves").text()).isEqualTo("Curves No epoch is complete yet.");
    assertThat(page.select("script")).isEmpty();
    assertThat(page.select("#summary tbody td").eachText())
        .containsExactly("shallow", "0 of at most 3", "2", "–", "–", "–", "–", "–");
  }

  @Test
  void isWrittenWholeOverWhatWasThere() throws IOException {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "before");

    Report.of(runs).write(file);

    assertThat(Files.readString(file)).isEqualTo(Report.of(runs).html());
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Test
  void refusesAFolderAndAFolderThatIsNotThere() {
    assertThatThrownBy(() -> Report.of(runs).write(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is a folder; give the name of a file");
    Path lost = folder.resolve("lost/report.html");
    assertThatThrownBy(() -> Report.of(runs).write(lost))
        .isInstanceOf(IOException.class)
        .hasMessage(lost + " cannot be written: " + folder.resolve("lost") + " is not a folder");
  }

  @Test
  void refusesNoRunsAndMoreThanThereAreColors() {
    assertThatThrownBy(() -> Report.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("runs must be 1 to 8, found 0");
    assertThatThrownBy(() -> Report.of(Collections.nCopies(9, runs.get(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("runs must be 1 to 8, found 9");
  }
}
