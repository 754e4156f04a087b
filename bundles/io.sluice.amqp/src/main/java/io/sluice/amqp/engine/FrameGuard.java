// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;

/**
 * Checks the peer's frames against what it has begun and attached, before the engine sees them: proton-j takes much of
 * this on trust. Knows only the peer's own numbering.
 */
final class FrameGuard {

    private static final int MIN_MAX_FRAME_SIZE = 512;
    /** The highest handle the engine takes; announced as {@code handle-max}. */
    private static final long MAX_HANDLE = 65535;

    private final Map<Integer, PeerSession> sessions = new HashMap<>();
    private final boolean lenient;
    private int channelMax;
    private boolean opened;
    private int lastChannel = -1;
    private PeerSession lastSession;

    /**
     * Makes the guard of one connection.
     *
     * @param lenient take a second link on a handle in use, under another number; needs an engine that takes the
     *     performative as we changed it
     */
    FrameGuard(int channelMax, boolean lenient) {
        this.channelMax = channelMax;
        this.lenient = lenient;
    }

    /**
     * Checks one frame.
     *
     * @return true if the engine shall see it, false if it is to be ignored
     * @throws PeerErrorException if the connection has to be closed for it
     */
    boolean admit(int channel, Object body) throws PeerErrorException {
        if (body instanceof Transfer transfer) {
            UnsignedInteger handle = session(channel).known(transfer.getHandle());
            if (handle != transfer.getHandle()) {
                transfer.setHandle(handle);
            }
            return true;
        }
        if (body instanceof Disposition) {
            session(channel);
            return true;
        }
        if (body instanceof Flow flow) {
            PeerSession session = session(channel);
            if (flow.getHandle() != null) {
                flow.setHandle(session.known(flow.getHandle()));
            }
            return true;
        }
        if (body instanceof Open open) {
            return open(open);
        }
        if (!opened) {
            throw new PeerErrorException("amqp:not-allowed", "frame before open");
        }
        if (body instanceof Begin) {
            return begin(channel);
        }
        if (body instanceof Attach attach) {
            session(channel).attach(attach, lenient);
        } else if (body instanceof Detach detach) {
            detach.setHandle(session(channel).detach(detach.getHandle()));
        } else if (body instanceof End) {
            session(channel);
            sessions.remove(channel);
            lastChannel = -1;
        }
        return true;
    }

    /** Takes no more channels than a policy allows. */
    void limit(int newChannelMax) {
        channelMax = Math.min(channelMax, newChannelMax);
    }

    private boolean open(Open open) throws PeerErrorException {
        if (opened) {
            return false;
        }
        if (open.getMaxFrameSize() != null && open.getMaxFrameSize().longValue() < MIN_MAX_FRAME_SIZE) {
            throw new PeerErrorException("amqp:connection:framing-error",
                    "max-frame-size " + open.getMaxFrameSize() + " is below the minimum of " + MIN_MAX_FRAME_SIZE);
        }
        opened = true;
        if (open.getChannelMax() != null) {
            channelMax = Math.min(channelMax, open.getChannelMax().intValue());
        }
        return true;
    }

    private boolean begin(int channel) throws PeerErrorException {
        if (channel > channelMax) {
            throw new PeerErrorException("amqp:connection:framing-error",
                    "remote channel " + channel + " is above negotiated channel_max " + channelMax + ".");
        }
        return sessions.putIfAbsent(channel, new PeerSession()) == null;
    }

    private PeerSession session(int channel) throws PeerErrorException {
        if (channel != lastChannel) {
            PeerSession session = sessions.get(channel);
            if (session == null) {
                throw new PeerErrorException("amqp:not-allowed", "no such channel: " + channel);
            }
            lastChannel = channel;
            lastSession = session;
        }
        return lastSession;
    }

    /** The links a peer has attached on one of its channels. */
    private static final class PeerSession {

        /** The handles that the engine knows links by: the peer's own but for those in {@link #aliases}. */
        private final BitSet handles = new BitSet();
        private final Map<Integer, String> names = new HashMap<>();
        private final Set<String> namesInUse = new HashSet<>();
        /** What the engine knows a handle of the peer by that was attached twice; null if it has been detached. */
        private Map<Integer, Integer> aliases = Map.of();

        /** Returns what the engine knows the link by. */
        UnsignedInteger known(UnsignedInteger handle) throws PeerErrorException {
            if (handle == null || handle.longValue() > MAX_HANDLE || !handles.get(handle.intValue())) {
                throw unknown(handle);
            }
            if (!aliases.isEmpty() && aliases.containsKey(handle.intValue())) {
                Integer alias = aliases.get(handle.intValue());
                if (alias == null) {
                    throw unknown(handle);
                }
                return UnsignedInteger.valueOf(alias);
            }
            return handle;
        }

        private static PeerErrorException unknown(UnsignedInteger handle) {
            return new PeerErrorException("amqp:invalid-field", "no such handle: " + handle);
        }

        void attach(Attach attach, boolean lenient) throws PeerErrorException {
            UnsignedInteger handle = attach.getHandle();
            if (handle == null || attach.getName() == null || attach.getRole() == null) {
                throw new PeerErrorException("amqp:decode-error", "attach without name, handle or role");
            }
            if (handle.longValue() > MAX_HANDLE) {
                throw new PeerErrorException("amqp:connection:framing-error", "handle-max exceeded");
            }
            String key = (attach.getRole() == Role.SENDER ? "s:" : "r:") + attach.getName();
            if (namesInUse.contains(key)) {
                throw new PeerErrorException("amqp:invalid-field", "link name already attached: " + attach.getName());
            }
            int number = handle.intValue();
            if (handles.get(number)) {
                number = alias(number, lenient);
                attach.setHandle(UnsignedInteger.valueOf(number));
            }
            handles.set(number);
            names.put(number, key);
            namesInUse.add(key);
        }

        private int alias(int handle, boolean lenient) throws PeerErrorException {
            int free = handles.previousClearBit((int) MAX_HANDLE);
            if (!lenient || free < 0) {
                throw new PeerErrorException("amqp:session:handle-in-use", "handle already in use: " + handle);
            }
            if (aliases.isEmpty()) {
                aliases = new HashMap<>();
            }
            aliases.put(handle, free);
            return free;
        }

        UnsignedInteger detach(UnsignedInteger handle) throws PeerErrorException {
            UnsignedInteger engineHandle = known(handle);
            int number = engineHandle.intValue();
            if (aliases.containsKey(handle.intValue())) {
                aliases.put(handle.intValue(), null);
            }
            handles.clear(number);
            namesInUse.remove(names.remove(number));
            return engineHandle;
        }
    }
}
