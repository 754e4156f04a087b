// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;
import io.sluice.transport.api.TlsInfo;
import io.sluice.transport.api.WireConnection;
import java.util.Map;

/** The {@code connection} entity. Written on the connection's loop, read by any thread. */
final class ConnectionEntity implements ManagedEntity {

    private final AmqpConnection connection;
    private final WireConnection wire;
    private final long startedMillis = System.currentTimeMillis();
    private volatile String container;
    private volatile String tenant;
    private volatile String mechanism;
    private volatile boolean authenticated;
    private volatile String user;
    private volatile TlsInfo tls;
    private volatile Map<String, Object> properties = Map.of();
    private volatile boolean opened;
    private volatile boolean closing;
    private volatile boolean deleted;
    private volatile boolean protocolTrace;
    private volatile boolean active = true;

    ConnectionEntity(AmqpConnection connection, WireConnection wire) {
        this.connection = connection;
        this.wire = wire;
    }

    void authenticated(String mechanism, String user, TlsInfo tls) {
        this.mechanism = mechanism;
        this.authenticated = mechanism != null;
        this.user = user;
        this.tls = tls;
    }

    void opened(String container, String tenant, Map<String, Object> properties) {
        this.container = container;
        this.tenant = tenant;
        this.properties = properties;
        this.opened = true;
    }

    void active(boolean inUse) {
        active = inUse;
    }

    void closing() {
        closing = true;
    }

    String mechanism() {
        return mechanism;
    }

    String user() {
        return user;
    }

    TlsInfo tls() {
        return tls;
    }

    boolean protocolTrace() {
        return protocolTrace;
    }

    @Override
    public String entityType() {
        return "connection";
    }

    @Override
    public String identity() {
        return Long.toString(wire.id());
    }

    @Override
    public String name() {
        return "connection/" + wire.remoteAddress();
    }

    @Override
    public Object attribute(String attribute) {
        switch (attribute) {
            case "name":
                return name();
            case "identity":
                return identity();
            case "type":
                return "org.apache.qpid.dispatch.connection";
            case "host":
                return wire.remoteAddress();
            case "role":
                return wire.endpoint().role();
            case "protocol":
                return "amqp";
            case "dir":
                return wire.outgoing() ? "out" : "in";
            case "container":
                return container;
            case "tenant":
                return tenant;
            case "opened":
                return opened;
            case "active":
                return active;
            case "adminStatus":
                return deleted ? "deleted" : "enabled";
            case "operStatus":
                return closing || deleted ? "closing" : "up";
            case "uptimeSeconds":
                return (int) ((System.currentTimeMillis() - startedMillis) / 1000);
            case "lastDlvSeconds":
                return lastDeliverySeconds();
            case "enableProtocolTrace":
                return protocolTrace;
            case "properties":
                return properties;
            default:
                return security(attribute);
        }
    }

    private Object security(String attribute) {
        TlsInfo info = tls;
        switch (attribute) {
            case "sasl":
                return mechanism;
            case "isAuthenticated":
                return authenticated;
            case "user":
                return user;
            case "isEncrypted":
            case "ssl":
                return info != null;
            case "sslProto":
                return info == null ? null : info.protocol();
            case "sslCipher":
                return info == null ? null : info.cipher();
            case "sslSsf":
                return info == null ? 0L : (long) info.strength();
            default:
                return null;
        }
    }

    private Integer lastDeliverySeconds() {
        long last = connection.orders().lastDeliveryMillis();
        return last == 0 ? null : (int) Math.max(0, (System.currentTimeMillis() - last) / 1000);
    }

    @Override
    public void update(Map<String, Object> changes) throws ManagementException {
        update(changes, "management");
    }

    @Override
    public void update(Map<String, Object> changes, String requester) throws ManagementException {
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            if (change.getKey().equals("adminStatus")) {
                checkStatus(change.getValue());
            } else if (!change.getKey().equals("enableProtocolTrace") || !(change.getValue() instanceof Boolean)) {
                throw new ManagementException(ManagementException.BAD_REQUEST, "Bad Request");
            }
        }
        if (changes.containsKey("adminStatus") && !connection.orders().mayClose(requester)) {
            throw new ManagementException(ManagementException.FORBIDDEN,
                    "You are not allowed to perform this operation.");
        }
        if (changes.get("enableProtocolTrace") instanceof Boolean on) {
            protocolTrace = on;
        }
        if (changes.containsKey("adminStatus")) {
            deleted = true;
            connection.orders().delete(requester);
        }
    }

    private void checkStatus(Object value) throws ManagementException {
        if (!"deleted".equals(value)) {
            throw new ManagementException(ManagementException.BAD_REQUEST, "Bad Request");
        }
        if (OpenFields.betweenRouters(wire.endpoint())) {
            throw new ManagementException(ManagementException.FORBIDDEN,
                    "You are not allowed to perform this operation.");
        }
    }
}
