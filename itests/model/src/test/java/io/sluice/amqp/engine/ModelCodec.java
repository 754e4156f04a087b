// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.util.Map;

import io.sluice.amqp.link.RouterGate;
import io.sluice.routing.api.Router;
import io.sluice.security.api.SaslMechanismFactory;
import io.sluice.transport.api.WireHandlerFactory;

/** The codec, started as its component would be. Stands here because a component shows its innards to nobody. */
public final class ModelCodec {

    private final RouterGate gate = new RouterGate();
    private final AmqpHandlerFactory factory;

    /** Starts a codec without router. */
    public ModelCodec(boolean standardPath) {
        factory = new AmqpHandlerFactory(gate, "sluice", "1.0.0", standardPath);
    }

    /** Returns the codec's service. */
    public WireHandlerFactory factory() {
        return factory;
    }

    /** Returns the link layers. */
    public RouterGate gate() {
        return gate;
    }

    /** Users can log in by a mechanism. */
    public void bind(SaslMechanismFactory mechanism) {
        factory.bindMechanism(mechanism, Map.of());
    }

    /** A router is there. */
    public void bind(Router router) {
        factory.bindRouter(router);
    }

    /** A router is gone. */
    public void unbind(Router router) {
        factory.unbindRouter(router);
    }

    /** Returns how many connections there are. */
    public int connections() {
        return factory.context().connections().size();
    }

    /** Returns how many loops are known. */
    public int loops() {
        return factory.context().scopes().size();
    }

    /** Ends the codec. */
    public void stop() {
        factory.deactivate();
    }
}
