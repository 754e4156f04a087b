// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import io.sluice.routing.api.LinkDescriptor;

/** What a link is for, as its attach says. */
enum LinkKind {

    /** A client's link, or one that this router has as a client has. */
    ENDPOINT("endpoint"),
    /** Carries the router protocol. */
    CONTROL("router-control"),
    /** Carries messages between routers, whatever their address. */
    DATA("inter-router");

    /** What a control link asks for. */
    static final String CONTROL_CAPABILITY = "qd.router";
    /** What a link for messages between routers asks for. */
    static final String DATA_CAPABILITY = "qd.router-data";

    private final String text;

    LinkKind(String text) {
        this.text = text;
    }

    /** Returns what a link asks to be; in an array the capability does not count. */
    static LinkKind of(LinkDescriptor link) {
        if (!link.bareCapability() || link.capabilities().size() != 1) {
            return ENDPOINT;
        }
        return switch (link.capabilities().get(0)) {
            case CONTROL_CAPABILITY -> CONTROL;
            case DATA_CAPABILITY -> DATA;
            default -> ENDPOINT;
        };
    }

    /** As management shows it. */
    @Override
    public String toString() {
        return text;
    }
}
