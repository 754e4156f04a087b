// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

/** Writes configurations in the format of the configuration file. */
public final class Conf {

    private final StringBuilder text = new StringBuilder();

    private Conf() {
    }

    /** Returns a configuration that holds nothing. */
    public static Conf empty() {
        return new Conf();
    }

    /** Returns a configuration of one router without listeners. */
    public static Conf router(String id) {
        return empty().section("router", "mode: standalone", "id: " + id);
    }

    /** Returns a configuration of a router of a network, for clients and for other routers. */
    public static Conf interior(String id) {
        return empty().section("router", "mode: interior", "id: " + id)
            .listener("amqp", "authenticatePeer: no", "saslMechanisms: ANONYMOUS")
            .listener("routers", "role: inter-router", "authenticatePeer: no", "saslMechanisms: ANONYMOUS");
    }

    /** Returns a configuration of one router with a listener {@code amqp} that lets anybody in. */
    public static Conf open(String id) {
        return router(id).listener("amqp", "authenticatePeer: no", "saslMechanisms: ANONYMOUS");
    }

    /** Adds a listener on a port of the system's choice. */
    public Conf listener(String name, String... lines) {
        text.append("listener {\n    name: ").append(name).append("\n    host: 127.0.0.1\n    port: 0\n");
        return end(lines);
    }

    /** Adds any section. */
    public Conf section(String type, String... lines) {
        text.append(type).append(" {\n");
        return end(lines);
    }

    private Conf end(String... lines) {
        for (String line : lines) {
            text.append("    ").append(line).append('\n');
        }
        text.append("}\n\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
