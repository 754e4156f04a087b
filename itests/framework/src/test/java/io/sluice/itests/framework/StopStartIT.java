// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import static org.junit.Assert.assertEquals;

import java.util.Map;

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

/** Bundles are stopped and started while messages flow: connections stay, nothing is lost. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class StopStartIT {

    private static final int MESSAGES = 500;
    /** More than the credit of a link, several times over: credit has to be given again. */
    private static final int MANY_MESSAGES = 1500;

    private final Node node = new Node(StopStartIT.class);
    private Traffic traffic;

    /** Called by the runner. */
    @Configuration
    public Option[] configuration() throws Exception {
        return Setup.router();
    }

    @Before
    public void startTraffic() throws Exception {
        node.awaitReady();
        traffic = Traffic.start(Peer.plain(node.port("plain")), Peer.tls(node.port("tls")), "stop.start");
    }

    @After
    public void stopTraffic() {
        traffic.close();
        node.awaitNoConnection();
    }

    /** Stops a bundle, lets traffic go on without it, starts it, lets traffic go on with it. */
    private void restart(String name) throws Exception {
        Map<String, String> before = node.connections();
        Bundle bundle = node.bundle(name);
        traffic.mark();
        bundle.stop();
        traffic.awaitProgress(MESSAGES);
        bundle.start();
        traffic.awaitProgress(MANY_MESSAGES);
        String report = traffic.finish();
        System.out.println("restart of " + name + ": " + report + ", longest gap " + traffic.gapMillis() + " ms");
        assertEquals(before, node.connections());
    }

    private void connectAgain() throws Exception {
        try (Peer plain = Peer.plain(node.port("plain")); Peer tls = Peer.tls(node.port("tls"));
                Traffic other = Traffic.start(plain, tls, "connect.again")) {
            other.finish();
        }
    }

    @Test
    public void shouldKeepTrafficWhenJmxIsRestarted() throws Exception {
        restart("management.jmx");
    }

    @Test
    public void shouldKeepTrafficWhenAmqpManagementIsRestarted() throws Exception {
        restart("management.agent");
    }

    @Test
    public void shouldKeepTrafficWhenSaslIsRestarted() throws Exception {
        restart("security.sasl");
        connectAgain();
    }

    @Test
    public void shouldKeepTrafficWhenTlsIsRestarted() throws Exception {
        restart("security.ssl");
        connectAgain();
    }

    @Test
    public void shouldKeepTrafficWhenLoggingIsRestarted() throws Exception {
        restart("logging");
    }

    @Test
    public void shouldKeepTrafficWhenShellIsRestarted() throws Exception {
        restart("shell");
    }

    @Test
    public void shouldKeepTrafficWhenConfigurationIsRestarted() throws Exception {
        restart("config");
        node.awaitReady();
        connectAgain();
    }

    @Test
    public void shouldKeepTrafficWhenTheCoreIsRestarted() throws Exception {
        Map<String, String> before = node.connections();
        Bundle core = node.bundle("routing.core");
        traffic.mark();
        core.stop();
        traffic.awaitStall();
        core.start();
        traffic.awaitProgress(MANY_MESSAGES);
        String report = traffic.finish();
        System.out.println("restart of routing.core: " + report + ", longest gap " + traffic.gapMillis() + " ms");
        assertEquals(before, node.connections());
        connectAgain();
    }
}
