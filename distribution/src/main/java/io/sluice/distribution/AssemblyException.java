// SPDX-License-Identifier: Apache-2.0
package io.sluice.distribution;

/** The distribution cannot be assembled; the message is the one line that says why. */
final class AssemblyException extends Exception {

    private static final long serialVersionUID = 1L;

    AssemblyException(String message) {
        super(message);
    }
}
