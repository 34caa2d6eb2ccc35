package org.alexnet.train.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Texts on the class path: the page's own, and those of uPlot. */
final class Resources {
  private static final String PLOT = "org.webjars.npm/uplot";

  private Resources() {}

  /** Returns a file beside this class. */
  static String own(String name) {
    return text("/org/alexnet/train/report/" + name);
  }

  /** Returns a file of uPlot, whichever version the build takes. */
  static String plot(String name) {
    Properties maven = new Properties();
    try (InputStream in = open("/META-INF/maven/" + PLOT + "/pom.properties")) {
      maven.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text("/META-INF/resources/webjars/uplot/" + maven.getProperty("version") + "/" + name);
  }

  private static String text(String path) {
    try (InputStream in = open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = Resources.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException(path + " is not on the class path; build again");
    }
    return in;
  }
}
