package org.alexnet.data.source;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.alexnet.common.ErrorMessages;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file with an image a line; its first line names the columns. Where there is no column of
 * splits, a share of each class is the validation split.
 */
public final class ImageList implements ImageSource {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Path file;
  private final ImmutableList<Row> rows;
  private final LabelMap labels;
  private final boolean hasSplits;
  private final ValidationShare validation;

  /**
   * The columns that are read.
   *
   * @param path of the image: below the folder of the CSV file, or absolute
   * @param label of its class
   * @param split {@code train} or {@code validation}; the file may lack this column
   * @param name of its class, for people; the file may lack this column
   */
  public record Columns(String path, String label, String split, String name) {
    /** Returns the columns {@code path}, {@code label}, {@code split} and {@code name}. */
    public static Columns standard() {
      return new Columns("path", "label", "split", "name");
    }
  }

  /** A line: {@code split} is of no meaning if there is no such column. */
  private record Row(long line, String path, String label, Split split) {}

  private ImageList(
      Path file,
      ImmutableList<Row> rows,
      LabelMap labels,
      boolean hasSplits,
      ValidationShare validation) {
    this.file = file;
    this.rows = rows;
    this.labels = labels;
    this.hasSplits = hasSplits;
    this.validation = validation;
  }

  /**
   * Reads a CSV file with the columns {@code path} and {@code label}, and {@code split} and {@code
   * name} if it has them.
   *
   * @throws IOException if it cannot be read or a line of it not be used
   */
  public static ImageList in(Path file) throws IOException {
    return in(file, Columns.standard());
  }

  /**
   * Reads a CSV file (RFC 4180, UTF-8), or one with tabs if its name ends in {@code .tsv}. Classes
   * are numbered in the order of their labels.
   *
   * @throws IOException if it cannot be read or a line of it not be used
   */
  public static ImageList in(Path file, Columns columns) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(file.toString().endsWith(".tsv") ? '\t' : ',')
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format).get()) {
      return read(file, parser, columns);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not text in UTF-8; save it as such", e);
    } catch (UncheckedIOException e) {
      throw new IOException(file + ": " + ErrorMessages.firstLine(e.getCause()), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + ErrorMessages.firstLine(e), e);
    }
  }

  private static ImageList read(Path file, CSVParser parser, Columns columns) throws IOException {
    Map<String, String> header = new HashMap<>();
    for (String name : parser.getHeaderNames()) {
      header.put(name.replace(BYTE_ORDER_MARK, ""), name);
    }
    for (String needed : List.of(columns.path, columns.label)) {
      if (!header.containsKey(needed)) {
        throw new IOException(
            file + " has no column " + needed + "; its columns are " + parser.getHeaderNames());
      }
    }
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    Map<Path, Long> paths = new HashMap<>();
    Set<String> labels = new TreeSet<>();
    Map<String, String> names = new HashMap<>();
    for (CSVRecord record : parser) {
      long line = parser.getCurrentLineNumber();
      String place = file + " line " + line;
      if (!record.isConsistent()) {
        throw new IOException(
            place + " has " + record.size() + " fields, but the first line names " + header.size());
      }
      Row row =
          new Row(
              line,
              required(place, columns.path, record.get(header.get(columns.path))),
              required(place, columns.label, record.get(header.get(columns.label))),
              header.containsKey(columns.split)
                  ? split(place, columns.split, record.get(header.get(columns.split)))
                  : Split.TRAIN);
      Long other = paths.putIfAbsent(imageFile(file, row).normalize(), line);
      if (other != null) {
        throw new IOException(place + " lists " + row.path + " again, after line " + other);
      }
      String name = header.containsKey(columns.name) ? record.get(header.get(columns.name)) : "";
      String before = name.isBlank() ? null : names.putIfAbsent(row.label, name);
      if (before != null && !before.equals(name)) {
        throw new IOException(
            place
                + " calls class "
                + row.label
                + " '"
                + name
                + "', and a line before it '"
                + before
                + "'");
      }
      labels.add(row.label);
      rows.add(row);
    }
    return new ImageList(
        file,
        rows.build(),
        LabelMap.of(labels)
            .withNames(labels.stream().map(label -> name(label, names.get(label))).toList()),
        header.containsKey(columns.split),
        new ValidationShare(0.1, 0));
  }

  private static String name(String label, String told) {
    return Optional.ofNullable(told).or(() -> Synsets.name(label)).orElse(label);
  }

  private static Path imageFile(Path file, Row row) throws IOException {
    try {
      return file.resolveSibling(row.path);
    } catch (InvalidPathException e) {
      throw new IOException(file + " line " + row.line + " is no path: " + row.path, e);
    }
  }

  private static String required(String place, String column, String value) throws IOException {
    if (value.isBlank()) {
      throw new IOException(place + " has no " + column);
    }
    return value;
  }

  private static Split split(String place, String column, String value) throws IOException {
    for (Split split : Split.values()) {
      if (split.toString().equals(value)) {
        return split;
      }
    }
    throw new IOException(
        place + ": " + column + " must be train or validation, found '" + value + "'");
  }

  /** Returns a copy with this share of each class for validation, in (0, 1). */
  public ImageList withValidationShare(double share) {
    return new ImageList(
        file, rows, labels, hasSplits, new ValidationShare(share, validation.seed()));
  }

  /** Returns a copy with this seed of the choice of validation images. */
  public ImageList withSeed(long seed) {
    return new ImageList(
        file, rows, labels, hasSplits, new ValidationShare(validation.share(), seed));
  }

  @Override
  public LabelMap labels() {
    return labels;
  }

  @Override
  public List<SourceImage> images(Split split) throws IOException {
    ImmutableList.Builder<SourceImage> images = ImmutableList.builder();
    Map<String, List<Row>> byLabel = rows.stream().collect(Collectors.groupingBy(Row::label));
    for (int label = 0; label < labels.size(); label++) {
      for (Row row : chosen(byLabel.get(labels.label(label)), split)) {
        images.add(image(row, label));
      }
    }
    return images.build();
  }

  private List<Row> chosen(List<Row> rows, Split split) {
    if (hasSplits) {
      return rows.stream().filter(row -> row.split == split).toList();
    }
    List<Row> chosen = new ArrayList<>();
    for (int place : validation.places(rows.get(0).label, rows.size(), split)) {
      chosen.add(rows.get(place));
    }
    return chosen;
  }

  private SourceImage image(Row row, int label) throws IOException {
    Path image = imageFile(file, row);
    if (!Files.isRegularFile(image)) {
      throw new IOException(file + " line " + row.line + ": " + image + " is missing");
    }
    String name =
        Streams.stream(Path.of(row.path)).map(Path::toString).collect(Collectors.joining("/"));
    return new SourceImage(name, image.toString(), label, FileContent.of(image));
  }

  @Override
  public String description() {
    return "list " + file.getFileName() + (hasSplits ? "" : ", " + validation);
  }
}
