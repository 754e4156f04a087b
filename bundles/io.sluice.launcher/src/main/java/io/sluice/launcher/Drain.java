// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets everything that holds messages finish, for a bounded time, before the framework is stopped. */
final class Drain {

    private static final String SERVICE = "io.sluice.management.api.Drainable";
    private static final long DEFAULT_MILLIS = 5_000;
    /** What a drain may take beyond its deadline to close connections in order. */
    private static final long GRACE_MILLIS = 2_000;

    private final Logger log = LoggerFactory.getLogger("MAIN");
    private final BundleContext context;

    Drain(BundleContext context) {
        this.context = context;
    }

    void run() throws InterruptedException {
        String configured = context.getProperty(FrameworkSettings.DRAIN_MILLIS);
        long deadlineMillis = configured == null ? DEFAULT_MILLIS : Long.parseLong(configured);
        List<Thread> threads = new ArrayList<>();
        for (ServiceReference<?> reference : services()) {
            Object service = context.getService(reference);
            if (service != null) {
                Thread thread = new Thread(() -> drain(service, deadlineMillis), "sluice-drain");
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMillis + GRACE_MILLIS);
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            thread.join(Math.max(1, left));
        }
    }

    private ServiceReference<?>[] services() {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(SERVICE, null);
            return found == null ? new ServiceReference<?>[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void drain(Object service, long deadlineMillis) {
        try {
            // Through the interface: the implementing class is not accessible from here.
            for (Class<?> type = service.getClass(); type != null; type = type.getSuperclass()) {
                for (Class<?> api : type.getInterfaces()) {
                    if (api.getName().equals(SERVICE)) {
                        Object report = api.getMethod("drain", long.class).invoke(service, deadlineMillis);
                        log.debug("{}", report);
                        return;
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            log.warn("Drain failed", e);
        }
    }
}
