package org.alexnet.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.tensorflow.op.core.NoOp;

/** Prints how many threads a process has while sessions of some plans are open, on Linux. */
final class OwnThreads {
  private OwnThreads() {}

  public static void main(String... args) throws IOException {
    threads(new ThreadPlan(1, 1));
    System.out.println(threads(new ThreadPlan(1, 1)));
    System.out.println(threads(new ThreadPlan(1, 21)));
    System.out.println(threads(new ThreadPlan(41, 1)));
  }

  private static long threads(ThreadPlan plan) throws IOException {
    try (GraphSession<NoOp> session =
        GraphSession.open(Placement.of("/CPU:0").withThreads(plan), tf -> tf.noOp())) {
      session.run(session.operations());
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        return tasks.count();
      }
    }
  }
}
