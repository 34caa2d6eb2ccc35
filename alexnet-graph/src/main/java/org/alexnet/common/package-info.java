/**
 * What all modules share and no user of networks needs to know: files and folders that are there
 * whole or not at all, locks on them, and manifests that describe them with hashes.
 */
package org.alexnet.common;
