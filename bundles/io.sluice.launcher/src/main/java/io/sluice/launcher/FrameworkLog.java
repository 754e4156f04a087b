// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Brings what the framework has to say, which by default goes to standard output, into the log. */
final class FrameworkLog extends Logger {

    private final org.slf4j.Logger log = LoggerFactory.getLogger("org.apache.felix.framework");

    @Override
    protected void doLog(Bundle bundle, ServiceReference reference, int level, String message, Throwable error) {
        String text = bundle == null ? message : bundle + ": " + message;
        switch (level) {
            // An error with a bundle is also an event, whose listener reports it.
            case LOG_ERROR -> log.atLevel(error instanceof BundleException ? Level.DEBUG : Level.ERROR)
                    .setCause(error).log(text);
            case LOG_WARNING -> log.warn(text, error);
            case LOG_INFO -> log.info(text, error);
            default -> log.debug(text, error);
        }
    }

    @Override
    protected void doLog(int level, String message, Throwable error) {
        doLog(null, null, level, message, error);
    }
}
