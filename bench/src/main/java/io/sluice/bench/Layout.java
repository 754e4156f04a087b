// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

/**
 * Which connections and links a load uses, and how they name their addresses. Immutable.
 *
 * @param kind how messages find their way
 * @param sendConnections connections of the sending process
 * @param sendLinks links on each of them
 * @param receiveConnections connections of the receiving process
 * @param receiveLinks links on each of them
 */
record Layout(Kind kind, int sendConnections, int sendLinks, int receiveConnections, int receiveLinks) {

    /** How messages find their way. */
    enum Kind {
        /** Each sender has an address of its own, and a receiver. */
        OWN("bench"),
        /** All have one address, and every receiver gets every message. */
        MULTICAST("bench-all"),
        /** Senders without an address send to the receivers' addresses in turn. */
        ANONYMOUS("bench"),
        /** Links are routed to the receiving process, which acts as a broker. */
        ROUTED("bench-routed"),
        /** No messages: links are attached and detached. */
        ATTACH("bench");

        private final String address;

        Kind(String address) {
            this.address = address;
        }

        String address() {
            return address;
        }
    }

    /** Each flow has a connection at either end. */
    static Layout pairs(int flows) {
        return new Layout(Kind.OWN, flows, 1, flows, 1);
    }

    static Layout parse(Fields fields) {
        return new Layout(Kind.valueOf(fields.text("kind")), (int) fields.number("sendConnections"),
            (int) fields.number("sendLinks"), (int) fields.number("receiveConnections"),
            (int) fields.number("receiveLinks"));
    }

    int senders() {
        return sendConnections * sendLinks;
    }

    int receivers() {
        return receiveConnections * receiveLinks;
    }

    /** Returns how many addresses messages are sent to. */
    int addresses() {
        return switch (kind) {
            case MULTICAST -> 1;
            case ANONYMOUS -> receivers();
            default -> senders();
        };
    }

    /** Returns how many receivers get a message. */
    int copies() {
        return kind == Kind.MULTICAST ? receivers() : 1;
    }

    /** Returns the address with a number. */
    String address(int number) {
        return kind.address() + "." + (kind == Kind.MULTICAST ? 0 : number);
    }

    String arguments() {
        return "kind=" + kind + " sendConnections=" + sendConnections + " sendLinks=" + sendLinks
            + " receiveConnections=" + receiveConnections + " receiveLinks=" + receiveLinks;
    }
}
