// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.ServerSocket;
import java.rmi.server.RMIServerSocketFactory;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Gives RMI a server socket that is bound already: to the configured address instead of all, and with errors of
 * binding told to us instead of buried in RMI.
 */
final class SocketFactories {

    private SocketFactories() { }

    /**
     * Makes a factory whose only product is the socket in the holder. RMI keeps every factory it has seen for ever in a
     * static map, so the factory must not be an object of this bundle, or the bundle's classes could never be freed
     * after a swap: it is a proxy made of JDK classes around a holder that is emptied in the end.
     */
    static RMIServerSocketFactory handingOut(AtomicReference<ServerSocket> holder) throws ReflectiveOperationException {
        MethodHandle get = MethodHandles.publicLookup()
            .findVirtual(AtomicReference.class, "get", MethodType.methodType(Object.class))
            .bindTo(holder)
            .asType(MethodType.methodType(ServerSocket.class));
        MethodHandle create = MethodHandles.dropArguments(get, 0, int.class);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return MethodHandleProxies.asInterfaceInstance(RMIServerSocketFactory.class, create);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
