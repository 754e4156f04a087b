// SPDX-License-Identifier: Apache-2.0
package io.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one router process: start, wait, drain, stop. */
final class RouterProcess {

    private static final long STOP_MILLIS = 10_000;

    private final Logger log = LoggerFactory.getLogger("MAIN");
    private final Installation installation;
    private final Options options;
    private DataFolder data;
    private Framework framework;
    private Path statusFile;
    private volatile int exitStatus;
    private volatile boolean stopping;

    RouterProcess(Installation installation, Options options) {
        this.installation = installation;
        this.options = options;
    }

    void start() throws StartException {
        if (options.statusFile() != null) {
            statusFile = Path.of(options.statusFile()).toAbsolutePath();
        }
        Path config = config();
        data = DataFolder.create(options.data());
        // The only way to hear of SIGTERM and SIGINT that needs no internal class of the JDK.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "sluice-stop"));
        FrameworkStart start;
        try {
            start = new FrameworkStart(FrameworkSettings.of(installation, options, config, data));
        } catch (IOException e) {
            throw new StartException("the installation is damaged: " + e.getMessage(), e);
        }
        framework = start.framework();
        String message = start.run(installation.startList());
        if (!stopping) {
            tell("ready " + message);
            start.extras();
        }
    }

    /** Returns the named file, null if none is named: the configuration bundle knows where to look then. */
    private Path config() throws StartException {
        String given = options.config();
        if (given != null && given.isEmpty()) {
            throw new StartException("Value: Configuration path value was empty");
        }
        return given == null ? null : Path.of(given).toAbsolutePath();
    }

    /** Notes a failed start; returns the exit status. The shutdown hook does the rest. */
    int failed(String message) {
        exitStatus = 1;
        tell("failed " + message);
        return exitStatus;
    }

    /** Waits until the framework was stopped, by a signal or from within; returns the exit status. */
    int await() {
        try {
            int type;
            do {
                type = framework.waitForStop(0).getType();
                if (type == FrameworkEvent.STOPPED_UPDATE && !stopping) {
                    // Somebody updated the system bundle, which means: restart.
                    framework.start();
                }
            } while (type == FrameworkEvent.STOPPED_UPDATE && !stopping);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BundleException e) {
            log.error("The framework cannot be restarted", e);
            exitStatus = 1;
        }
        return exitStatus;
    }

    /** The shutdown hook. */
    private void stop() {
        stopping = true;
        try {
            if (framework != null && framework.getBundleContext() != null) {
                if (exitStatus == 0) {
                    new Drain(framework.getBundleContext()).run();
                }
                framework.stop();
                framework.waitForStop(STOP_MILLIS);
            }
        } catch (BundleException | InterruptedException | IllegalStateException e) {
            log.warn("The framework did not stop in order", e);
        }
        data.close();
        // A signal would make the JVM's own exit status 128 + n; an orderly stop is a success.
        Runtime.getRuntime().halt(exitStatus);
    }

    /** Tells the script that waits for it what has become of the start. Written aside and moved: never half there. */
    private void tell(String result) {
        if (statusFile == null) {
            return;
        }
        try {
            Path part = statusFile.resolveSibling(statusFile.getFileName() + ".part");
            Files.writeString(part, result + System.lineSeparator());
            Files.move(part, statusFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("Cannot write {}", statusFile, e);
        }
    }
}
