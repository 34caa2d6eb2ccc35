package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.alexnet.graph.device.Cluster;
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

  @Test
  void tasksAreThoseThatAreNamed() {
    ClusterOptions options = new ClusterOptions();
    CommandLine.populateCommand(options, "--cluster=a:1,b:2,c:3");

    assertThat(options.cluster()).contains(Cluster.of("a:1", "b:2", "c:3"));
  }

  @Test
  void aSecondIsTheShortestPatienceEvenWithoutACluster() {
    assertThat(timeout("--cluster=a:1,b:2", "--peer-timeout=1")).isEqualTo(Duration.ofSeconds(1));
    ClusterOptions options = new ClusterOptions();
    CommandLine.populateCommand(options, "--peer-timeout=0");
    assertThatIllegalArgumentException()
        .isThrownBy(options::cluster)
        .withMessage("--peer-timeout must be at least 1 second, found 0");
  }
}
