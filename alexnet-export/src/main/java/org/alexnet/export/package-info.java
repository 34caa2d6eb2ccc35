/**
 * SavedModels ({@link org.alexnet.export.ModelExport}), and asking them ({@link
 * org.alexnet.export.Classifier}).
 */
package org.alexnet.export;
