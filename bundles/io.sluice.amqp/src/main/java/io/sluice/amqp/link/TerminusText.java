// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Terminus;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.engine.Link;

/** What a log line says about the termini that a peer asks for. Stateless. */
final class TerminusText {

    private static final String NONE = "<none>";
    private static final String SESSION_END = " expire:sess";

    private TerminusText() {}

    /** Describes both. */
    static String of(Link link, BareCapabilities bare) {
        return "source={" + terminus(link.getRemoteSource(), !bare.source()) + "} target={"
            + terminus(link.getRemoteTarget(), !bare.target()) + '}';
    }

    private static String terminus(Object asked, boolean array) {
        if (asked instanceof Coordinator) {
            return "<coordinator>";
        }
        return asked instanceof Terminus node ? node(node, array) : NONE + SESSION_END;
    }

    private static String node(Terminus node, boolean array) {
        StringBuilder text = new StringBuilder(node.getDynamic() ? "(dyn)" : "");
        text.append(node.getAddress() == null || node.getAddress().isEmpty() ? NONE : node.getAddress());
        TerminusDurability durability = node.getDurable();
        if (durability != null && durability != TerminusDurability.NONE) {
            text.append(durability == TerminusDurability.CONFIGURATION ? " dur:config" : " dur:deliveries");
        }
        text.append(expiry(node));
        if (node instanceof Source source && source.getDistributionMode() != null) {
            text.append(" dist:").append(source.getDistributionMode());
        }
        if (node.getTimeout() != null && node.getTimeout().longValue() != 0) {
            text.append(" timeout:").append(node.getTimeout());
        }
        symbols(text, " caps:", node.getCapabilities(), array);
        if (node instanceof Source source) {
            map(text, " flt:", source.getFilter());
            symbols(text, " outcomes:", source.getOutcomes(), true);
        }
        map(text, " props:", node.getDynamicNodeProperties());
        return text.toString();
    }

    private static String expiry(Terminus node) {
        return switch (node.getExpiryPolicy()) {
            case LINK_DETACH -> " expire:link";
            case CONNECTION_CLOSE -> " expire:conn";
            case NEVER -> "";
            default -> SESSION_END;
        };
    }

    private static void symbols(StringBuilder text, String label, Symbol[] symbols, boolean array) {
        if (symbols != null && symbols.length > 0) {
            List<String> names = new ArrayList<>();
            for (Symbol symbol : symbols) {
                names.add(value(symbol));
            }
            text.append(label).append(names.size() == 1 && !array ? names.get(0) : "@PN_SYMBOL" + names);
        }
    }

    private static void map(StringBuilder text, String label, Map<?, ?> map) {
        if (map != null && !map.isEmpty()) {
            text.append(label).append(value(map));
        }
    }

    private static String value(Object value) {
        if (value instanceof Symbol symbol) {
            String name = symbol.toString();
            return ':' + (name.matches("\\w+") ? name : quoted(name));
        }
        if (value instanceof DescribedType described) {
            return '@' + value(described.getDescriptor()) + ' ' + value(described.getDescribed());
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, one) -> entries.add(value(key) + '=' + value(one)));
            return '{' + String.join(", ", entries) + '}';
        }
        return value instanceof String string ? quoted(string) : String.valueOf(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
