/** The graph that serves, and what is where in a model's folder. No other module imports it. */
package org.alexnet.export.internal;
