package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class NetworkFigureTest {

  @Test
  void theFigureOfTheReadmeIsThatOfThePaper() throws IOException {
    Path shown = Path.of(System.getProperty("testdata")).resolveSibling("docs/alexnet.svg");

    assertThat(NetworkFigure.of(Preset.PAPER.spec()).toSvg()).isEqualTo(Files.readString(shown));
  }

  @Test
  void linksAreWhereTheTowersMeet() throws Exception {
    assertThat(blueLines(Preset.PAPER.spec()))
        .as("two lines a link")
        .isEqualTo(2 * (2 + 2 + 2 + 1));
    assertThat(blueLines(Preset.PAPER.spec().withTowers(1))).isZero();
  }

  /** Six layers that both towers read, and a line that joins the logits. */
  @Test
  void logitsOfAllTowersAreJoined() throws Exception {
    assertThat(blueLines(ReleasedRuns.named("146-2011").spec())).isEqualTo(2 * 6 * 2 + 1);
  }

  /** A tower, average pooling, no hidden layer. */
  @Test
  void theFigureOfTheCifarNetworkIsThis() throws IOException {
    assertThat(NetworkFigure.of(Preset.CIFAR10.spec()).toSvg()).isEqualTo(resource("cifar10.svg"));
  }

  /** Links between convolutions and from none, dense layers that read their own tower. */
  @Test
  void theFigureOfEveryKindOfLayerIsThis() throws IOException {
    assertThat(NetworkFigure.of(TestSpecs.everyKind()).toSvg())
        .isEqualTo(resource("every-kind.svg"));
  }

  private static String resource(String name) throws IOException {
    return Resources.toString(
        Resources.getResource(NetworkFigureTest.class, name), StandardCharsets.UTF_8);
  }

  @Test
  void everyTowerIsLinkedToEveryOther() throws Exception {
    assertThat(blueLines(Preset.PAPER.spec().withTowers(4)))
        .as("two lines a link")
        .isEqualTo(2 * (4 * 3 + 4 * 3 + 4 * 3 + 3));
    assertThat(blueLines(Preset.PAPER.spec().withoutLinks())).isEqualTo(2);
  }

  @Test
  void aNameIsTextWhateverItHolds() throws Exception {
    AlexNetSpec paper = Preset.PAPER.spec();
    AlexNetSpec odd = new AlexNetSpec("a < b && <c>", 227, 2, 0, paper.layers());
    assertThat(parse(odd).getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a < b && <c>");
  }

  @ParameterizedTest
  @ValueSource(ints = {67, 227, 500})
  void nothingIsCutOff(int imageSize) throws Exception {
    AlexNetSpec one = Preset.PAPER.spec().withOneTower().withImageSize(imageSize);
    Document figure = parse(one);
    double height = Double.parseDouble(figure.getDocumentElement().getAttribute("height"));
    NodeList boxes = figure.getElementsByTagName("polygon");

    for (int i = 0; i < boxes.getLength(); i++) {
      String points = boxes.item(i).getAttributes().getNamedItem("points").getNodeValue();
      for (String point : Splitter.on(' ').split(points)) {
        assertThat(Double.parseDouble(point.substring(point.indexOf(',') + 1)))
            .isBetween(0.0, height);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLayerWithWeightsIsNamed(Preset preset) throws Exception {
    NodeList texts = parse(preset.spec()).getElementsByTagName("text");
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < texts.getLength(); i++) {
      words.append(texts.item(i).getTextContent()).append('\n');
    }
    for (ParameterTable.Parameter parameter : ParameterTable.of(preset.spec()).parameters()) {
      assertThat(words.toString().lines()).contains(parameter.layer());
    }
  }

  private static long blueLines(AlexNetSpec spec) throws Exception {
    NodeList lines = parse(spec).getElementsByTagName("line");
    long blue = 0;
    for (int i = 0; i < lines.getLength(); i++) {
      blue +=
          lines.item(i).getAttributes().getNamedItem("stroke").getNodeValue().equals("#1f5fbf")
              ? 1
              : 0;
    }
    return blue;
  }

  private static Document parse(AlexNetSpec spec)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(NetworkFigure.of(spec).toSvg())));
  }
}
