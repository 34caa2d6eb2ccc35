package org.alexnet.export.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.export.Classifier;
import org.alexnet.export.index.FeatureIndex;
import org.alexnet.export.index.Search;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "index",
    description = "Computes the features of a data set's images, for `nearest` to search.")
final class IndexRun implements Callable<Integer> {
  private static final int TOLD = 6400;

  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      required = true,
      description = "Folder of the prepared data set.")
  private Path data;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "train or validation (default: train).")
  private Split split = Split.TRAIN;

  @Option(
      names = "--search",
      paramLabel = "SEARCH",
      description =
          "exact, which reads all features for each picture, or approximate, which misses one of"
              + " the nearest now and then (default: exact of up to 100,000 images).")
  private Search search;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of the index, which must not exist.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Dataset dataset = Dataset.open(data);
    try (Classifier classifier = Classifier.load(model.folder());
        FeatureIndex index =
            FeatureIndex.build(
                out,
                classifier,
                dataset,
                split,
                search == null ? Search.usual(dataset.imageCount(split)) : search,
                done -> {
                  if (done % TOLD == 0) {
                    System.out.printf(Locale.ROOT, "%,d images%n", done);
                  }
                })) {
      System.out.printf(
          Locale.ROOT,
          "The features of %,d images, for %s search, are in %s%n",
          index.imageCount(),
          index.search(),
          out);
    }
    return 0;
  }
}
