package org.alexnet.graph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.alexnet.graph.cluster.GrpcProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that holds a tower. */
class ServeTest {
  @Test
  @Timeout(60)
  void saysWhereItListensAndStaysThere() throws Exception {
    int port = freePort();
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                GraphCommand.class.getName(),
                "serve",
                "--cluster=127.0.0.1:1,127.0.0.1:2,127.0.0.1:" + port,
                "--task=2",
                "--trusted-network")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = server.inputReader(UTF_8)) {
      assertThat(out.readLine())
          .isEqualTo(
              "Task 2 listens on port "
                  + port
                  + " of every interface of this machine, with no authentication");
      assertThat(GrpcProbe.answers("127.0.0.1", port, Duration.ofSeconds(20))).isTrue();
      assertThat(server.waitFor(1, TimeUnit.SECONDS)).as("ended").isFalse();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
