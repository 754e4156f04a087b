// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

/** A model of some of the router's rules, and the peers that put them to the test. */
interface Model {

    Ledger ledger();

    Schedule schedule();

    /** Does something at random. */
    void step();

    /** Has some of the peers look at what the router has written. */
    void readSome();

    /** Brings all to rest, judges what must be true then, takes everything down and judges what must be gone then. */
    void finish();

    /** Ends what is left, however the run has gone. */
    void stop();
}
