package org.alexnet.graph.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.Layer;
import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.Dense;
import org.alexnet.graph.Layer.Dropout;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;
import org.alexnet.graph.Layer.Reads;
import org.alexnet.graph.Layer.Spread;

/**
 * A network's forward and backward pass in plain Java and float64, written from the paper's
 * formulas: what the graph is compared with.
 */
public final class ReferenceNetwork {
  private final AlexNetSpec spec;
  private final Map<String, double[]> parameters;

  /**
   * A network with some values of its parameters.
   *
   * @param spec the network
   * @param parameters values by the names of {@link org.alexnet.graph.ParameterTable}, row-major
   */
  public ReferenceNetwork(AlexNetSpec spec, Map<String, double[]> parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  /**
   * Sends a batch through the layers.
   *
   * @param count number of images
   * @param images [count, imageSize, imageSize, 3], row-major
   * @param factors from a dropout layer and a tower to what each of its units is multiplied by
   */
  public Pass forward(int count, double[] images, BiFunction<String, Integer, double[]> factors) {
    return new Pass(count, images, factors);
  }

  /** One batch on its way through the layers. */
  public final class Pass {
    private final BiFunction<String, Integer, double[]> factors;
    private final Map<Layer, List<Maps>> inputs = new HashMap<>();
    private final Map<String, List<Maps>> outputs = new HashMap<>();
    private final Maps logits;

    private Pass(int count, double[] images, BiFunction<String, Integer, double[]> factors) {
      this.factors = factors;
      Maps image = new Maps(count, spec.imageSize(), spec.imageSize(), 3, images);
      List<Maps> current = Collections.nCopies(spec.towers(), image);
      for (Layer layer : spec.layers()) {
        boolean joins = readsAll(layer) && layer != spec.layers().get(0);
        List<Maps> read =
            joins
                ? Collections.nCopies(spec.towers(), ReferenceLayers.concatenated(current))
                : current;
        inputs.put(layer, read);
        current = new ArrayList<>();
        for (int tower = 0; tower < towersOf(layer); tower++) {
          current.add(forward(layer, tower, read.get(tower)));
        }
        outputs.put(layer.name(), current);
      }
      logits = current.get(0);
    }

    private Maps forward(Layer layer, int tower, Maps in) {
      if (layer instanceof Conv conv) {
        return ReferenceLayers.conv(conv, in, weights(layer, tower), biases(layer, tower));
      }
      if (layer instanceof Dense) {
        return ReferenceLayers.dense(in, weights(layer, tower), biases(layer, tower));
      }
      if (layer instanceof LocalResponseNorm norm) {
        return ReferenceLayers.norm(norm, in);
      }
      if (layer instanceof MaxPool pool) {
        return ReferenceLayers.pool(pool, in);
      }
      if (layer instanceof Dropout) {
        return ReferenceLayers.times(in, factors.apply(layer.name(), tower));
      }
      return ReferenceLayers.relu(in);
    }

    /** A layer's output in a tower, row-major. */
    public double[] activations(String layer, int tower) {
      return outputs.get(layer).get(tower).values();
    }

    /** Mean cross-entropy, in nats. */
    public double loss(int[] labels) {
      double loss = 0;
      for (int n = 0; n < labels.length; n++) {
        loss -= Math.log(probabilities(n)[labels[n]]) / labels.length;
      }
      return loss;
    }

    private double[] probabilities(int n) {
      double[] probabilities = new double[logits.channels()];
      double sum = 0;
      for (int c = 0; c < probabilities.length; c++) {
        probabilities[c] = Math.exp(logits.get(n, 0, 0, c));
        sum += probabilities[c];
      }
      for (int c = 0; c < probabilities.length; c++) {
        probabilities[c] /= sum;
      }
      return probabilities;
    }

    /** The gradient of the loss with respect to each parameter, by its name. */
    public Map<String, double[]> gradients(int[] labels) {
      Maps logitsGradient = logits.sameShape();
      for (int n = 0; n < labels.length; n++) {
        double[] probabilities = probabilities(n);
        for (int c = 0; c < probabilities.length; c++) {
          double target = c == labels[n] ? 1 : 0;
          logitsGradient.add(n, 0, 0, c, (probabilities[c] - target) / labels.length);
        }
      }
      Map<String, double[]> gradients = new TreeMap<>();
      parameters.forEach((name, values) -> gradients.put(name, new double[values.length]));
      List<Maps> current = List.of(logitsGradient);
      for (int i = spec.layers().size() - 1; i >= 0; i--) {
        current = backward(spec.layers().get(i), i == 0, current, gradients);
      }
      return gradients;
    }

    private List<Maps> backward(
        Layer layer, boolean first, List<Maps> outGradients, Map<String, double[]> gradients) {
      List<Maps> inGradients = new ArrayList<>();
      for (int tower = 0; tower < outGradients.size(); tower++) {
        inGradients.add(backward(layer, tower, outGradients.get(tower), gradients));
      }
      if (!readsAll(layer) || first) {
        return inGradients;
      }
      Maps sum = inGradients.get(0).sameShape();
      inGradients.forEach(gradient -> ReferenceLayers.addTo(sum, gradient));
      return ReferenceLayers.split(sum, spec.towers());
    }

    private Maps backward(
        Layer layer, int tower, Maps outGradient, Map<String, double[]> gradients) {
      Maps in = inputs.get(layer).get(tower);
      double[] dWeights = gradients.get(name(layer, tower, "weights"));
      double[] dBiases = gradients.get(name(layer, tower, "biases"));
      if (layer instanceof Conv conv) {
        return ReferenceLayers.convBackward(
            conv, in, weights(layer, tower), outGradient, dWeights, dBiases);
      }
      if (layer instanceof Dense) {
        return ReferenceLayers.denseBackward(
            in, weights(layer, tower), outGradient, dWeights, dBiases);
      }
      if (layer instanceof LocalResponseNorm norm) {
        return ReferenceLayers.normBackward(norm, in, outGradient);
      }
      if (layer instanceof MaxPool pool) {
        return ReferenceLayers.poolBackward(pool, in, outGradient);
      }
      if (layer instanceof Dropout) {
        return ReferenceLayers.times(outGradient, factors.apply(layer.name(), tower));
      }
      return ReferenceLayers.reluBackward(in, outGradient);
    }
  }

  private static boolean readsAll(Layer layer) {
    return (layer instanceof Conv conv && conv.reads() == Reads.ALL_TOWERS)
        || (layer instanceof Dense dense && dense.reads() == Reads.ALL_TOWERS);
  }

  private int towersOf(Layer layer) {
    return layer instanceof Dense dense && dense.spread() == Spread.FIRST_TOWER ? 1 : spec.towers();
  }

  private static String name(Layer layer, int tower, String kind) {
    return layer.name() + "/tower" + tower + "/" + kind;
  }

  private double[] weights(Layer layer, int tower) {
    return parameters.get(name(layer, tower, "weights"));
  }

  private double[] biases(Layer layer, int tower) {
    return parameters.get(name(layer, tower, "biases"));
  }
}
