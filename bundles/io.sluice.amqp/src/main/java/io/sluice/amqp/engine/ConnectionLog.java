// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import io.sluice.transport.api.EndpointSettings;
import io.sluice.transport.api.WireConnection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines of one connection, in the texts that tools look for. */
final class ConnectionLog {

    static final Logger CORE = LoggerFactory.getLogger("ROUTER_CORE");
    static final Logger SERVER = LoggerFactory.getLogger("SERVER");
    static final Logger ERROR = LoggerFactory.getLogger("ERROR");

    private final WireConnection wire;

    ConnectionLog(WireConnection wire) {
        this.wire = wire;
    }

    /** Logs that the connection is open and returns the same as a summary without the prefix. */
    String opened(ConnectionEntity entity, String container, Map<String, Object> properties) {
        String summary = "Connection Opened: dir=" + (wire.outgoing() ? "out" : "in") + " host=" + wire.remoteAddress()
                + " vhost= encrypted=" + (entity.tls() == null ? "no" : entity.tls().protocol())
                + " auth=" + (entity.mechanism() == null ? "no" : entity.mechanism())
                + " user=" + (entity.user() == null ? "(null)" : entity.user())
                + " container_id=" + container + " props=" + properties(properties);
        CORE.info("[C{}] {}", wire.id(), summary);
        return summary;
    }

    private static String properties(Map<String, Object> properties) {
        if (properties.isEmpty()) {
            return "";
        }
        StringBuilder result = new StringBuilder("{");
        properties.forEach((key, value) -> {
            result.append(result.length() > 1 ? ", :" : ":").append(key).append('=');
            result.append(value instanceof String ? "\"" + value + "\"" : value);
        });
        return result.append('}').toString();
    }

    void closed() {
        CORE.info("[C{}] Connection Closed", wire.id());
    }

    void forced(String requester) {
        CORE.info("[C{}] Connection force-closed by request from {}", wire.id(), requester);
    }

    /** Says why the connection fails; the line of a dialled one is its connector's to write. */
    void failed(String condition, String description) {
        wire.failed(condition, description);
        if (!wire.outgoing()) {
            SERVER.info("[C{}] Connection from {} (to {}) failed: {} {}", wire.id(), wire.remoteAddress(), listen(),
                    condition, description);
        }
    }

    private String listen() {
        EndpointSettings settings = wire.endpoint();
        String port = settings.text("port", "0");
        return port.equals("0") ? wire.localAddress() : settings.text("host", "") + ":" + port;
    }

    /** The peer sent nonsense; the line about the end of its connection says enough. */
    void peer(String what, RuntimeException cause) {
        SERVER.debug("[C{}] {}", wire.id(), what, cause);
    }

    void engine(String what, RuntimeException cause) {
        SERVER.warn("[C{}] {}", wire.id(), what, cause);
    }
}
