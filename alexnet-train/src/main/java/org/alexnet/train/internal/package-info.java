/** How the process was started. No other module imports it. */
package org.alexnet.train.internal;
