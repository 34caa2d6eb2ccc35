/**
 * A page about runs, one file of HTML that needs no other: {@link org.alexnet.train.report.Report}
 * collects, records such as {@code PredictionSection} hold what the template of their names reads,
 * and {@code Page} fills it. Template, style and script are resources beside the classes; the
 * curves are drawn by uPlot, which comes from the class path.
 */
package org.alexnet.train.report;
