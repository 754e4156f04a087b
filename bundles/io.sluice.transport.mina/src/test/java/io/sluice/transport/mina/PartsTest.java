// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {

    @Test
    void shouldKnowPortsByNumberAndName(@TempDir Path folder) throws IOException {
        Path services = folder.resolve("services");
        Files.writeString(services, """
                # comment
                smtp 25/tcp mail
                same 99/udp
                same 98/tcp alias1 alias2 # alias3
                """);
        assertEquals(5672, Ports.number("amqp", services));
        assertEquals(5671, Ports.number("amqps", services));
        assertEquals(0, Ports.number("0", services));
        assertEquals(25, Ports.number("mail", services));
        assertEquals(98, Ports.number("same", services));
        assertEquals(98, Ports.number("alias2", services));
        for (String bad : new String[] {"alias3", "65536", "-1", "", "comment"}) {
            assertThrows(IllegalArgumentException.class, () -> Ports.number(bad, services), bad);
        }
        assertThrows(IllegalArgumentException.class, () -> Ports.number("mail", folder.resolve("none")));
    }

    @Test
    void shouldReadFailoverUrls() {
        assertEquals(new HostPort("a", "1"), HostPort.parse("amqp://a:1"));
        assertEquals(new HostPort("a", "5672"), HostPort.parse("a"));
        assertEquals(new HostPort("a", "5671"), HostPort.parse("amqps://user@a/path"));
        assertEquals(new HostPort("::1", "5673"), HostPort.parse("amqp://[::1]:5673"));
        assertEquals(new HostPort("::1", "5672"), HostPort.parse("::1"));
        assertNull(HostPort.parse("amqp://"));
    }

    @Test
    void shouldWalkThroughTheFailoverList() {
        FailoverList list = new FailoverList(new HostPort("own", "1"));
        list.failed();
        list.failed();
        assertEquals("own:1", list.current().toString());
        list.opened(List.of("amqp://b:2", "amqp://own:1", "amqp://:3", "c"));
        assertEquals("amqp://own:1, amqp://b:2, amqp://c:5672", list.urls());
        list.failed();
        assertEquals("own:1", list.current().toString());
        list.failed();
        assertEquals("b:2", list.current().toString());
        list.failed();
        list.opened(null);
        list.failed();
        assertEquals("b:2", list.current().toString());
        list.failed();
        assertEquals("c:5672", list.current().toString());
        list.opened(List.of());
        assertEquals("amqp://own:1", list.urls());
        assertEquals("own:1", list.current().toString());
    }

    @Test
    void shouldChooseTheDelay() {
        RetryTimings timings = RetryTimings.DEFAULT;
        assertEquals(5_000, timings.delay(false, 1));
        assertEquals(2_000, timings.delay(true, 1));
        assertEquals(1_000, timings.delay(true, 2));
        assertEquals(1_000, timings.delay(false, 2));
    }

    @Test
    void shouldTellTlsFromOtherFirstBytes() {
        assertEquals(FirstBytes.Verdict.TLS, look(0x16, 3, 1));
        assertEquals(FirstBytes.Verdict.MORE, look(0x16));
        assertEquals(FirstBytes.Verdict.PLAIN, look(0x16, 4));
        assertEquals(FirstBytes.Verdict.MORE, look('A', 'M', 'Q', 'P'));
        assertEquals(FirstBytes.Verdict.MORE, look('A', 'M', 'Q', 'P', 2, 1, 0));
        assertEquals(FirstBytes.Verdict.AMQP_TLS, look('A', 'M', 'Q', 'P', 2, 1, 0, 0));
        assertEquals(FirstBytes.Verdict.PLAIN, look('A', 'M', 'Q', 'P', 0));
        assertEquals(FirstBytes.Verdict.PLAIN, look('G'));
    }

    private static FirstBytes.Verdict look(int... bytes) {
        FirstBytes whole = new FirstBytes();
        FirstBytes.Verdict verdict = FirstBytes.Verdict.MORE;
        for (int i = 0; i < bytes.length && verdict == FirstBytes.Verdict.MORE; i++) {
            verdict = whole.look(ByteBuffer.wrap(new byte[] {(byte) bytes[i]}));
        }
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        assertEquals(verdict, new FirstBytes().look(ByteBuffer.wrap(all)));
        return verdict;
    }

    @Test
    void shouldGiveOneLoopToSmallMachines() {
        assertEquals(1, LoopGroup.suitableSize(1, 4));
        assertEquals(1, LoopGroup.suitableSize(2, 4));
        assertEquals(3, LoopGroup.suitableSize(3, 4));
        assertEquals(4, LoopGroup.suitableSize(64, 4));
        assertEquals(8, LoopGroup.suitableSize(64, 8));
        assertEquals(1, LoopGroup.suitableSize(64, 0));
    }

    @Test
    void shouldMergeSmallWritesBehindASlowReader() {
        BufferPool pool = new BufferPool();
        OutQueue queue = new OutQueue(pool);
        for (int i = 0; i < 1_000; i++) {
            queue.add(pool.acquire().put((byte) i).flip());
        }
        assertEquals(1_000, queue.pending());
        ByteBuffer taken = ByteBuffer.allocate(2_000);
        int[] calls = new int[1];
        OutQueue.Writer writer = buffer -> {
            calls[0]++;
            int count = buffer.remaining();
            taken.put(buffer);
            return count;
        };
        assertEquals(true, assertWrites(queue, writer));
        assertEquals(1, calls[0]);
        assertEquals((byte) 999, taken.get(999));
        assertEquals(0, queue.pending());
    }

    private static boolean assertWrites(OutQueue queue, OutQueue.Writer writer) {
        try {
            return queue.writeTo(writer);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
