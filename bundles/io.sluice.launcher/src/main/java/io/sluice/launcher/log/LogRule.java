// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

/**
 * What becomes of one module's lines. Immutable.
 *
 * @param mask the enabled levels, as {@link LogLevel#bit} bits
 * @param timestamp lines begin with the time
 * @param source lines end with file and line number
 * @param output where they go
 */
public record LogRule(int mask, boolean timestamp, boolean source, LogOutput output) {

    /** Info and above with time stamps on standard error. */
    public static final LogRule INITIAL = new LogRule(LogLevel.INFO.andAbove(), true, false, LogOutput.STDERR);
}
