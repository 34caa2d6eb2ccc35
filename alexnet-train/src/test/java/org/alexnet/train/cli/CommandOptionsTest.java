package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
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
        "train | --batch-size=null --checkpoint-every=1000 --cluster=null --data=null"
            + " --devices=null --drop-after=null --epochs=null --existing=fail --image-size=null"
            + " --keep=2 --learning-rate=null --out=null --peer-timeout=60 --peer-wait=600 --seed=0"
            + " --start-from=null --trusted-network=false",
        "evaluate | --checkpoint=null --data=null --devices=null --split=validation --views=1",
        "benchmark | --batch-size=128 --data=null --devices=null --every=100 --image-size=null"
            + " --updates=2000"
      })
  void everyOptionHasItsDefault(String command, String expected) {
    String found =
        options(command)
            .filter(option -> option.group() == null && !isOfTheNetwork(option))
            .map(option -> option.longestName() + "=" + option.getValue())
            .sorted()
            .collect(Collectors.joining(" "));

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void theOptionsOfTheNetworkAreThoseOfTraining() {
    assertThat(options("benchmark").filter(CommandOptionsTest::isOfTheNetwork))
        .extracting(OptionSpec::longestName)
        .contains("--preset", "--width-divided-by")
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
        && field.getDeclaringClass().getSimpleName().equals("VariantOptions");
  }
}
