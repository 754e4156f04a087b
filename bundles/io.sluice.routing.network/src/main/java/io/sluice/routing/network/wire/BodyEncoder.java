// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.LinkState;
import java.util.List;

/**
 * Writes the sections behind the annotations. Two dialects: messages about mobile addresses have symbols as keys, longs
 * for numbers and three fields of properties; the others have strings, ints and six.
 */
final class BodyEncoder {

    private final AmqpWriter out;

    BodyEncoder(AmqpWriter out) {
        this.out = out;
    }

    void encode(String to, ControlMessage message) {
        boolean mobile = message instanceof ControlMessage.MobileUpdate
            || message instanceof ControlMessage.MobileRequest;
        properties(to, mobile ? 3 : 6);
        out.section(0x74);
        int start = out.beginMap(2);
        if (mobile) {
            out.symbol("opcode");
        } else {
            out.string("opcode");
        }
        out.string(message.opcode());
        out.end(start);
        out.section(0x77);
        body(message);
    }

    private void properties(String to, int count) {
        out.section(0x73);
        int start = out.beginList(count);
        out.nullValue();
        out.nullValue();
        out.string(to);
        for (int i = 3; i < count; i++) {
            out.nullValue();
        }
        out.end(start);
    }

    private void body(ControlMessage message) {
        if (message instanceof ControlMessage.Hello hello) {
            int start = head(message, 5);
            field("instance", hello.instance());
            out.string("seen");
            strings(hello.seen());
            out.end(start);
        } else if (message instanceof ControlMessage.Advertisement ra) {
            int start = head(message, 6);
            field("instance", ra.instance());
            field("ls_seq", ra.linkSeq());
            field("mobile_seq", ra.mobileSeq());
            out.end(start);
        } else if (message instanceof ControlMessage.LinkUpdate lsu) {
            int start = head(message, 6);
            field("instance", lsu.instance());
            field("ls_seq", lsu.state().seq());
            out.string("ls");
            linkState(lsu.state());
            out.end(start);
        } else if (message instanceof ControlMessage.LinkRequest) {
            out.end(head(message, 3));
        } else if (message instanceof ControlMessage.MobileUpdate mau) {
            mobileUpdate(mau);
        } else if (message instanceof ControlMessage.MobileRequest mar) {
            int start = mobileHead(message, 4);
            mobileField("have_seq", mar.haveSeq());
            out.end(start);
        } else {
            throw new IllegalArgumentException("not a message to send: " + message.opcode());
        }
    }

    private int head(ControlMessage message, int fields) {
        int start = out.beginMap(fields * 2);
        out.string("id");
        out.string(message.id());
        field("pv", ControlMessage.VERSION);
        out.string("area");
        out.string(ControlMessage.AREA);
        return start;
    }

    private int mobileHead(ControlMessage message, int fields) {
        int start = out.beginMap(fields * 2);
        out.symbol("id");
        out.string(message.id());
        mobileField("pv", ControlMessage.VERSION);
        out.symbol("area");
        out.string(ControlMessage.AREA);
        return start;
    }

    private void linkState(LinkState state) {
        int start = out.beginMap(8);
        out.string("id");
        out.string(state.id());
        out.string("area");
        out.string(ControlMessage.AREA);
        field("ls_seq", state.seq());
        out.string("peers");
        int peers = out.beginMap(state.size() * 2);
        for (int i = 0; i < state.size(); i++) {
            out.string(state.peer(i));
            out.integer(state.cost(i));
        }
        out.end(peers);
        out.end(start);
    }

    private void mobileUpdate(ControlMessage.MobileUpdate mau) {
        boolean hinted = mau.hints() != null;
        if (mau.isComplete()) {
            int start = mobileHead(mau, hinted ? 6 : 5);
            mobileField("mobile_seq", mau.seq());
            keys("exist", mau.exist());
            if (hinted) {
                hints(mau.hints());
            }
            out.end(start);
            return;
        }
        int start = mobileHead(mau, hinted ? 7 : 6);
        mobileField("mobile_seq", mau.seq());
        if (hinted) {
            hints(mau.hints());
        }
        keys("add", mau.add());
        keys("del", mau.del());
        out.end(start);
    }

    private void field(String key, long value) {
        out.string(key);
        out.integer(value);
    }

    private void mobileField(String key, long value) {
        out.symbol(key);
        out.longInteger(value);
    }

    /** A list of strings in the first dialect, whose empty list has a code of its own. */
    private void strings(List<String> values) {
        if (values.isEmpty()) {
            out.octet(0x45);
            return;
        }
        int start = out.beginList(values.size());
        for (String value : values) {
            out.string(value);
        }
        out.end(start);
    }

    /** A list of keys in the second dialect, whose empty list has not. */
    private void keys(String key, List<String> values) {
        out.symbol(key);
        int start = out.beginList(values.size());
        for (String value : values) {
            out.string(value);
        }
        out.end(start);
    }

    private void hints(List<Integer> values) {
        out.symbol("hints");
        int start = out.beginList(values.size());
        for (int value : values) {
            out.integer(value);
        }
        out.end(start);
    }
}
