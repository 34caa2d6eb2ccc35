/** Where towers live: devices of this process or of others, and sessions on them. */
package org.alexnet.graph.device;
