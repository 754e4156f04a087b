// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Constants;

import io.sluice.launcher.LauncherFacts;

/** The framework of the tests: the bundles, start levels and properties of the distribution, and a configuration. */
final class Setup {

    private static final int FULL_LEVEL = 100;
    /** What the test classes use that is on the class path. */
    private static final List<String> TEST_PACKAGES = List.of(
            "org.apache.qpid.protonj2.client", "org.apache.qpid.protonj2.client.exceptions", "org.awaitility",
            "org.awaitility.core");

    private Setup() {
    }

    /** Returns all options for a router with a plain and a TLS listener on ports of the system's choice. */
    static Option[] router(String... moreSections) throws Exception {
        Path work = Files.createTempDirectory(Path.of(System.getProperty("sluice.itests.dir")), "router-");
        Pem pem = Pem.create(work);
        Path config = work.resolve("router.conf");
        Files.writeString(config, """
                router {
                    mode: standalone
                    id: ITEST.FRAMEWORK
                }
                listener {
                    name: plain
                    host: 127.0.0.1
                    port: 0
                    authenticatePeer: no
                    saslMechanisms: ANONYMOUS
                }
                sslProfile {
                    name: server
                    certFile: %s
                    privateKeyFile: %s
                }
                listener {
                    name: tls
                    host: 127.0.0.1
                    port: 0
                    authenticatePeer: no
                    saslMechanisms: ANONYMOUS
                    sslProfile: server
                    requireSsl: yes
                }
                """.formatted(pem.certificate(), pem.key()) + String.join("\n", moreSections));

        List<Option> options = new ArrayList<>();
        LauncherFacts.properties(Distribution.home(), config, work).forEach((key, value) -> {
            if (key.equals(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA)) {
                options.add(CoreOptions.systemPackage(value));
            } else if (!key.equals(Constants.FRAMEWORK_STORAGE)) {
                options.add(CoreOptions.frameworkProperty(key).value(value));
            }
        });
        TEST_PACKAGES.forEach(name -> options.add(CoreOptions.systemPackage(name)));
        for (LauncherFacts.Entry entry : LauncherFacts.bundles(Distribution.home())) {
            options.add(CoreOptions.bundle("reference:" + entry.file().toUri()).startLevel(entry.startLevel()));
        }
        options.add(CoreOptions.frameworkStartLevel(FULL_LEVEL));
        options.add(CoreOptions.workingDirectory(work.resolve("cache").toString()));
        options.add(CoreOptions.cleanCaches(true));
        options.add(CoreOptions.junitBundles());
        return options.toArray(new Option[0]);
    }
}
