// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.MBeanServerForwarder;
import javax.security.auth.Subject;

/**
 * Stands between remote clients and the MBean server where some users may only look. They may call what reads, and
 * operations that say of themselves that they only inform.
 */
final class AccessGate implements InvocationHandler {

    private static final Set<String> CHANGES = Set.of("createMBean", "registerMBean", "unregisterMBean",
        "setAttribute", "setAttributes", "instantiate", "deserialize");

    private final Predicate<String> mayChange;
    private volatile MBeanServer server;

    private AccessGate(Predicate<String> mayChange) {
        this.mayChange = mayChange;
    }

    /**
     * Makes a gate.
     *
     * @param mayChange tells by user name who may change things
     */
    static MBeanServerForwarder of(Predicate<String> mayChange) {
        return (MBeanServerForwarder) Proxy.newProxyInstance(MBeanServerForwarder.class.getClassLoader(),
            new Class<?>[] {MBeanServerForwarder.class}, new AccessGate(mayChange));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "setMBeanServer":
                server = (MBeanServer) arguments[0];
                return null;
            case "getMBeanServer":
                return server;
            default:
                break;
        }
        boolean change = CHANGES.contains(method.getName())
            || method.getName().equals("invoke") && !informs(arguments);
        if (change && !permitted()) {
            throw new SecurityException("This user may only look");
        }
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private boolean informs(Object[] arguments) throws JMException {
        Object[] signature = arguments[3] == null ? new Object[0] : (Object[]) arguments[3];
        for (MBeanOperationInfo operation : server.getMBeanInfo((ObjectName) arguments[0]).getOperations()) {
            Object[] types = Arrays.stream(operation.getSignature()).map(MBeanParameterInfo::getType).toArray();
            if (operation.getName().equals(arguments[1]) && Arrays.equals(types, signature)) {
                return operation.getImpact() == MBeanOperationInfo.INFO;
            }
        }
        return false;
    }

    private boolean permitted() {
        Subject subject = caller();
        return subject != null
            && subject.getPrincipals(JMXPrincipal.class).stream().anyMatch(user -> mayChange.test(user.getName()));
    }

    /** Newer Java has another way to ask for the caller, and the newest has given up the old one. */
    private static Subject caller() {
        try {
            return (Subject) Subject.class.getMethod("current").invoke(null);
        } catch (NoSuchMethodException e) {
            return former();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Subject former() {
        try {
            Class<?> controller = Class.forName("java.security.AccessController");
            Object context = controller.getMethod("getContext").invoke(null);
            return (Subject) Subject.class.getMethod("getSubject", Class.forName("java.security.AccessControlContext"))
                .invoke(null, context);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
