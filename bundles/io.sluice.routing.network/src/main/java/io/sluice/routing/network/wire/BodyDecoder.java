// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.LinkState;
import io.sluice.routing.network.message.MalformedControlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes messages of decoded bodies. Fields that are unknown are ignored. */
final class BodyDecoder {

    private BodyDecoder() {}

    static ControlMessage decode(String opcode, Map<?, ?> body) throws MalformedControlException {
        boolean quiet = opcode.equals("MAU") || opcode.equals("MAR");
        BodyFields fields = new BodyFields(opcode, body, quiet);
        String id = fields.string("id");
        long version = fields.optionalInteger("pv");
        if (version > ControlMessage.VERSION) {
            return new ControlMessage.Newer(id, version, opcode);
        }
        return switch (opcode) {
            case "HELLO" -> new ControlMessage.Hello(
                id, version, fields.optionalInteger("instance"), fields.strings("seen"));
            case "RA" -> new ControlMessage.Advertisement(
                id, version, fields.optionalInteger("instance"), sequence(fields, "ls_seq"),
                sequence(fields, "mobile_seq"));
            case "LSU" -> linkUpdate(id, version, fields);
            case "LSR" -> new ControlMessage.LinkRequest(id, version);
            case "MAU" -> new ControlMessage.MobileUpdate(
                id, version, sequence(fields, "mobile_seq"), fields.optionalStrings("exist"),
                fields.optionalStrings("add"), fields.optionalStrings("del"), hints(fields));
            case "MAR" -> new ControlMessage.MobileRequest(id, version, fields.integer("have_seq"));
            default -> throw new MalformedControlException("unknown opcode");
        };
    }

    private static long sequence(BodyFields fields, String key) throws MalformedControlException {
        long value = fields.integer(key);
        if (value < 0) {
            throw fields.problem(key, "is negative");
        }
        return value;
    }

    private static ControlMessage linkUpdate(String id, long version, BodyFields fields)
            throws MalformedControlException {
        sequence(fields, "ls_seq");
        BodyFields state = fields.map("ls");
        Map<?, ?> peers = state.rawMap("peers");
        String[] names = new String[peers.size()];
        int[] costs = new int[names.length];
        int i = 0;
        for (Map.Entry<?, ?> peer : peers.entrySet()) {
            // A cost below 1 would make loops cheap.
            if (!(peer.getKey() instanceof String name) || !(peer.getValue() instanceof Long cost) || cost < 1) {
                throw fields.problem("peers", "is no map of positive costs by router id");
            }
            names[i] = name;
            costs[i++] = (int) Math.min(cost, Integer.MAX_VALUE);
        }
        LinkState linkState = new LinkState(state.string("id"), sequence(state, "ls_seq"), names, costs);
        return new ControlMessage.LinkUpdate(id, version, fields.optionalInteger("instance"), linkState);
    }

    private static List<Integer> hints(BodyFields fields) throws MalformedControlException {
        List<Long> values = fields.optionalList("hints", Long.class);
        if (values == null) {
            return null;
        }
        List<Integer> hints = new ArrayList<>(values.size());
        for (long value : values) {
            hints.add((int) Math.max(-1, Math.min(value, Integer.MAX_VALUE)));
        }
        return hints;
    }
}
