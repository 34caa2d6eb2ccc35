package org.alexnet.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a message was written for people depends on who threw it, and on its kind. */
class WhoThrewTest {
  private static final String FAULT =
      "; this is a fault of the program; report it with --stack-trace";

  private static <T extends Throwable> T from(String thrower, T thrown) {
    thrown.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement(thrower, "method", "File.java", 1),
          new StackTraceElement("java.lang.Thread", "run", "Thread.java", 1),
          new StackTraceElement("org.alexnet.Any", "method", "Any.java", 1)
        });
    return thrown;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.util.X", "javax.imageio.X", "jdk.internal.X", "sun.nio.X", "com.sun.jna.X"})
  void whatTheJdkSaysIsExplained(String thrower) {
    Failure failure = Failure.of(from(thrower, new IllegalArgumentException("odd")));

    assertThat(failure.line()).isEqualTo("java.lang.IllegalArgumentException: odd" + FAULT);
    assertThat(failure.isWrongArgument()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.alexnet.data.X",
        "com.google.common.base.Preconditions",
        "org.tensorflow.X",
        "javafx.X",
        "com.sunny.X"
      })
  void whatOthersSayIsTakenAsItIs(String thrower) {
    Failure failure = Failure.of(from(thrower, new IllegalArgumentException("odd\n\n  node\n")));

    assertThat(failure.line()).isEqualTo("odd; node");
    assertThat(failure.isWrongArgument()).isTrue();
    assertThat(Failure.of(from(thrower, new IllegalStateException("odd"))).isWrongArgument())
        .isFalse();
  }

  @Test
  void someKindsAreFaultsWhoeverThrewThem() {
    for (RuntimeException e :
        new RuntimeException[] {
          new NullPointerException("odd"),
          new IndexOutOfBoundsException("odd"),
          new ClassCastException("odd"),
          new ArithmeticException("odd")
        }) {
      assertThat(Failure.of(from("org.alexnet.X", e)).line()).isEqualTo(e + FAULT);
    }
    InvalidPathException path = from("org.alexnet.X", new InvalidPathException("a", "odd"));
    assertThat(Failure.of(path).line()).startsWith("'a' cannot be a path here (odd);");
  }

  @Test
  void whatHasNoStackIsTheJdks() {
    IllegalArgumentException bare = new IllegalArgumentException("odd");
    bare.setStackTrace(new StackTraceElement[0]);

    assertThat(Failure.of(bare).isWrongArgument()).isFalse();
    assertThat(Failure.of(bare).line()).endsWith(FAULT);
  }

  @Test
  void anExceptionWithoutAMessageIsNamed() {
    for (String message : new String[] {null, "", " \n"}) {
      assertThat(Failure.of(from("org.alexnet.X", new IllegalStateException(message))).line())
          .isEqualTo("java.lang.IllegalStateException" + FAULT);
    }
  }

  @Test
  void carriersAreOpenedAsLongAsSomethingIsInThem() {
    IOException inside = from("org.alexnet.X", new IOException("inside"));

    assertThat(Failure.of(new CompletionException(inside)).line()).isEqualTo("inside");
    assertThat(
            Failure.of(
                    new ExecutionException(
                        new CompletionException(new UncheckedIOException(inside))))
                .line())
        .isEqualTo("inside");
    assertThat(Failure.of(from("org.alexnet.X", new CompletionException("alone", null))).line())
        .isEqualTo("alone");
    assertThat(
            Failure.of(from("org.alexnet.X", new IllegalStateException("outside", inside))).line())
        .isEqualTo("outside");
  }

  @Test
  void errorsOfTheJvmSayWhatToDo() {
    assertThat(Failure.of(new OutOfMemoryError("Java heap space")).line())
        .isEqualTo(
            "out of memory (Java heap space); take smaller batches or images, or give the JVM more"
                + " with -Xmx");
    assertThat(Failure.of(new ExceptionInInitializerError("alone")).line())
        .isEqualTo("java.lang.ExceptionInInitializerError: alone" + FAULT);
    assertThat(Failure.of(new OutOfMemoryError("a\nb")).isWrongArgument()).isFalse();
  }
}
