package org.alexnet.graph.spec;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.ParameterTable.Parameter;

/** A layer without parameters: it is divided over the towers as the layer before is. */
public sealed interface Parameterless extends Layer permits Normalization, Pool, Elementwise {

  @Override
  default ImmutableList<Parameter> parameters(int tower, FeatureMap read, int towers) {
    return ImmutableList.of();
  }

  @Override
  default long multiplyAdds(FeatureMap read, FeatureMap output) {
    return 0;
  }
}
