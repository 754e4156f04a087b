// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.StartupResult;

/** The router seen from within the framework: its bundles and its managed entities. */
final class Node {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PREFIX = "io.sluice.";

    private final Class<?> test;

    /** Makes a view of the framework that the test class lives in; the test driver also makes one outside. */
    Node(Class<?> test) {
        this.test = test;
    }

    BundleContext context() {
        return FrameworkUtil.getBundle(test).getBundleContext();
    }

    /** Waits until everything configured is up. */
    Node awaitReady() {
        ServiceReference<StartupResult> result = await("start-up").atMost(LIMIT)
                .until(() -> context().getServiceReference(StartupResult.class), Objects::nonNull);
        if (!Boolean.TRUE.equals(result.getProperty(StartupResult.READY))) {
            throw new IllegalStateException(String.valueOf(result.getProperty(StartupResult.MESSAGE)));
        }
        return this;
    }

    /** Returns the one bundle of a name without its prefix. */
    Bundle bundle(String name) {
        List<Bundle> found = Arrays.stream(context().getBundles())
                .filter(bundle -> (PREFIX + name).equals(bundle.getSymbolicName())).toList();
        if (found.size() != 1) {
            throw new IllegalStateException("bundles " + name + ": " + found);
        }
        return found.get(0);
    }

    /** Updates a bundle in place from a jar file. */
    static void update(Bundle bundle, Path jar) throws IOException, BundleException {
        try (InputStream in = Files.newInputStream(jar)) {
            bundle.update(in);
        }
    }

    /** Installs and starts a bundle beside those that are there. */
    Bundle installBeside(Path jar) throws IOException, BundleException {
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle bundle = context().installBundle("beside:" + System.nanoTime(), in);
            bundle.start();
            return bundle;
        }
    }

    /** Waits until a bundle offers a service. */
    void awaitService(Bundle bundle, String type) {
        await(type + " of " + bundle).atMost(LIMIT).until(() -> offers(bundle, type));
    }

    private static boolean offers(Bundle bundle, String type) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services != null && Arrays.stream(services)
                .anyMatch(service -> List.of((String[]) service.getProperty("objectClass")).contains(type));
    }

    /** Returns the services of a type; the caller uses them at once. */
    <T> List<T> services(Class<T> type) {
        try {
            return context().getServiceReferences(type, null).stream().map(context()::getService)
                    .filter(Objects::nonNull).toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the live entities of a type by identity. */
    Map<String, ManagedEntity> entities(String type) {
        Map<String, ManagedEntity> found = new TreeMap<>();
        for (EntitySource source : services(EntitySource.class)) {
            if (source.entityType().equals(type)) {
                source.entities().forEach(entity -> found.put(entity.identity(), entity));
            }
        }
        return found;
    }

    /** Returns the ids and peers of all connections. */
    Map<String, String> connections() {
        Map<String, String> found = new TreeMap<>();
        entities("connection").forEach((id, entity) -> found.put(id, String.valueOf(entity.attribute("host"))));
        return found;
    }

    /** Waits until the connections of an earlier test have gone. */
    void awaitNoConnection() {
        await("no connection").atMost(LIMIT).until(() -> connections().isEmpty());
    }

    /** Waits until a listener accepts connections, and returns its port. */
    int port(String listener) {
        return await("listener " + listener).atMost(LIMIT).until(() -> entities("listener").values().stream()
                .filter(entity -> listener.equals(entity.name()))
                .map(entity -> String.valueOf(entity.attribute("boundAddress")))
                .map(address -> address.substring(address.lastIndexOf(':') + 1))
                .filter(port -> port.matches("[0-9]+")).map(Integer::valueOf)
                .findFirst().orElse(0), port -> port > 0);
    }
}
