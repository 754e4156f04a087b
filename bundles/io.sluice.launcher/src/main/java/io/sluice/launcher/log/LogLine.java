// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher.log;

/**
 * One line of the log, in parts.
 *
 * @param module the log module
 * @param level the level
 * @param text what was logged
 * @param file the source file, null if it is not known
 * @param line the line in it, -1 if it is not known
 * @param epochSecond when
 */
public record LogLine(String module, LogLevel level, String text, String file, int line, long epochSecond) {}
