package org.alexnet.graph;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/extending.md, applied to the sources as they are. */
class ExtendingTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** A file's name, and what shall be in it or change of it. */
  private static final Pattern RECIPE =
      Pattern.compile("`(alexnet-[^`]+\\.java)`:\\s+```(java|diff)\\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path folder;

  private static ClassLoader extended;

  @BeforeAll
  static void followTheRecipes() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    Matcher recipe = RECIPE.matcher(Files.readString(ROOT.resolve("docs/extending.md")));
    while (recipe.find()) {
      String file = recipe.group(1);
      sources.put(
          file,
          recipe.group(2).equals("java")
              ? recipe.group(3)
              : changed(Files.readString(ROOT.resolve(file)), recipe.group(3)));
    }
    assertThat(sources).as("files that the two recipes touch").hasSize(3 + 2);
    sources.put(
        "Driver.java", Files.readString(Path.of("src/test/resources/extending/Driver.txt")));
    compile(sources);
    extended = new Extended(folder.resolve("classes"));
  }

  /** Replaces the lines with a minus by those with a plus; without a minus, extends a list. */
  private static String changed(String source, String diff) {
    String changed = source;
    for (String hunk : Splitter.on("@@\n").split(diff)) {
      String before = hunk.contains("-") ? lines(hunk, '-') : "permits";
      assertThat(Pattern.compile(Pattern.quote(before) + "(?=\\s)").matcher(changed).results())
          .as("docs/extending.md: the places in the source where '%s' is", before)
          .hasSize(1);
      changed = changed.replace(before, lines(hunk, '+'));
    }
    return changed;
  }

  private static String lines(String diff, char sign) {
    return diff.lines()
        .filter(line -> line.charAt(0) == sign)
        .map(line -> line.substring(1))
        .collect(joining("\n"));
  }

  private static void compile(Map<String, String> sources) throws IOException {
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter output = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  output,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      folder.resolve("classes").toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(
                      sources.keySet().stream().map(folder::resolve).collect(toList())))
              .call();
      assertThat(compiled).as(output.toString()).isTrue();
    }
  }

  /** Loads this project's classes anew, the extended ones first; the rest is the host's. */
  private static final class Extended extends ClassLoader {
    private final Path classes;

    Extended(Path classes) {
      super(ExtendingTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.alexnet.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (var bytes =
          Files.exists(classes.resolve(file))
              ? Files.newInputStream(classes.resolve(file))
              : getParent().getResourceAsStream(file)) {
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] content = bytes.readAllBytes();
        return defineClass(name, content, 0, content.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static double[] drive(String method) throws ReflectiveOperationException {
    return (double[]) extended.loadClass("org.alexnet.graph.Driver").getMethod(method).invoke(null);
  }

  @Test
  void aLayerIsInTheGraphAndInManifests() throws ReflectiveOperationException {
    double[] slopes = drive("softplus");

    assertThat(slopes[0]).as("loss").isPositive();
    assertThat(slopes[1]).as("gradient of conv1's first bias").isNotZero();
    assertThat(slopes[1]).isCloseTo(slopes[2], within(0.01 * Math.abs(slopes[2]) + 1e-5));
  }

  @Test
  void aScheduleIsAFunctionAndInManifests() throws ReflectiveOperationException {
    assertThat(drive("cosine")).containsExactly(new double[] {1, 0.5, 0, 0}, within(1e-12));
  }
}
