package org.alexnet.export.cli;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.alexnet.common.AtomicFile;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.ImageFiles;
import org.alexnet.export.Classifier;
import org.alexnet.export.ClassifierOptions;
import org.alexnet.export.index.FeatureIndex;
import org.alexnet.export.index.Neighbor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "nearest",
    description = {
      "Finds the images of a data set that are nearest to others in the last hidden layer, and",
      "draws them as figure 4 of the paper does."
    })
final class NearestRun implements Callable<Integer> {
  /** Bars of figure 4, left. */
  private static final int PREDICTIONS = 5;

  @Mixin private ModelOption model;

  @Option(
      names = "--index",
      paramLabel = "FOLDER",
      required = true,
      description = "What `index` made with the model.")
  private Path index;

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      required = true,
      description = "The data set that the index is of.")
  private Path data;

  @Option(
      names = "--count",
      paramLabel = "IMAGES",
      description = "Images that are found for each (default: ${DEFAULT-VALUE}, as in figure 4).")
  private int count = 6;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Write an HTML page with the pictures; an older file is replaced.")
  private Path page;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "JPEG, PNG or GIF files, or folders of them.")
  private List<Path> images;

  @Override
  public Integer call() throws IOException {
    checkArgument(count > 0, "--count must be positive, found %s", count);
    if (page != null) {
      AtomicFile.requireWritable(page);
    }
    List<Path> files = ImageFiles.in(images);
    int unreadable = 0;
    Dataset dataset = Dataset.open(data);
    ClassifierOptions options = ClassifierOptions.usual().withMost(PREDICTIONS);
    ImmutableList.Builder<NearestRow> rows = ImmutableList.builder();
    try (FeatureIndex features = FeatureIndex.open(index);
        Classifier classifier = Classifier.load(model.folder(), options)) {
      features.requireOf(dataset);
      features.requireOf(classifier);
      for (Path file : files) {
        byte[] bytes;
        float[] own;
        try {
          bytes = ImageFiles.read(file);
          own = classifier.features(List.of(bytes)).get(0);
        } catch (BadImageException e) { // it says nothing of the others
          System.out.println(file.getFileName() + "   " + e.reason());
          unreadable++;
          continue;
        }
        List<Neighbor> nearest = features.nearest(own, count);
        ImmutableMap<Long, StoredRecord> found =
            StoredRecords.at(
                dataset, features.split(), nearest.stream().map(Neighbor::image).toList());
        NearestRow row = new NearestRow(file, bytes, classifier.classify(bytes), nearest, found);
        System.out.println(text(row, dataset.labels().shortNames()));
        rows.add(row);
      }
    }
    if (page != null) {
      AtomicFile.write(page, NearestPage.html(rows.build(), dataset.labels().shortNames()));
      System.out.printf("%nThe pictures are in %s%n", page);
    }
    return unreadable == 0 ? 0 : 1;
  }

  private static String text(NearestRow row, List<String> names) {
    return row.file().getFileName()
        + row.nearest().stream()
            .map(
                each ->
                    String.format(
                        Locale.ROOT,
                        "   %s %s (%s)",
                        names.get(row.found().get(each.image()).label()),
                        NearestRow.distance(each),
                        row.found().get(each.image()).name()))
            .collect(joining());
  }
}
