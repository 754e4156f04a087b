// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what becomes of bundles in a running router, plug-ins and parts that are swapped, but not of the
 * distribution's own on their way up and down.
 */
final class BundleLog implements SynchronousBundleListener {

    private final Logger log = LoggerFactory.getLogger("CONTAINER");
    private final BundleContext context;
    /** Those that have yet to be started for the first time. */
    private final Set<Long> pending;

    BundleLog(BundleContext context) {
        this.context = context;
        this.pending = Stream.of(context.getBundles()).filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(Bundle::getBundleId).collect(Collectors.toSet());
        context.addBundleListener(this);
    }

    @Override
    public synchronized void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (context.getBundle(0).getState() == Bundle.STOPPING) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.STARTED -> {
                if (!pending.remove(bundle.getBundleId())) {
                    tell(bundle, "started");
                }
            }
            case BundleEvent.STOPPED -> tell(bundle, "stopped");
            case BundleEvent.INSTALLED -> tell(bundle, "installed from " + bundle.getLocation());
            case BundleEvent.UPDATED -> tell(bundle, "updated");
            case BundleEvent.UNINSTALLED -> tell(bundle, "uninstalled");
            default -> { }
        }
    }

    private void tell(Bundle bundle, String what) {
        log.info("Bundle {} {} {}", bundle.getSymbolicName(), bundle.getVersion(), what);
    }
}
