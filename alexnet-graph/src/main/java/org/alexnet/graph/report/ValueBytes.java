package org.alexnet.graph.report;

import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.Normalization;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * How many bytes a value has on a CPU. In bfloat16 there are two where loops are compiled; a CPU
 * for which none are computes much of it in float32, and four are counted.
 *
 * @param precision of the network
 * @param compilesLoops whether loops are compiled, see {@link LoopCompilation}
 */
record ValueBytes(Precision precision, boolean compilesLoops) {

  private boolean isTwo() {
    return precision == Precision.BFLOAT16 && compilesLoops;
  }

  int ofActivation() {
    return isTwo() ? 2 : Float.BYTES;
  }

  /** What a layer makes beside its output; a normalization computes in float32. */
  int beside(ShapeTrace.Step step) {
    return step.layer() instanceof Normalization && !isCompiled(step)
        ? Float.BYTES
        : ofActivation();
  }

  /** The image as it is fed, and rounded. */
  int ofImage() {
    return isTwo() ? Float.BYTES + 2 : Float.BYTES;
  }

  /** And, while the first layer works, in the order in which it reads, for each of two towers. */
  int ofImageAtTest() {
    return isTwo() ? ofImage() + 2 * 2 : Float.BYTES;
  }

  /** What an image's tensors take, with holes between them that nothing fits into, as measured. */
  long withHoles(long alive) {
    return isTwo() ? alive + alive / 2 : alive;
  }

  /** A parameter that is rounded. */
  int ofRounded() {
    return precision == Precision.FLOAT32 ? 0 : ofActivation();
  }

  /** A parameter as a further replica has it. */
  int ofCopy() {
    return ofActivation();
  }

  /** A gradient, which becomes float32 unless a loop reads it. */
  int ofGradient(Parameter parameter) {
    return isTwo() ? (hasLoops(parameter) ? 2 : 2 + Float.BYTES) : Float.BYTES;
  }

  /** Whether loops round the parameter and make its new velocity. */
  boolean hasLoops(Parameter parameter) {
    return compilesLoops && LoopCompilation.isOfLargeParameter(parameter, precision);
  }

  /** Whether the backward pass computes anew what it needs beside the layer's input. */
  boolean isCompiled(ShapeTrace.Step step) {
    return step.layer() instanceof LocalResponseNorm && isOfLoops(step);
  }

  /** Whether anything of the layer is compiled, forward or back. */
  boolean isCompiledInTraining(ShapeTrace.Step step) {
    return isCompiled(step) || (isTwo() && step.layer() instanceof Relu && isOfLoops(step));
  }

  private boolean isOfLoops(ShapeTrace.Step step) {
    return compilesLoops && LoopCompilation.isOfLargeMaps(step, precision);
  }
}
