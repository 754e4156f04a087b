// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.management.api.StartupResult;

/**
 * Reads the configuration when the bundle starts, applies it, and says once whether that succeeded. A restart of the
 * bundle in a running router applies only what differs, and a configuration that is now wrong changes nothing.
 */
@Component(immediate = true, service = {})
public final class Startup {

    /** Long enough for a machine that has other things to do: what is missing for good may be said late. */
    private static final long TIMEOUT_MILLIS = 45_000;
    private static final long STOP_WAIT_MILLIS = 2_000;

    private final BundleContext context;
    private final Pusher pusher;
    private final ReportBoard board;
    private final Thread thread;
    private ServiceRegistration<StartupResult> registration;
    private boolean stopped;

    /** Starts reading on a thread of its own, because the waits would block the framework. */
    @Activate
    public Startup(
            BundleContext context,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ConfigurationAdmin admin,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) ReportBoard board) {
        this.context = context;
        this.board = board;
        this.pusher = new Pusher(admin, board, ProcessMark.text());
        this.thread = new Thread(this::run, "sluice-start");
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void stop() {
        synchronized (this) {
            stopped = true;
            if (registration != null) {
                registration.unregister();
            }
        }
        thread.interrupt();
        try {
            // An update takes the classes away that the thread may still need.
            if (Thread.currentThread() != thread) {
                thread.join(STOP_WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean again = false;
        try {
            String lastId = pusher.lastRouterId();
            again = lastId != null;
            result(true, start(lastId));
        } catch (ConfigException e) {
            fail(again, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | LinkageError e) {
            if (!isStopped()) {
                fail(again, new ConfigException("Run Time", List.of("Configuration could not be applied: " + e)));
            }
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private String start(String lastId) throws ConfigException, IOException, InterruptedException {
        Environment environment = new Environment(System.getenv());
        Plan plan = new ConfigLoader(environment, new ConfigSources(environment, System.err::println))
            .load(context.getProperty("sluice.config"), context.getProperty("sluice.home"), lastId);
        String version = context.getProperty("sluice.version");
        String shownVersion = version == null ? context.getBundle().getVersion().toString() : version;
        boolean again = lastId != null;
        Activation activation = new Activation(pusher, board, TIMEOUT_MILLIS, !again);
        activation.apply(plan, () -> {
            if (!again) {
                StartupLog.begin(plan);
            }
        });
        String listening = activation.summaries().isEmpty() ? "no listeners"
            : "listening on " + String.join(", ", activation.summaries());
        String id = plan.router().text("id");
        String line;
        if (again) {
            line = "Configuration read again, " + (activation.changed() ? "differences applied" : "nothing changed")
                + ": router " + id + ", " + listening;
        } else {
            StartupLog.operational();
            line = "Sluice " + shownVersion + " ready in " + ProcessMark.ageMillis() + " ms: router " + id + ", "
                + listening + "; manage: jconsole " + ProcessMark.pid();
        }
        StartupLog.ready(line);
        return line;
    }

    private void fail(boolean again, ConfigException e) {
        if (again) {
            StartupLog.notReread(e.problems());
            result(true, e.getMessage());
        } else {
            StartupLog.failed(e.kind(), e.problems());
            result(false, String.join("\n", e.shown()));
        }
    }

    private synchronized void result(boolean ready, String message) {
        if (stopped) {
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(StartupResult.READY, ready);
        properties.put(StartupResult.MESSAGE, message);
        registration = context.registerService(StartupResult.class, new StartupResult() { }, properties);
    }
}
