/**
 * The paper's claims ({@link org.alexnet.train.paper.Claim}), and an experiment for each that
 * networks of a laptop's size say something of ({@link org.alexnet.train.paper.PaperExperiments}).
 */
package org.alexnet.train.paper;
