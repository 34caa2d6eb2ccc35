package org.alexnet.graph.internal;

import static org.alexnet.graph.spec.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.spec.Layer.Spread.FIRST_TOWER;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Layer.AveragePool;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.Layer.Dropout;
import org.alexnet.graph.spec.Layer.LocalResponseNorm;
import org.alexnet.graph.spec.Layer.MaxPool;
import org.alexnet.graph.spec.Layer.Relu;
import org.alexnet.graph.spec.Layer.Tanh;
import org.alexnet.graph.spec.Layer.WithinMapNorm;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Walks the layers of a network once and adds their operations to a graph. */
public final class GraphAssembler {
  private final AlexNetSpec spec;
  private final Weights weights;
  private final List<LayerOps> layers = new ArrayList<>();
  private final Map<String, List<Operand<TFloat32>>> activations = new LinkedHashMap<>();

  /**
   * Adds the forward pass.
   *
   * @param tf builders without a device
   * @param spec the network
   * @param placement where each tower lives
   * @param images float32 {@code [N, imageSize, imageSize, 3]}
   * @param step number of the training step, which makes dropout drop; absent at test
   */
  public GraphAssembler(
      Ops tf,
      AlexNetSpec spec,
      Placement placement,
      Operand<TFloat32> images,
      Optional<Operand<TInt64>> step) {
    placement.requireFits(spec);
    this.spec = spec;
    this.weights = new Weights(tf, spec, placement);
    List<Operand<TFloat32>> current = Collections.nCopies(spec.towers(), images);
    Towers previous = null;
    for (ShapeTrace.Step shape : ShapeTrace.of(spec).steps()) {
      Layer layer = shape.layer();
      Placement home =
          layer instanceof Dense dense && dense.spread() == FIRST_TOWER
              ? new Placement(placement.host(), ImmutableList.of(placement.towers().get(0)))
              : placement;
      Towers towers = Towers.ofLayer(tf, layer.name(), home);
      LayerOps ops = opsOf(shape, towers, previous, step);
      current = ops.forward(current);
      layers.add(ops);
      activations.put(layer.name(), current);
      previous = towers;
    }
  }

  /** float32 {@code [N, classCount]}, in the first tower. */
  public Operand<TFloat32> logits() {
    return activations.get(spec.layers().get(spec.layers().size() - 1).name()).get(0);
  }

  /** Each layer's output in each tower, by name of the layer. */
  public Map<String, List<Operand<TFloat32>>> activations() {
    return Collections.unmodifiableMap(activations);
  }

  /** The parameters in this graph. */
  public Weights weights() {
    return weights;
  }

  /**
   * Adds the backward pass.
   *
   * @param logitsGradient gradient of the loss with respect to {@link #logits}
   * @return gradient of the loss with respect to each parameter
   */
  public ParameterGradients backward(Operand<TFloat32> logitsGradient) {
    ParameterGradients gradients = new ParameterGradients();
    List<Operand<TFloat32>> current = List.of(logitsGradient);
    for (LayerOps layer : Lists.reverse(layers)) {
      current = layer.backward(current, gradients);
    }
    return gradients;
  }

  private LayerOps opsOf(
      ShapeTrace.Step shape, Towers towers, Towers previous, Optional<Operand<TInt64>> step) {
    Layer layer = shape.layer();
    boolean first = previous == null;
    if (layer instanceof Conv conv) {
      return new ConvOps(conv, towers, link(conv.reads(), towers, previous, shape), first, weights);
    }
    if (layer instanceof Dense dense) {
      return new DenseOps(dense, towers, link(dense.reads(), towers, previous, shape), weights);
    }
    if (layer instanceof LocalResponseNorm norm) {
      Neighbors maps =
          new NeighboringMaps(
              norm,
              shape.input().channels() / spec.towers(),
              link(norm.reads(), towers, previous, shape));
      return new NormOps(norm.bias(), norm.beta(), maps, towers);
    }
    if (layer instanceof WithinMapNorm norm) {
      return new NormOps(norm.bias(), norm.beta(), new NeighboringPixels(norm), towers);
    }
    if (layer instanceof MaxPool pool) {
      return new MaxPoolOps(
          pool, margin(pool.overhang(), shape, pool.size(), pool.stride()), towers);
    }
    if (layer instanceof AveragePool pool) {
      return new AveragePoolOps(
          pool,
          shape.input(),
          shape.output(),
          margin(pool.overhang(), shape, pool.size(), pool.stride()),
          towers);
    }
    if (layer instanceof Dropout dropout) {
      return new DropoutOps(dropout, spec.seed(), towers, step);
    }
    if (layer instanceof Relu) {
      return new ReluOps(towers);
    }
    if (layer instanceof Tanh) {
      return new TanhOps(towers);
    }
    throw new AssertionError("no operations for " + layer);
  }

  private static Margin margin(boolean overhang, ShapeTrace.Step shape, int size, int stride) {
    int far = overhang ? ShapeTrace.overhang(shape.input().height(), size, stride) : 0;
    return new Margin(new Padding(0, far));
  }

  private static Optional<Link> link(
      Layer.Reads reads, Towers towers, Towers previous, ShapeTrace.Step shape) {
    return reads == ALL_TOWERS && previous != null
        ? Optional.of(new Link(towers, previous, shape.input().channels()))
        : Optional.empty();
  }
}
