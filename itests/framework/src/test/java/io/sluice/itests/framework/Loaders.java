// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The class loaders of bundles that were replaced. */
final class Loaders {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<WeakReference<ClassLoader>> old = new ArrayList<>();

    /** Notes the present class loader of a bundle that is about to be replaced. */
    void note(Bundle bundle) {
        old.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    }

    /** Waits until nothing refers to any of them. */
    void awaitGone() {
        await("old class loaders are gone").atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            System.gc();
            return old.stream().filter(loader -> loader.get() != null).count();
        }, left -> left == 0);
    }
}
