package org.alexnet.graph.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Pool;
import org.alexnet.graph.spec.ShapeTrace;
import org.alexnet.graph.spec.Weighted;
import org.alexnet.graph.spec.Windowed;

/**
 * A network as a figure in the manner of the paper's figure 2: a row for each tower, a box for the
 * output of each layer with weights, its sides the square roots of rows and channels, and lines
 * from what a layer reads. Links between towers are blue.
 */
public final class NetworkFigure {
  private static final double ROW_HEIGHT = 230;
  private static final double GAP = 62;
  private static final double MARGIN = 30;
  private static final String OWN = "#888888";
  private static final String LINK = "#1f5fbf";

  private final AlexNetSpec spec;
  private final Svg svg = new Svg();

  /** What is drawn of one layer in one tower. */
  private record Box(double x, double y, double width, double height, double depth) {
    double right() {
      return x + width + depth;
    }

    double middle() {
      return y + height / 2;
    }
  }

  private NetworkFigure(AlexNetSpec spec) {
    this.spec = spec;
  }

  /**
   * Returns the figure of a network.
   *
   * @param spec the network
   */
  public static NetworkFigure of(AlexNetSpec spec) {
    return new NetworkFigure(spec);
  }

  /** Returns the figure as the text of an SVG file. */
  public String toSvg() {
    Box image = image();
    List<Box> before = List.of(image);
    double x = before.get(0).right() + GAP;
    ShapeTrace trace = ShapeTrace.of(spec);
    ImmutableList<ShapeTrace.Step> steps = trace.steps();
    for (int i = 0; i < steps.size(); i++) {
      ShapeTrace.Step step = steps.get(i);
      if (step.layer() instanceof Weighted) {
        List<Box> boxes = boxes(step, x);
        connect(step, before, boxes);
        draw(step, boxes);
        caption(step.layer(), boxes, pooling(steps, i));
        before = boxes;
        x = boxes.get(0).right() + GAP;
      } else if (step.layer().imageCount(trace.image()) > 0) {
        before.forEach(box -> svg.line(image.right(), image.y, box.x, box.y, OWN, true));
      }
    }
    joinLogits(before);
    return svg.document(x - GAP + MARGIN, height() + 2 * MARGIN, spec.name());
  }

  private Box image() {
    double height = side(spec.imageSize());
    Box box = new Box(MARGIN, center() - height / 2, thickness(3), height, depth(height));
    svg.box(box.x, box.y, box.width, box.height, box.depth, "#cccccc");
    svg.text(box.x - 12, box.middle(), Integer.toString(spec.imageSize()), false);
    svg.text(box.x + box.width / 2, box.y + box.height + 14, "3", false);
    svg.text(box.x + box.width / 2, box.y + box.height + 30, "image", true);
    return box;
  }

  private List<Box> boxes(ShapeTrace.Step step, double x) {
    int towers = step.outputParts();
    List<Box> boxes = new ArrayList<>();
    for (int tower = 0; tower < towers; tower++) {
      int channels = step.outputChannels(tower);
      boolean flat = step.output().isFlat();
      double height = flat ? 3 * Math.sqrt(channels) : side(step.output().height());
      double row = (tower - (spec.towers() - 1) / 2.0) * ROW_HEIGHT;
      double middle = towers == 1 ? center() : center() + row;
      boxes.add(
          new Box(
              x,
              middle - height / 2,
              flat ? 12 : thickness(channels),
              height,
              flat ? 5 : depth(height)));
    }
    return boxes;
  }

  private void draw(ShapeTrace.Step step, List<Box> boxes) {
    for (int tower = 0; tower < boxes.size(); tower++) {
      draw(step, boxes.get(tower), step.outputChannels(tower));
    }
  }

  private void draw(ShapeTrace.Step step, Box box, int channels) {
    boolean flat = step.output().isFlat();
    svg.box(box.x, box.y, box.width, box.height, box.depth, flat ? "#f2b36b" : "#9ec5e8");
    if (!flat) {
      svg.text(
          box.x + box.width + box.depth / 2 + 8,
          box.y + box.height - box.depth / 2 + 12,
          Integer.toString(step.output().width()),
          false);
      svg.text(box.x - 9, box.y + box.height - 3, Integer.toString(step.output().height()), false);
    }
    svg.text(box.x + box.width / 2, box.y + box.height + 14, Integer.toString(channels), false);
  }

  private void connect(ShapeTrace.Step step, List<Box> from, List<Box> to) {
    boolean all = step.layer().isCrossTower();
    for (int reader = 0; reader < to.size(); reader++) {
      for (int read = 0; read < from.size(); read++) {
        boolean own = read == reader || from.size() == 1;
        if (own || all) {
          connect(step, from.get(read), to.get(reader), own ? OWN : LINK);
        }
      }
    }
  }

  /** From the window to a pixel, or from all of the layer to all. */
  private void connect(ShapeTrace.Step step, Box from, Box to, String color) {
    if (step.layer() instanceof Windowed windowed) {
      double window =
          Math.max(
              5,
              from.height * Math.min(1.0, (double) windowed.kernelSize() / step.input().height()));
      double x = from.x + from.width;
      double y = from.middle() - window / 2;
      svg.box(from.x, y, from.width, window, window / 3, "#ffffff");
      svg.line(x + window / 3, y - window / 3, to.x, to.middle(), color, false);
      svg.line(x, y + window, to.x, to.middle(), color, false);
    } else {
      svg.line(from.right(), from.y, to.x, to.y, color, true);
      svg.line(from.x + from.width, from.y + from.height, to.x, to.y + to.height, color, true);
    }
  }

  /** From the parts of the last layer to that in the first tower. */
  private void joinLogits(List<Box> logits) {
    Box first = logits.get(0);
    for (Box part : logits.subList(1, logits.size())) {
      svg.line(part.right(), part.y, first.right(), first.y + first.height, LINK, false);
    }
  }

  private void caption(Layer layer, List<Box> boxes, String pooling) {
    Box last = Iterables.getLast(boxes);
    double x = last.x + last.width / 2;
    double y = last.y + last.height + 30;
    svg.text(x, y, layer.name(), true);
    if (layer instanceof Windowed windowed) {
      int size = windowed.kernelSize();
      String stride = windowed.stride() == 1 ? "" : ", stride " + windowed.stride();
      svg.text(x, y + 14, size + "x" + size + stride, false);
    }
    if (!pooling.isEmpty()) {
      svg.text(x, y + 28, pooling, false);
    }
  }

  private static String pooling(List<ShapeTrace.Step> steps, int weights) {
    for (int i = weights + 1; i < steps.size(); i++) {
      Layer layer = steps.get(i).layer();
      if (layer instanceof Weighted) {
        break;
      }
      if (layer instanceof Pool pool) {
        return pool.operation() + " " + pool.kernelSize() + "/" + pool.stride();
      }
    }
    return "";
  }

  private double center() {
    return MARGIN + height() / 2;
  }

  /** Of the towers' rows, or of the image if that is more. */
  private double height() {
    double image = side(spec.imageSize());
    return Math.max(spec.towers() * ROW_HEIGHT, image + 2 * depth(image));
  }

  private static double side(int pixels) {
    return 12 * Math.sqrt(pixels);
  }

  private static double thickness(int channels) {
    return 4 * Math.sqrt(channels);
  }

  private static double depth(double height) {
    return height / 3;
  }
}
