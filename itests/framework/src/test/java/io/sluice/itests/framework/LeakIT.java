// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import java.nio.file.Path;

import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;

/** Nothing keeps the classes of a replaced bundle, while the connections that used it go on. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LeakIT {

    private static final int ROUNDS = 20;
    private static final int MESSAGES = 20;

    private final Node node = new Node(LeakIT.class);
    private Traffic traffic;

    /** Called by the runner. */
    @Configuration
    public Option[] configuration() throws Exception {
        return Setup.router();
    }

    @Before
    public void startTraffic() throws Exception {
        node.awaitReady();
        traffic = Traffic.start(Peer.plain(node.port("plain")), Peer.tls(node.port("tls")), null);
    }

    @After
    public void stopTraffic() {
        traffic.close();
        node.awaitNoConnection();
    }

    private interface Swap {
        void of(Bundle bundle, Path jar) throws Exception;
    }

    private void swap(String name, Swap swap) throws Exception {
        Path jar = Distribution.jar(name);
        Loaders loaders = new Loaders();
        for (int i = 0; i < ROUNDS; i++) {
            Bundle bundle = node.bundle(name);
            loaders.note(bundle);
            swap.of(bundle, jar);
            traffic.awaitProgress(MESSAGES);
        }
        loaders.awaitGone();
        traffic.finish();
    }

    private void update(String name) throws Exception {
        swap(name, Node::update);
    }

    @Test
    public void shouldForgetUpdatedCores() throws Exception {
        update("routing.core");
    }

    @Test
    public void shouldForgetCoresReplacedBeside() throws Exception {
        swap("routing.core", (old, jar) -> {
            Path other = Jars.ofVersion(jar, "1.0." + (old.getVersion().getMicro() + 1));
            node.awaitService(node.installBeside(other), "io.sluice.routing.api.Router");
            old.stop();
            old.uninstall();
        });
    }

    @Test
    public void shouldForgetUpdatedJmx() throws Exception {
        update("management.jmx");
    }

    @Test
    public void shouldForgetUpdatedAmqpManagement() throws Exception {
        update("management.agent");
    }

    @Test
    public void shouldForgetUpdatedSasl() throws Exception {
        update("security.sasl");
    }

    @Test
    public void shouldForgetUpdatedTls() throws Exception {
        update("security.ssl");
    }

    @Test
    public void shouldForgetUpdatedConfiguration() throws Exception {
        update("config");
    }

    @Test
    public void shouldForgetUpdatedLogging() throws Exception {
        update("logging");
    }

    @Test
    public void shouldForgetUpdatedShell() throws Exception {
        update("shell");
    }
}
