// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Open;

/**
 * A connection to the router that keeps to the letter of the protocol, and checks that the router does. Clients begin
 * sessions, brokers have them begun.
 *
 * @param <S> what it has of sessions
 */
final class Peer<S extends Session> {

    /** Makes the peer's end of a session. */
    interface Sessions<S extends Session> {

        /**
         * Begins a session.
         *
         * @param remoteChannel the router's channel if it has begun the session, null if it has not
         */
        S begin(Peer<S> peer, int channel, int window, Integer remoteChannel);
    }

    final Ledger ledger;
    final ModelWire wire;
    final String name;
    final boolean broker;
    final List<S> sessions = new ArrayList<>();
    boolean opened;
    boolean closeSent;
    boolean closeReceived;
    boolean cut;
    /** The most that the router takes in a frame. */
    int maxFrame = 512;

    private final Frames frames = new Frames();
    private final int window;
    private final Sessions<S> ends;
    private final Map<Integer, S> byRemoteChannel = new HashMap<>();

    Peer(Ledger ledger, ModelWire wire, String name, boolean broker, int maxFrame, int window,
            Sessions<S> ends) {
        this.ledger = ledger;
        this.wire = wire;
        this.name = name;
        this.broker = broker;
        this.window = window;
        this.ends = ends;
        wire.send(Frames.HEADER);
        Open open = new Open();
        open.setContainerId(name);
        open.setMaxFrameSize(UnsignedInteger.valueOf(maxFrame));
        open.setChannelMax(UnsignedShort.valueOf((short) 100));
        send(0, open, new byte[0], 0, 0);
    }

    boolean isUsable() {
        return !closeSent && !closeReceived && !cut;
    }

    /** Begins a session with a window of its own. */
    S begin(int itsWindow) {
        return begin(itsWindow, null);
    }

    /** Begins a session with the peer's usual window. */
    S begin() {
        return begin(window, null);
    }

    private S begin(int itsWindow, Integer remoteChannel) {
        S session = ends.begin(this, sessions.size(), itsWindow, remoteChannel);
        sessions.add(session);
        return session;
    }

    void send(int channel, Object body, byte[] payload, int from, int length) {
        wire.send(frames.frame(0, channel, body, payload, from, length));
    }

    void close() {
        closeSent = true;
        sessions.forEach(Session::lose);
        send(0, new Close(), new byte[0], 0, 0);
    }

    /** TCP breaks. */
    void cut() {
        cut = true;
        sessions.forEach(Session::lose);
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
            S session = begun(frame.channel(), begin);
            S before = byRemoteChannel.put(frame.channel(), session);
            ledger.check(before == null, () -> "channel " + frame.channel() + " is in use");
            session.handle(begin, frame.payload());
        } else {
            S session = byRemoteChannel.get(frame.channel());
            ledger.check(session != null, () -> "unknown channel " + frame.channel());
            if (body instanceof End) {
                byRemoteChannel.remove(frame.channel());
            }
            session.handle(body, frame.payload());
        }
    }

    private S begun(int channel, Begin begin) {
        if (begin.getRemoteChannel() != null) {
            return sessions.get(begin.getRemoteChannel().intValue());
        }
        ledger.check(broker, () -> "the router begins a session at " + name + ": " + begin);
        return begin(window, channel);
    }
}
