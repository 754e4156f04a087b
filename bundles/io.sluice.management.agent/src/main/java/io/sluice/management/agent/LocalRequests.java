// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.Arrays;
import java.util.concurrent.TimeoutException;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.management.agent.codec.DecodeException;

/**
 * {@code io.sluice:type=agent}: takes the same requests as the management node, encoded AMQP messages, from whoever is
 * let in by JMX. So a tool on the same machine needs neither a port nor a login, and has nothing new to learn.
 */
final class LocalRequests implements DynamicMBean {

    private static final Logger LOG = LoggerFactory.getLogger("AGENT");
    private static final String NAME = "io.sluice:type=agent";
    private static final String REQUEST = "request";
    private static final String REPLY_TO = "replyTo";

    private final Worker worker;
    private final Relay relay;

    LocalRequests(Worker worker, Relay relay) {
        this.worker = worker;
        this.relay = relay;
    }

    void register(MBeanServer server) {
        try {
            server.registerMBean(this, new ObjectName(NAME));
        } catch (JMException e) {
            LOG.warn("MBean {} could not be registered: {}", NAME, e.toString());
        }
    }

    void unregister(MBeanServer server) {
        try {
            server.unregisterMBean(new ObjectName(NAME));
        } catch (JMException e) {
            LOG.debug("MBean {} was gone already", NAME);
        }
        relay.close();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanParameterInfo address = new MBeanParameterInfo("address", String.class.getName(),
            "empty for this router, or _topo/0/ID/$management for another one");
        MBeanParameterInfo message = new MBeanParameterInfo("message", byte[].class.getName(),
            "an encoded AMQP message; for another router with the address as to and with replyTo as reply-to");
        return new MBeanInfo(LocalRequests.class.getName(), "The management node, for tools",
            new MBeanAttributeInfo[] {new MBeanAttributeInfo(REPLY_TO, String.class.getName(),
                "Where other routers send their answers to", true, false, false)},
            null,
            new MBeanOperationInfo[] {new MBeanOperationInfo(REQUEST, "Answers a management request",
                new MBeanParameterInfo[] {address, message}, byte[].class.getName(),
                MBeanOperationInfo.ACTION_INFO)},
            null);
    }

    @Override
    public Object invoke(String name, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        if (!REQUEST.equals(name) || parameters == null || parameters.length != 2
                || !(parameters[1] instanceof byte[] message)) {
            throw new ReflectionException(new NoSuchMethodException(name + Arrays.toString(signature)));
        }
        String address = parameters[0] == null ? "" : parameters[0].toString();
        try {
            return address.isEmpty() ? worker.ask(message) : relay.ask(address, message);
        } catch (DecodeException e) {
            throw refusal(new IllegalArgumentException("The request cannot be read: " + e.getMessage()));
        } catch (TimeoutException | IllegalStateException e) {
            throw refusal(new IllegalStateException(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal(new IllegalStateException("interrupted"));
        }
    }

    private static MBeanException refusal(RuntimeException cause) {
        return new MBeanException(cause, cause.getMessage());
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        if (!REPLY_TO.equals(attribute)) {
            throw new AttributeNotFoundException(attribute);
        }
        return relay.replyTo();
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        if (Arrays.asList(attributes).contains(REPLY_TO)) {
            list.add(new Attribute(REPLY_TO, relay.replyTo()));
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " cannot be changed");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }
}
