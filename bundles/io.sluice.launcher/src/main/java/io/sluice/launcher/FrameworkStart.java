// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs and starts the bundles, then waits for the configuration bundle's word. */
final class FrameworkStart {

    /** Looked up by name: the launcher shares no class with any bundle. */
    private static final String RESULT_SERVICE = "io.sluice.management.api.StartupResult";
    private static final String RESULT_READY = "sluice.ready";
    private static final String RESULT_MESSAGE = "sluice.message";
    private static final long DEFAULT_STARTUP_MILLIS = 60_000;

    private final Logger log = LoggerFactory.getLogger("MAIN");
    private final Framework framework;
    private final long startupMillis;
    private final Set<String> failures = new LinkedHashSet<>();
    private final BlockingQueue<ServiceReference<?>> results = new LinkedBlockingQueue<>();
    private volatile boolean starting = true;

    FrameworkStart(Map<String, Object> settings) {
        Object millis = settings.get(FrameworkSettings.STARTUP_MILLIS);
        startupMillis = millis == null ? DEFAULT_STARTUP_MILLIS : Long.parseLong(millis.toString());
        framework = new FrameworkFactory().newFramework(settings);
    }

    Framework framework() {
        return framework;
    }

    /** Returns the readiness line. */
    String run(List<Installation.StartEntry> entries) throws StartException {
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.addFrameworkListener(this::onEvent);
            listenForResult(context);
            install(context, entries);
            framework.start();
            failEarly(context);
        } catch (BundleException e) {
            throw new StartException("System: the framework does not start: " + e.getMessage(), e);
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new StartException(String.join("\n", failures));
            }
        }
        return result();
    }

    private void listenForResult(BundleContext context) {
        try {
            context.addServiceListener(event -> {
                if (event.getType() == ServiceEvent.REGISTERED) {
                    results.add(event.getServiceReference());
                }
            }, "(objectClass=" + RESULT_SERVICE + ")");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void install(BundleContext context, List<Installation.StartEntry> entries) throws StartException {
        for (Installation.StartEntry entry : entries) {
            try {
                Bundle bundle = context.installBundle("reference:" + entry.file().toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
                if (bundle.getHeaders("").get("Fragment-Host") == null) {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                }
            } catch (BundleException e) {
                throw new StartException("System: cannot install " + entry.file() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Errors come as events, later; asking again for what is not up brings the error here and now. */
    private void failEarly(BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            int level = bundle.adapt(BundleStartLevel.class).getStartLevel();
            if (bundle.getState() != Bundle.ACTIVE && bundle.getHeaders("").get("Fragment-Host") == null
                    && level <= FrameworkSettings.READY_LEVEL) {
                try {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                } catch (BundleException e) {
                    onEvent(new FrameworkEvent(FrameworkEvent.ERROR, bundle, e));
                }
            }
        }
    }

    private void onEvent(FrameworkEvent event) {
        if (event.getType() != FrameworkEvent.ERROR) {
            return;
        }
        String text = "System: bundle " + event.getBundle().getSymbolicName() + " does not start: "
                + reason(event.getThrowable());
        if (starting) {
            synchronized (failures) {
                failures.add(text);
            }
            log.debug(text, event.getThrowable());
        } else {
            log.error(text, event.getThrowable());
        }
    }

    /** Returns the cause in one line. */
    private static String reason(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()).replaceAll("\\s+", " ");
        // The resolver says the same again in other words.
        int repeated = text.indexOf(" Unresolved requirements:");
        return repeated < 0 ? text : text.substring(0, repeated);
    }

    private String result() throws StartException {
        ServiceReference<?> result;
        try {
            result = results.poll(startupMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("System: interrupted", e);
        }
        if (result == null) {
            throw new StartException("Run Time: the configuration did not take effect within " + startupMillis + " ms");
        }
        starting = false;
        String message = String.valueOf(result.getProperty(RESULT_MESSAGE));
        if (!Boolean.TRUE.equals(result.getProperty(RESULT_READY))) {
            throw new StartException(message, true);
        }
        return message;
    }

    /** Starts what is not needed to route messages, in the background. */
    void extras() {
        new BundleLog(framework.getBundleContext());
        framework.adapt(FrameworkStartLevel.class).setStartLevel(FrameworkSettings.FULL_LEVEL);
    }
}
