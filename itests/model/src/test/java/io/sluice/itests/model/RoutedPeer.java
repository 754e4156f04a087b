// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Open;

/** A client or a broker: one connection to the router. Clients begin sessions, brokers have them begun. */
final class RoutedPeer {

    final RoutedWorld world;
    final ModelWire wire;
    final String name;
    final boolean broker;
    final int window;
    final List<RoutedSession> sessions = new ArrayList<>();
    boolean opened;
    boolean closeSent;
    boolean closeReceived;
    boolean cut;
    /** The most that the router takes in a frame. */
    int maxFrame = 512;

    private final Frames frames = new Frames();
    private final Map<Integer, RoutedSession> byRemoteChannel = new HashMap<>();

    RoutedPeer(RoutedWorld world, ModelWire wire, String name, boolean broker, int frame, int window) {
        this.world = world;
        this.wire = wire;
        this.name = name;
        this.broker = broker;
        this.window = window;
        wire.send(Frames.HEADER);
        Open open = new Open();
        open.setContainerId(name);
        open.setMaxFrameSize(UnsignedInteger.valueOf(frame));
        send(0, open, new byte[0], 0, 0);
    }

    boolean isUsable() {
        return !closeSent && !closeReceived && !cut;
    }

    RoutedSession begin(Integer remoteChannel) {
        RoutedSession session = new RoutedSession(this, sessions.size(), window, remoteChannel);
        sessions.add(session);
        return session;
    }

    void send(int channel, Object body, byte[] payload, int from, int length) {
        wire.send(frames.frame(0, channel, body, payload, from, length));
    }

    void close() {
        closeSent = true;
        sessions.forEach(RoutedSession::lose);
        send(0, new Close(), new byte[0], 0, 0);
    }

    /** TCP breaks. */
    void cut() {
        cut = true;
        sessions.forEach(RoutedSession::lose);
        wire.cut();
    }

    /** Looks at what the router has written; returns false if there was nothing. */
    boolean read() {
        byte[] bytes = wire.receive();
        if (bytes == null) {
            return false;
        }
        if (cut) {
            return true;
        }
        frames.feed(bytes);
        if (!opened) {
            frames.header();
        }
        for (Frames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
            if (frame.body() != null) {
                handle(frame);
            }
        }
        return true;
    }

    private void handle(Frames.Frame frame) {
        Object body = frame.body();
        Ledger ledger = world.ledger;
        ledger.trace(() -> name + " <- ch" + frame.channel() + ' ' + body
                + (frame.payload().length > 0 ? " +" + frame.payload().length : ""));
        if (body instanceof Open open) {
            opened = true;
            maxFrame = open.getMaxFrameSize() == null ? maxFrame : (int) open.getMaxFrameSize().longValue();
        } else if (body instanceof Close close) {
            closeReceived = true;
            ledger.check(closeSent, () -> "the router closes " + name + ": " + close);
        } else if (closeSent) {
            return;
        } else if (body instanceof Begin begin) {
            RoutedSession session = begin.getRemoteChannel() == null
                    ? begin(frame.channel()) : sessions.get(begin.getRemoteChannel().intValue());
            RoutedSession before = byRemoteChannel.put(frame.channel(), session);
            ledger.check(before == null, () -> "channel " + frame.channel() + " is in use");
            session.handle(begin, frame.payload());
        } else {
            RoutedSession session = byRemoteChannel.get(frame.channel());
            ledger.check(session != null, () -> "unknown channel " + frame.channel());
            if (body instanceof End) {
                byRemoteChannel.remove(frame.channel());
            }
            session.handle(body, frame.payload());
        }
    }
}
