// SPDX-License-Identifier: Apache-2.0
package io.sluice.amqp.link;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a look at the sections before the body costs per message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SectionScanBenchmark {

    private static final int BODY = 1024;

    private final Sections sections = new Sections();
    private byte[] bare;
    private byte[] usual;

    /** Makes the messages. */
    @Setup
    public void make() {
        Message message = Proton.message();
        message.setBody(new Data(new Binary(new byte[BODY])));
        bare = encode(message);
        message.setDurable(true);
        message.setPriority((short) 7);
        Map<Symbol, Object> annotations = new HashMap<>();
        annotations.put(Symbol.valueOf("x-opt-jms-msg-type"), (byte) 0);
        annotations.put(Symbol.valueOf("x-opt-jms-dest"), (byte) 0);
        message.setMessageAnnotations(new MessageAnnotations(annotations));
        message.setMessageId("ID:0c1a8b2e-5d3f-4e37-9d6f-9f0b5b4c7a11:1:1:1-1");
        message.setAddress("shop.orders.eu.new");
        message.setContentType("application/octet-stream");
        usual = encode(message);
    }

    private static byte[] encode(Message message) {
        byte[] buffer = new byte[2 * BODY];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }

    /** A body only. */
    @Benchmark
    public Object bare() {
        return sections.scan(bare, true, false);
    }

    /** Header and annotations, as on a link with an address. */
    @Benchmark
    public Object usual() {
        return sections.scan(usual, true, false);
    }

    /** The address in the properties too, as on an anonymous link. */
    @Benchmark
    public String anonymous() {
        sections.scan(usual, true, true);
        return sections.to();
    }
}
