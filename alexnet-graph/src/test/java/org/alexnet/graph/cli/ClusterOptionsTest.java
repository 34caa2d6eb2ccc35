package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ClusterOptionsTest {
  private static Duration timeout(String... arguments) {
    ClusterOptions options = new ClusterOptions();
    CommandLine.populateCommand(options, arguments);
    return options.cluster().orElseThrow().timeout();
  }

  @Test
  void aPeerIsLostAfterAsLongAsIsSaid() {
    assertThat(timeout("--cluster=a:1,b:2")).isEqualTo(Duration.ofMinutes(1));
    assertThat(timeout("--cluster=a:1,b:2", "--peer-timeout=7")).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void thereIsNoClusterUnlessItIsNamed() {
    ClusterOptions options = new ClusterOptions();
    CommandLine.populateCommand(options, "--peer-timeout=7");

    assertThat(options.cluster()).isEmpty();
  }
}
