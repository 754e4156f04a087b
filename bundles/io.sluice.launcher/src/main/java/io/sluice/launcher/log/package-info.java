// SPDX-License-Identifier: Apache-2.0
/**
 * The log's line format, outputs and rules. Lives on the class path of the process, so that the first lines before the
 * framework is up look like all others and the log goes on while the logging bundle is replaced; the framework exports
 * it to that bundle, which only sets rules.
 */
@Version("1.0.0")
package io.sluice.launcher.log;

import org.osgi.annotation.versioning.Version;
