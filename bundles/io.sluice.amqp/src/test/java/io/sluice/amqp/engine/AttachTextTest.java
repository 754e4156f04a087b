// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Role;
import org.junit.jupiter.api.Test;

/** What the log says about the ends of a link that a peer asks for. */
class AttachTextTest {

    private int links;

    private String text(
            RoutedBench bench, Role role, Source source, org.apache.qpid.proton.amqp.transport.Target target)
            throws Exception {
        Attach attach = RawPeer.attach("link" + links, links, role);
        links++;
        attach.setSource(source);
        attach.setTarget(target);
        bench.peer.send(0, attach);
        String text = bench.router.nextLink().peer.termini();
        return text;
    }

    private static Source source(String address) {
        Source source = new Source();
        source.setAddress(address);
        return source;
    }

    @Test
    void shouldNameBothEnds() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            Target target = new Target();
            target.setAddress("b");
            assertEquals("source={a expire:sess} target={b expire:sess}",
                text(bench, Role.RECEIVER, source("a"), target));
            assertEquals("source={<none> expire:sess} target={<none> expire:sess}",
                text(bench, Role.SENDER, null, new Target()));
            assertEquals("source={<none> expire:sess} target={<coordinator>}",
                text(bench, Role.SENDER, source(""), new Coordinator()));
        }
    }

    @Test
    void shouldNameWhatIsNotByDefault() throws Exception {
        Source all = source(null);
        all.setDynamic(true);
        all.setDurable(TerminusDurability.CONFIGURATION);
        all.setExpiryPolicy(TerminusExpiryPolicy.LINK_DETACH);
        all.setDistributionMode(Symbol.valueOf("move"));
        all.setTimeout(UnsignedInteger.valueOf(5));
        all.setCapabilities(Symbol.valueOf("q"), Symbol.valueOf("r s"));
        Map<Symbol, Object> filter = new LinkedHashMap<>();
        filter.put(Symbol.valueOf("sel"),
            new UnknownDescribedType(Symbol.valueOf("apache.org:selector-filter:string"), "a=1"));
        filter.put(Symbol.valueOf("n"), null);
        all.setFilter(filter);
        all.setDynamicNodeProperties(Map.of(Symbol.valueOf("lifetime-policy"), 5));
        try (RoutedBench bench = new RoutedBench()) {
            assertEquals("source={(dyn)<none> dur:config expire:link dist:move timeout:5 caps:@PN_SYMBOL[:q, :\"r s\"]"
                + " flt:{:sel=@:\"apache.org:selector-filter:string\" \"a=1\", :n=null}"
                + " props:{:\"lifetime-policy\"=5}} target={<none> expire:sess}",
                text(bench, Role.RECEIVER, all, new Target()));
        }
    }

    @Test
    void shouldShortenExpiryPolicies() throws Exception {
        try (RoutedBench bench = new RoutedBench()) {
            for (Map.Entry<TerminusExpiryPolicy, String> expected : Map.of(
                    TerminusExpiryPolicy.NEVER, "",
                    TerminusExpiryPolicy.CONNECTION_CLOSE, " expire:conn",
                    TerminusExpiryPolicy.SESSION_END, " expire:sess").entrySet()) {
                Source source = source("a");
                source.setDurable(TerminusDurability.UNSETTLED_STATE);
                source.setExpiryPolicy(expected.getKey());
                source.setCapabilities(Symbol.valueOf("qd.fallback"));
                String asked = "a dur:deliveries" + expected.getValue() + " caps:@PN_SYMBOL[:\"qd.fallback\"]";
                assertEquals("source={" + asked + "} target={<none> expire:sess}",
                    text(bench, Role.RECEIVER, source, new Target()));
            }
        }
    }
}
