// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.VirtualMachine;

/** A JMX client of a router. */
public final class Jmx implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private Jmx(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
    }

    /** Attaches to the process, as JConsole does on the same machine. */
    public static Jmx attach(SluiceProcess router) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(router.pid()));
        try {
            return connect(machine.startLocalManagementAgent(), Map.of());
        } finally {
            machine.detach();
        }
    }

    /** Connects to the remote connector of a router that has a {@code jmx} section. */
    public static Jmx connect(SluiceProcess router, Map<String, ?> environment) throws IOException {
        return connect(router.log().await("JMX connector: (service:jmx:\\S+)").group(1), environment);
    }

    private static Jmx connect(String url, Map<String, ?> environment) throws IOException {
        return new Jmx(JMXConnectorFactory.connect(new JMXServiceURL(url), environment));
    }

    /** Returns the server itself. */
    public MBeanServerConnection server() {
        return server;
    }

    /** Returns the names that match a pattern. */
    public Set<ObjectName> names(String pattern) throws Exception {
        return server.queryNames(new ObjectName(pattern), null);
    }

    /** Reads an attribute of all entities of a type, without those that go in the meantime. */
    public List<Object> values(String type, String attribute) throws Exception {
        List<Object> values = new ArrayList<>();
        for (ObjectName name : names("io.sluice:type=" + type + ",*")) {
            try {
                values.add(server.getAttribute(name, attribute));
            } catch (InstanceNotFoundException e) {
                continue;
            }
        }
        return values;
    }

    /** Stops a bundle and starts it again. */
    public void restart(String bundle) throws Exception {
        ObjectName framework = names("osgi.core:type=framework,*").iterator().next();
        ObjectName bundles = names("osgi.core:type=bundleState,*").iterator().next();
        for (long id : (long[]) server.getAttribute(bundles, "BundleIds")) {
            Object[] which = {id};
            String[] signature = {"long"};
            if (bundle.equals(server.invoke(bundles, "getSymbolicName", which, signature))) {
                server.invoke(framework, "stopBundle", which, signature);
                server.invoke(framework, "startBundle", which, signature);
                return;
            }
        }
        throw new AssertionError("no bundle " + bundle);
    }

    /** Reads one number. */
    public long number(String name, String attribute) throws Exception {
        return ((Number) server.getAttribute(new ObjectName(name), attribute)).longValue();
    }

    /** Collects garbage; returns how many bytes of the heap are in use. */
    public long heapInUse() throws Exception {
        call("java.lang:type=Memory", "gc");
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        return (Long) ((CompositeData) server.getAttribute(memory, "HeapMemoryUsage")).get("used");
    }

    /** Calls an operation whose parameters are all texts. */
    public Object call(String name, String operation, String... parameters) throws JMException, IOException {
        String[] signature = new String[parameters.length];
        java.util.Arrays.fill(signature, String.class.getName());
        return server.invoke(new ObjectName(name), operation, parameters, signature);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
