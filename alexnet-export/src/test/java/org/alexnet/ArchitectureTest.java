package org.alexnet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may know what: the modules, and the packages in them. */
@AnalyzeClasses(packages = "org.alexnet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Pattern MODULE = Pattern.compile("org\\.alexnet\\.(\\w+)(\\..*)?");

  @ArchTest
  static final ArchRule modulesKnowThoseBeforeThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("common")
          .definedBy("org.alexnet.common..")
          .layer("graph")
          .definedBy("org.alexnet.graph..")
          .layer("data")
          .definedBy("org.alexnet.data..")
          .layer("train")
          .definedBy("org.alexnet.train..")
          .layer("export")
          .definedBy("org.alexnet.export..")
          .whereLayer("common")
          .mayNotAccessAnyLayer()
          .whereLayer("graph")
          .mayOnlyAccessLayers("common")
          .whereLayer("data")
          .mayOnlyAccessLayers("common")
          .whereLayer("train")
          .mayOnlyAccessLayers("common", "graph", "data")
          .whereLayer("export")
          .mayOnlyAccessLayers("common", "graph", "data", "train");

  @ArchTest
  static final ArchRule internalsAreThoseOfTheOwnModule =
      com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes()
          .should(
              new ArchCondition<>("leave the internals of other modules alone") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                  for (Dependency used : user.getDirectDependenciesFromSelf()) {
                    String target = used.getTargetClass().getPackageName();
                    if (target.matches("org\\.alexnet\\..*\\.internal(\\..*)?")
                        && !module(user.getPackageName()).equals(module(target))) {
                      events.add(SimpleConditionEvent.violated(used, used.getDescription()));
                    }
                  }
                }
              });

  @ArchTest
  static final ArchRule packagesKnowEachOtherOneWay =
      slices().matching("org.alexnet.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theNetworkAsDataKnowsNoGraph =
      noClasses()
          .that()
          .resideInAPackage("org.alexnet.graph.spec..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.tensorflow..")
                  .and(resideOutsideOfPackages("org.tensorflow.ndarray..")))
          .because("a spec can be read, compared and written without TensorFlow");

  @ArchTest
  static final ArchRule theNetworkAsDataKnowsNoOtherPartOfGraph =
      noClasses()
          .that()
          .resideInAPackage("org.alexnet.graph.spec")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.alexnet.graph..")
                  .and(
                      resideOutsideOfPackages(
                          "org.alexnet.graph.spec", "org.alexnet.graph.proto")));

  @ArchTest
  static final ArchRule commandsAreUsedByCommandsAlone =
      noClasses()
          .that(DescribedPredicate.not(resideInAnyPackage("org.alexnet..cli")))
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.alexnet..cli"));

  private static String module(String packageName) {
    Matcher matcher = MODULE.matcher(packageName);
    return matcher.matches() ? matcher.group(1) : "";
  }
}
