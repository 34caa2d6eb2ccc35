/** How a program serves a model: to read and to copy, no part of the library. */
package org.alexnet.example;
