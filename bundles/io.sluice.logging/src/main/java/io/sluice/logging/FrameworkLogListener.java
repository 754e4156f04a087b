// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what the framework's own bundles log by way of the OSGi log service into the log. */
@Component(service = {}, immediate = true)
public final class FrameworkLogListener implements LogListener {

    private static final String PREFIX = "org.osgi.bundle.";

    private final LogReaderService reader;

    /** Starts to listen. */
    @Activate
    public FrameworkLogListener(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) LogReaderService reader) {
        this.reader = reader;
        reader.addLogListener(this);
    }

    @Deactivate
    void stop() {
        reader.removeLogListener(this);
    }

    @Override
    public void logged(LogEntry entry) {
        String bundle = entry.getBundle() == null ? "unknown" : entry.getBundle().getSymbolicName();
        Logger log = LoggerFactory.getLogger(PREFIX + bundle);
        String text = bundle + ": " + entry.getMessage();
        switch (entry.getLogLevel()) {
            case AUDIT, ERROR -> log.error(text, entry.getException());
            case WARN -> log.warn(text, entry.getException());
            case INFO -> log.info(text, entry.getException());
            default -> log.debug(text, entry.getException());
        }
    }
}
