// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/** Requests to a process of this machine, by JMX: no port, no login, but the same user. */
public final class JmxExchange implements Exchange {

    private static final String AGENT = "io.sluice:type=agent";
    private static final long RELAY_MILLIS = 5_000;
    private static final String REPLY_TO = "caller";
    private static final String OWN = "$management";
    private static final String[] SIGNATURE = {String.class.getName(), byte[].class.getName()};

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ObjectName agent;
    private JmxExchange(long pid, JMXConnector connector) throws IOException, MalformedObjectNameException {
        this.pid = pid;
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        this.agent = new ObjectName(AGENT);
    }

    /** Connects to a process. */
    public static JmxExchange open(long pid, long timeoutMillis) throws ClientException {
        // RMI has no other way to be told. A router that waits for another one has a time-out of its own.
        System.setProperty("sun.rmi.transport.tcp.responseTimeout", Long.toString(timeoutMillis + RELAY_MILLIS));
        try {
            JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address(pid)));
            return new JmxExchange(pid, connector);
        } catch (IOException | MalformedObjectNameException | SecurityException e) {
            throw new ClientException("Cannot talk to process " + pid + ": " + e.getMessage(), e);
        }
    }

    private static String address(long pid) throws ClientException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            throw new ClientException("There is no process " + pid + " (--pid); without --pid and -b the only router"
                    + " of this machine is taken");
        }
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException | RuntimeException e) {
            String user = process.get().info().user().orElse("");
            String own = ProcessHandle.current().info().user().orElse("");
            String advice = user.isEmpty() || user.equals(own)
                    ? "Is it a router? -b HOST:PORT connects to one over AMQP"
                    : "It belongs to " + user + ": run this as " + user + ", or connect with -b HOST:PORT";
            throw new ClientException("Cannot attach to process " + pid + ": " + e.getMessage() + ". " + advice, e);
        }
    }

    @Override
    public String peer() {
        return "process " + pid;
    }

    @Override
    public void keepAlive() {
        // RMI has nothing to keep alive.
    }

    @Override
    public Answer ask(String address, Map<String, Object> properties, Object body) throws ClientException {
        boolean own = address.equals(OWN);
        try {
            String replyTo = own ? REPLY_TO : (String) server.getAttribute(agent, "replyTo");
            byte[] request = Messages.request(own ? null : address, replyTo,
                UUID.randomUUID().toString(), properties, body);
            byte[] answer = (byte[]) server.invoke(agent, "request", new Object[] {own ? "" : address, request},
                SIGNATURE);
            return Messages.answer(Messages.decode(answer, peer()));
        } catch (InstanceNotFoundException e) {
            throw new ClientException("Process " + pid + " has no management node: is it a router of Sluice, and has it"
                    + " started?", e);
        } catch (MBeanException e) {
            throw new ClientException(String.valueOf(e.getMessage()), e);
        } catch (JMException | IOException e) {
            throw new ClientException("No answer from process " + pid + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The router has ended meanwhile, and so has the connection.
            return;
        }
    }
}
