package org.alexnet.export.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.alexnet.data.image.Fit;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Synsets;
import org.alexnet.export.weights.MeanImage;
import org.alexnet.export.weights.WeightFile;
import org.alexnet.graph.cli.NetworkOptions;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.ImportedCheckpoint;
import org.alexnet.train.TrainingRecipe;
import org.tensorflow.ndarray.FloatNdArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "Makes a checkpoint of parameters in a .caffemodel, .npz or .safetensors file, to export, to",
      "evaluate or to train from. Of bvlc_alexnet: --preset caffe --fit warp."
    })
final class ImportRun implements Callable<Integer> {
  private static final Pattern COLOR = Pattern.compile("[\\d.]+,[\\d.]+,[\\d.]+");

  @Parameters(paramLabel = "FILE", description = "The parameters.")
  private Path file;

  @Mixin private NetworkOptions network;

  @Option(
      names = "--mean",
      paramLabel = "MEAN",
      required = true,
      description = {
        "What was subtracted from images: a .binaryproto of Caffe, a checkpoint's mean.pb, or",
        "RED,GREEN,BLUE."
      })
  private String mean;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Labels of the classes, one a line (default: the synsets of ILSVRC-2012).")
  private Path labels;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Side to which images are resized before crops (default: ${DEFAULT-VALUE}).")
  private int imageSize = 256;

  @Option(
      names = "--fit",
      paramLabel = "HOW",
      description = "crop, warp or pad (default: ${DEFAULT-VALUE}).")
  private Fit fit = Fit.CROP;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of the checkpoint, which must not exist.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    LabelMap classes = classes();
    AlexNetSpec spec = spec().withClassCount(classes.size());
    StoredFormat format = StoredFormat.ofSize(imageSize).withFit(fit);
    ImportedCheckpoint imported =
        new ImportedCheckpoint(
            spec, TrainingRecipe.of(network.recipe()), classes, format, mean(format.size()));
    ImmutableList<float[]> values = WeightFile.read(file, spec);
    Checkpoint checkpoint = imported.write(out, values);
    System.out.printf("Imported %s as %s to %s%n", file, spec.name(), checkpoint.directory());
    System.out.printf(
        "To serve it: mvn -q exec:java -pl alexnet-export -Dexec.args=\"export --checkpoint '%s'"
            + " --out model\"%n",
        out);
    return 0;
  }

  private AlexNetSpec spec() {
    AlexNetSpec spec = network.spec();
    return network.inputSize().isPresent()
        ? spec.withImageSize(network.inputSize().getAsInt())
        : spec;
  }

  private LabelMap classes() throws IOException {
    List<String> names = labels == null ? Synsets.ilsvrc2012() : Files.readAllLines(labels);
    return Synsets.named(names);
  }

  private FloatNdArray mean(int size) throws IOException {
    if (COLOR.matcher(mean).matches()) {
      return MeanImage.ofColor(mean, size);
    }
    Path path = Path.of(mean);
    checkArgument(Files.exists(path), "--mean must be a file or RED,GREEN,BLUE, found %s", mean);
    return MeanImage.read(path, size);
  }
}
