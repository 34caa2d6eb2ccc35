package org.alexnet.train.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One of the things that an experiment compares. All arms are trained with the same seeds, so that
 * they begin alike and see the same images in the same order wherever they can.
 *
 * @param name what tables call it
 * @param setup the network and its recipe; the seeds are set later
 * @param role the images
 * @param networks how many networks are trained for a seed, to be averaged
 * @param pretraining what comes before on {@link Role#MORE_CLASSES}
 * @param learningRates of which the best is searched first; none if that of the recipe is taken
 * @param enoughTrainingError the mean training error of an epoch after which training ends, 0 to 1
 */
public record Arm(
    String name,
    Setup setup,
    Role role,
    int networks,
    Optional<Setup> pretraining,
    ImmutableList<Double> learningRates,
    OptionalDouble enoughTrainingError) {

  /** Checks the values. */
  public Arm {
    checkArgument(
        name.matches("[a-z0-9]+([- ][a-z0-9]+)*"),
        "name must be words of letters and digits, found '%s'",
        name);
    checkArgument(networks > 0, "networks must be positive, found %s", networks);
  }

  /** Returns an arm of one network on the usual images. */
  public static Arm of(String name, Setup setup) {
    return new Arm(
        name, setup, Role.USUAL, 1, Optional.empty(), ImmutableList.of(), OptionalDouble.empty());
  }

  /** Returns a copy that is trained on these images. */
  public Arm on(Role role) {
    return new Arm(name, setup, role, networks, pretraining, learningRates, enoughTrainingError);
  }

  /** Returns a copy of so many networks for a seed. */
  public Arm withNetworks(int networks) {
    return new Arm(name, setup, role, networks, pretraining, learningRates, enoughTrainingError);
  }

  /** Returns a copy whose networks begin with the parameters that this has learned. */
  public Arm withPretraining(Setup pretraining) {
    return new Arm(
        name, setup, role, networks, Optional.of(pretraining), learningRates, enoughTrainingError);
  }

  /** Returns a copy with that of these learning rates that needs the fewest steps. */
  public Arm withBestOf(List<Double> learningRates) {
    return new Arm(
        name,
        setup,
        role,
        networks,
        pretraining,
        ImmutableList.copyOf(learningRates),
        enoughTrainingError);
  }

  /** Returns a copy that is trained until an epoch's mean training error is at most this. */
  public Arm untilTrainingError(double error) {
    return new Arm(
        name, setup, role, networks, pretraining, learningRates, OptionalDouble.of(error));
  }

  /** Returns a copy with this setup. */
  public Arm withSetup(Setup setup) {
    return new Arm(name, setup, role, networks, pretraining, learningRates, enoughTrainingError);
  }

  /** Returns all that is trained for a network: what comes before, and the arm itself. */
  ImmutableList<Setup> setups() {
    ImmutableList.Builder<Setup> all = ImmutableList.builder();
    pretraining.ifPresent(all::add);
    return all.add(setup).build();
  }
}
