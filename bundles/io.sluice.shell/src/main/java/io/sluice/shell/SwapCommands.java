// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import io.sluice.management.api.Drainable;

/**
 * {@code sluice:swap}: replaces a bundle while the router runs. In place is simple and leaves a short gap; beside means
 * that the new version serves before the old one is drained and removed.
 */
@Component(
        service = SwapCommands.class,
        property = {"osgi.command.scope=sluice", "osgi.command.function=swap"})
public final class SwapCommands {

    private static final String USAGE = "swap BUNDLE FILE, or swap BUNDLE FILE --beside [SECONDS]";
    private static final int DEFAULT_DRAIN_SECONDS = 30;
    private static final long READY_SECONDS = 10;

    private final BundleContext context;

    /** Called by the component runtime. */
    @Activate
    public SwapCommands(BundleContext context) {
        this.context = context;
    }

    /** Tells how it is used. */
    public String swap() {
        return USAGE;
    }

    /**
     * Replaces a bundle.
     *
     * @param bundle id or symbolic name
     * @param file the new version's jar
     * @param options {@code --beside}, and after it the longest wait for the old one to drain, in seconds
     */
    public String swap(String bundle, String file, String... options) {
        try {
            Bundle old = Bundles.find(context, bundle);
            Path jar = Path.of(file).toAbsolutePath();
            String name = Bundles.symbolicName(jar);
            if (!name.equals(old.getSymbolicName())) {
                return jar + " is bundle " + name + ", expected " + old.getSymbolicName();
            }
            if (options.length == 0) {
                return inPlace(old, jar);
            }
            if (!options[0].equals("--beside") || options.length > 2) {
                return USAGE;
            }
            return beside(old, jar, options.length == 1 ? DEFAULT_DRAIN_SECONDS : Integer.parseInt(options[1]));
        } catch (IOException | IllegalArgumentException | BundleException e) {
            return "Not swapped: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Interrupted";
        }
    }

    private static String inPlace(Bundle bundle, Path jar) throws IOException, BundleException {
        String before = bundle.getVersion().toString();
        try (InputStream in = Files.newInputStream(jar)) {
            bundle.update(in);
        }
        return "Updated " + bundle.getSymbolicName() + " from " + before + " to " + bundle.getVersion();
    }

    private String beside(Bundle old, Path jar, int seconds)
            throws IOException, BundleException, InterruptedException {
        Set<String> wanted = Bundles.offered(old);
        // A location of its own: installing a known location again would only return the bundle that has it.
        String location = "swap:" + System.nanoTime() + ':' + jar.toUri();
        Bundle fresh;
        try (InputStream in = Files.newInputStream(jar)) {
            fresh = context.installBundle(location, in);
        }
        try {
            fresh.start();
            Set<String> missing = awaitServices(fresh, wanted);
            if (!missing.isEmpty()) {
                fresh.uninstall();
                return "Not swapped: after " + READY_SECONDS + " s the new version does not offer " + missing
                        + "; it was removed again";
            }
        } catch (BundleException | InterruptedException e) {
            fresh.uninstall();
            throw e;
        }
        String drained = drain(old, seconds);
        old.stop();
        old.uninstall();
        return drained + "Bundle " + old.getBundleId() + " (" + old.getVersion() + ") was replaced by bundle "
                + fresh.getBundleId() + " (" + fresh.getVersion() + ')';
    }

    /** Waits until a bundle offers services of all these interfaces; returns those that are missing at the end. */
    private Set<String> awaitServices(Bundle bundle, Set<String> wanted) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        ServiceListener listener = event -> {
            if (Bundles.offered(bundle).containsAll(wanted)) {
                ready.countDown();
            }
        };
        context.addServiceListener(listener);
        try {
            listener.serviceChanged(null);
            ready.await(READY_SECONDS, TimeUnit.SECONDS);
        } finally {
            context.removeServiceListener(listener);
        }
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(Bundles.offered(bundle));
        return missing;
    }

    private String drain(Bundle old, int seconds) {
        StringBuilder text = new StringBuilder();
        ServiceReference<?>[] offered = old.getRegisteredServices();
        if (offered == null) {
            return "";
        }
        for (ServiceReference<?> reference : offered) {
            if (context.getService(reference) instanceof Drainable drainable) {
                text.append(DrainCommands.tell(drainable.drainName(),
                        drainable.drain(TimeUnit.SECONDS.toMillis(seconds)))).append('\n');
            }
            context.ungetService(reference);
        }
        return text.toString();
    }
}
