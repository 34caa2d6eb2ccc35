package org.alexnet.example;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.alexnet.export.Classifier;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TString;

/**
 * Measures how long a fresh JVM takes to its first answer, and beside it how long TensorFlow's own
 * loader takes with the same model and image.
 */
public final class ColdStart {
  private ColdStart() {}

  /** Prints the seconds since the JVM began: {@code MODEL_VERSION IMAGE [tensorflow]}. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2 || args.length > 3 || (args.length == 3 && !args[2].equals("tensorflow"))) {
      System.err.println("arguments: MODEL_VERSION IMAGE [tensorflow]");
      System.exit(2);
    }
    Path model = Path.of(args[0]);
    Path image = Path.of(args[1]);
    tell("main method");
    if (args.length == 3) {
      withTensorFlow(model, image);
    } else {
      withClassifier(model, image);
    }
  }

  private static void withClassifier(Path model, Path image) throws IOException {
    try (Classifier classifier = Classifier.load(model)) {
      tell("model loaded");
      classifier.classify(image);
      tell("first answer");
      classifier.classify(image);
      tell("second answer");
    }
  }

  private static void withTensorFlow(Path model, Path image) throws IOException {
    TensorFlow.version();
    tell("native library loaded");
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve")) {
      tell("model loaded");
      answer(bundle, image);
      tell("first answer");
      answer(bundle, image);
      tell("second answer");
    }
  }

  private static void answer(SavedModelBundle bundle, Path image) throws IOException {
    var files = NdArrays.ofObjects(byte[].class, Shape.of(1));
    files.setObject(Files.readAllBytes(image), 0);
    try (TString input = TString.tensorOfBytes(files);
        Result result = bundle.function("serving_default").call(Map.of("image_bytes", input))) {
      result.get(0);
    }
  }

  private static void tell(String reached) {
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    System.out.printf(Locale.ROOT, "%6.2f s  %s%n", seconds, reached);
  }
}
