package org.alexnet.train.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.report.FilterGrid;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.LayerNorms;
import org.alexnet.train.TrainingStart;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The folder {@code tensorboard} of a run: what the steps bring as its run {@code train}, what the
 * epochs bring as {@code validation}, with the same names where they are the same quantity.
 */
final class TensorBoard implements AutoCloseable {
  static final String NAME = "tensorboard";

  /** Constants with more bytes are left out of the graph that is written: nobody sees them. */
  private static final int LARGEST_CONSTANT = 1024;

  private static final ImmutableList<String> OF_STEPS =
      ImmutableList.of(
          "loss",
          "smoothed_loss",
          "top1_error",
          "log_probability",
          "learning_rate",
          "images_per_second");
  private static final ImmutableList<String> OF_EPOCHS =
      ImmutableList.of("loss", "top1_error", "top5_error", "log_probability");

  private final TrainingStart start;
  private final EventFile train;
  private final EventFile validation;
  private final List<Parameter> filters;

  private TensorBoard(TrainingStart start, EventFile train, EventFile validation) {
    this.start = start;
    this.train = train;
    this.validation = validation;
    this.filters = FilterGrid.parameters(start.spec());
  }

  /**
   * Creates the next event files of a run; those of a run that starts over are deleted.
   *
   * @param firstStep of the next point of {@code train}; what was shown from there on is forgotten
   */
  static TensorBoard open(TrainingStart start, long firstStep) throws IOException {
    Path trainFolder = start.directory().resolve(NAME).resolve("train");
    Path validationFolder = start.directory().resolve(NAME).resolve("validation");
    if (start.step() == 0) {
      EventFile.deleteAll(trainFolder);
      EventFile.deleteAll(validationFolder);
    }
    boolean evaluated =
        !start.epochs().isEmpty() && Iterables.getLast(start.epochs()).step() == start.step();
    EventFile train = EventFile.create(trainFolder, stepTags(start), "unused", firstStep);
    try {
      EventFile validation =
          EventFile.create(
              validationFolder,
              OF_EPOCHS,
              "filters/" + ParameterTable.of(start.spec()).parameters().get(0).layer(),
              evaluated ? start.step() + 1 : start.step());
      if (train.isFirst()) {
        train.write(start.step(), structure(start.inspection().graph()));
      }
      return new TensorBoard(start, train, validation);
    } catch (IOException | RuntimeException | Error e) {
      train.close();
      throw e;
    }
  }

  private static ImmutableList<String> stepTags(TrainingStart start) {
    ImmutableList.Builder<String> tags = ImmutableList.<String>builder().addAll(OF_STEPS);
    ParameterTable.of(start.spec()).parameters().stream()
        .filter(parameter -> parameter.kind() == Kind.WEIGHTS)
        .map(Parameter::layer)
        .distinct()
        .forEach(
            layer ->
                tags.add("weight_norm/" + layer, "update_norm/" + layer, "update_ratio/" + layer));
    return tags.build();
  }

  /** Returns a graph without what large constants hold. */
  private static GraphDef structure(GraphDef graph) {
    GraphDef.Builder smaller = graph.toBuilder();
    for (NodeDef.Builder node : smaller.getNodeBuilderList()) {
      AttrValue value = node.getAttrOrDefault("value", AttrValue.getDefaultInstance());
      if (value.getTensor().getTensorContent().size() > LARGEST_CONSTANT) {
        AttrValue.Builder without = value.toBuilder();
        without.getTensorBuilder().setTensorContent(ByteString.EMPTY);
        node.putAttr("value", without.build());
      }
    }
    return smaller.build();
  }

  /** Writes a point; norms that are not known are NaN. */
  void steps(Line.Steps line, List<LayerNorms> norms) throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    stepTags(start).forEach(tag -> numbers.put(tag, Double.NaN));
    numbers.put("loss", line.loss());
    numbers.put("smoothed_loss", line.smoothedLoss());
    numbers.put("top1_error", line.trainingError());
    numbers.put("log_probability", line.logProbability());
    numbers.put("learning_rate", line.learningRate());
    numbers.put("images_per_second", line.imagesPerSecond());
    for (LayerNorms layer : norms) {
      numbers.put("weight_norm/" + layer.layer(), layer.weights());
      numbers.put("update_norm/" + layer.layer(), layer.update());
      numbers.put("update_ratio/" + layer.layer(), layer.ratio());
    }
    train.write(line.step(), numbers);
  }

  void epoch(EpochSummary epoch) throws IOException {
    validation.write(
        epoch.step(),
        ImmutableMap.of(
            "loss", -epoch.evaluation().logProbability(),
            "top1_error", epoch.evaluation().top1Error(),
            "top5_error", epoch.evaluation().top5Error(),
            "log_probability", epoch.evaluation().logProbability()));
    if (!filters.isEmpty()) {
      validation.write(epoch.step(), filterGrid());
    }
    validation.flush();
  }

  private FilterGrid filterGrid() throws IOException {
    List<float[]> values = new ArrayList<>();
    for (Parameter parameter : filters) {
      values.add(start.inspection().values(parameter));
    }
    return FilterGrid.of(filters, values);
  }

  /** Brings what is held back into the files. */
  void flush() throws IOException {
    train.flush();
  }

  @Override
  public void close() throws IOException {
    try {
      train.close();
    } finally {
      validation.close();
    }
  }
}
