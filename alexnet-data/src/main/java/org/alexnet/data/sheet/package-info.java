/** Contact sheets: what a data set holds, and what training makes of it, as pictures. */
package org.alexnet.data.sheet;
