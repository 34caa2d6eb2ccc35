package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Stochastic gradient descent with momentum and weight decay, the learning rate inside the
 * velocity:
 *
 * <pre>
 * v = momentum * v - decay * learningRate * w - learningRate * dL/dw
 * w = w + v
 * </pre>
 *
 * <p>L is the mean cross-entropy of the batch. Source: paper, section 5. The learning rate and the
 * decay of a parameter are the schedule's and {@code weightDecay}, times the multipliers of its
 * layer; biases may have others.
 *
 * @param momentum in [0, 1)
 * @param weightDecay at least 0
 * @param biases how biases learn
 * @param layers multipliers of single layers, by name; those of a layer that is not here are 1
 */
public record SgdMomentum(
    double momentum, double weightDecay, Biases biases, ImmutableMap<String, Multipliers> layers)
    implements Optimizer {

  /** Checks the values. */
  public SgdMomentum {
    checkArgument(
        momentum >= 0 && momentum < 1,
        "momentum must be at least 0 and below 1, found %s",
        momentum);
    checkArgument(weightDecay >= 0, "weightDecay must not be negative, found %s", weightDecay);
  }

  /**
   * Creates the optimizer that treats all parameters alike.
   *
   * @param momentum in [0, 1)
   * @param weightDecay at least 0
   */
  public SgdMomentum(double momentum, double weightDecay) {
    this(momentum, weightDecay, new Biases.Scaled(1, true), ImmutableMap.of());
  }

  /**
   * Returns a copy with this momentum.
   *
   * @param momentum in [0, 1)
   */
  public SgdMomentum withMomentum(double momentum) {
    return new SgdMomentum(momentum, weightDecay, biases, layers);
  }

  /**
   * Returns a copy with this weight decay.
   *
   * @param weightDecay at least 0
   */
  public SgdMomentum withWeightDecay(double weightDecay) {
    return new SgdMomentum(momentum, weightDecay, biases, layers);
  }

  /** Returns a copy whose biases learn this way. */
  public SgdMomentum withBiases(Biases biases) {
    return new SgdMomentum(momentum, weightDecay, biases, layers);
  }

  /**
   * Returns a copy with these multipliers for a layer.
   *
   * @param layer its name
   */
  public SgdMomentum withLayer(String layer, Multipliers multipliers) {
    ImmutableMap.Builder<String, Multipliers> changed = ImmutableMap.builder();
    return new SgdMomentum(
        momentum,
        weightDecay,
        biases,
        changed.putAll(layers).put(layer, multipliers).buildKeepingLast());
  }

  /** Returns the multipliers of a layer. */
  public Multipliers multipliersOf(String layer) {
    return layers.getOrDefault(layer, Multipliers.ONE);
  }

  @Override
  public void requireFits(AlexNetSpec spec) {
    for (String layer : layers.keySet()) {
      checkArgument(
          spec.layers().stream().anyMatch(known -> known.name().equals(layer)),
          "the optimizer has multipliers for %s, but the network has no such layer",
          layer);
    }
  }

  @Override
  public double learningRate(ParameterGroup group, double scheduled) {
    double multiplier = multipliersOf(group.layer()).learningRate();
    return multiplier * (group.kind() == Kind.BIASES ? biases.learningRate(scheduled) : scheduled);
  }

  /** Its slot is {@code conv1/tower0/weights/velocity}. */
  @Override
  public Op update(TrainedParameter parameter, Operand<TFloat32> gradient) {
    double decay = decayOf(parameter.parameter());
    if (parameter.compilesLoops()) {
      return compiled(parameter, decay, gradient);
    }
    if (decay == 0) {
      return updated(parameter, parameter.afterGradients(), gradient);
    }
    if (decay > momentum) { // without momentum there is no quotient, with little one too large
      return updated(parameter, parameter.afterGradients(), decayed(parameter, decay, gradient));
    }
    Op velocityDecayed = velocityDecayed(parameter, decay);
    return updated(
        parameter, parameter.tf().withControlDependencies(List.of(velocityDecayed)), gradient);
  }

  /** The learning rate is inside the velocity: v = momentum * v - rate * gradient, w = w + v. */
  private Op updated(TrainedParameter parameter, Ops tf, Operand<TFloat32> gradient) {
    return tf.train.resourceApplyKerasMomentum(
        parameter.variable(),
        parameter.slot("velocity"),
        parameter.learningRate(),
        gradient,
        tf.constant((float) momentum));
  }

  /**
   * Takes the decay from the velocity before it is multiplied by the momentum: v = v - decay * rate
   * / momentum * w, where v is. The sum of gradient and decay would be one more tensor as large as
   * the parameter, and six passes over memory where this is three.
   */
  private Op velocityDecayed(TrainedParameter parameter, double decay) {
    Ops tf = parameter.tf();
    Operand<TFloat32> rate = tf.math.mul(parameter.learningRate(), parameter.decayRatio());
    return parameter
        .afterGradients()
        .train
        .resourceApplyGradientDescent(
            parameter.slot("velocity"),
            tf.math.mul(tf.constant((float) (decay / momentum)), rate),
            parameter.value());
  }

  /** The new velocity in one loop, which reads everything once, and then w = w + v. */
  private Op compiled(TrainedParameter parameter, double decay, Operand<TFloat32> gradient) {
    Ops tf = parameter.tf();
    Operand<TFloat32> rate = parameter.learningRate();
    Operand<TFloat32> velocity =
        parameter.compiled(
            (in, of) -> {
              Operand<TFloat32> kept = in.math.mul(in.constant((float) momentum), of.get(0));
              Operand<TFloat32> decayed = in.math.mul(of.get(1), of.get(2));
              return in.math.sub(in.math.sub(kept, decayed), in.math.mul(of.get(3), of.get(4)));
            },
            List.of(
                tf.readVariableOp(parameter.slot("velocity"), TFloat32.class),
                tf.math.mul(tf.constant((float) decay), tf.math.mul(rate, parameter.decayRatio())),
                parameter.value(),
                rate,
                gradient));
    Op kept = tf.assignVariableOp(parameter.slot("velocity"), velocity);
    Op added = tf.assignAddVariableOp(parameter.variable(), velocity);
    return tf.withControlDependencies(List.of(kept, added)).noOp();
  }

  /** The velocity after a step is what the step has added. */
  @Override
  public Operand<TFloat32> lastUpdate(TrainedParameter parameter) {
    return parameter.tf().readVariableOp(parameter.slot("velocity"), TFloat32.class);
  }

  private double decayOf(Parameter parameter) {
    return parameter.kind() == Kind.BIASES && !biases.decay()
        ? 0
        : weightDecay * multipliersOf(parameter.layer()).decay();
  }

  private static Operand<TFloat32> decayed(
      TrainedParameter parameter, double decay, Operand<TFloat32> gradient) {
    Ops tf = parameter.tf();
    Operand<TFloat32> scale = tf.math.mul(tf.constant((float) decay), parameter.decayRatio());
    // Made late: early, it would be as large as all parameters beside the activations.
    Operand<TFloat32> product = parameter.afterGradients().math.mul(parameter.value(), scale);
    return tf.math.add(gradient, product);
  }

  @Override
  public String summary() {
    return "momentum " + Decimals.text(momentum) + ", weight decay " + Decimals.text(weightDecay);
  }

  @Override
  public ImmutableMap<String, String> describe() {
    ImmutableMap.Builder<String, String> facts = ImmutableMap.builder();
    facts.put("optimizer", "SGD with momentum");
    facts.put("momentum", Decimals.text(momentum));
    facts.put("weight decay", Decimals.text(weightDecay));
    facts.put("learning rate of biases", biases.describe());
    facts.put("decay of biases", biases.decay() ? "as weights" : "none");
    if (!layers.isEmpty()) {
      facts.put(
          "multipliers of layers",
          layers.entrySet().stream()
              .map(layer -> layer.getKey() + " " + layer.getValue())
              .collect(joining("; ")));
    }
    return facts.buildOrThrow();
  }
}
