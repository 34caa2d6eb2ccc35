package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.alexnet.graph.cli.NetworkOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is done unless told otherwise. */
class CommandOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train | --amend=false --autotune=false --bad-records=fail --batch-size=null --checkpoint-every=1000 --cluster=null --data=null"
            + " --devices=null --epochs=null --event=null --flips=null --if-exists=fail"
            + " --images-per-draw=null --initialize-from=null --initialize-only=[] --keep-checkpoints=2"
            + " --learning-rate=null --log-every=20 --mean=null --momentum=null --no-tensorboard=false"
            + " --out=null --pca-divided=null --pca-range=null --pca-scale=null --pca-std=null --peer-timeout=60 --peer-wait=600 --precision=null"
            + " --random-crops=null --replicas=1 --schedule=null --seed=null"
            + " --trusted-network=false"
            + " --weight-decay=null",
        "evaluate | --checkpoint=null --class-ids=null --confusion=null --crops=null --data=null"
            + " --devices=null --if-exists=fail --per-class=false --precision=null"
            + " --predictions=null --split=validation --submission=null",
        "average | --class-ids=null --crops=null --data=null --devices=null --if-exists=fail"
            + " --precision=null --predictions=null --search-weights=null --split=validation"
            + " --submission=null --weights=null",
        "report | --data=null --devices=null --if-exists=fail --out=null",
        "benchmark | --autotune=false --batch-size=null --data=null --devices=null --epochs=null --event=null"
            + " --every=20 --flips=null --images-per-draw=null --images=null --json=null --learning-rate=null"
            + " --log-every=20 --mean=null --momentum=null --no-tensorboard=false --of=[training]"
            + " --pca-divided=null --pca-range=null --pca-scale=null --pca-std=null --precision=null --random-crops=null --replicas=1"
            + " --schedule=null --seed=null --steps=100 --watch=false --weight-decay=null"
      })
  void everyOptionHasItsDefault(String command, String expected) {
    String found =
        options(command)
            .filter(option -> !isOfTheNetwork(option))
            .map(option -> option.longestName() + "=" + option.getValue())
            .sorted()
            .collect(Collectors.joining(" "));

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void theOptionsOfTheNetworkAreThoseOfTraining() {
    assertThat(options("benchmark").filter(CommandOptionsTest::isOfTheNetwork))
        .extracting(OptionSpec::longestName)
        .contains("--preset", "--input-size", "--width-divided-by")
        .containsExactlyInAnyOrderElementsOf(
            options("train")
                .filter(CommandOptionsTest::isOfTheNetwork)
                .map(OptionSpec::longestName)
                .toList());
  }

  private static java.util.stream.Stream<OptionSpec> options(String command) {
    return new CommandLine(new TrainCommand())
        .getSubcommands().get(command).getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp());
  }

  private static boolean isOfTheNetwork(OptionSpec option) {
    return option.userObject() instanceof java.lang.reflect.Field field
        && field.getDeclaringClass().getName().startsWith(NetworkOptions.class.getName());
  }
}
