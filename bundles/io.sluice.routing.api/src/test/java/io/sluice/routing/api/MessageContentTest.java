// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MessageContentTest {

    private static final int HALF = MessageContent.HIGH_BYTES / 2;

    private final RecordingOrigin origin = new RecordingOrigin();
    private final MessageContent content = new MessageContent(origin);

    private Delivery reader() {
        return RecordingOrigin.delivery(content, origin, false);
    }

    @Test
    void shouldGiveTheChunksInOrderToEachReader() {
        Delivery first = reader();
        content.append(new byte[] {1});
        Delivery second = first.copy(origin);
        content.readBy(first, second);
        content.append(new byte[] {2, 3});
        content.complete();
        for (Delivery reader : new Delivery[] {first, second}) {
            assertTrue(reader.readable());
            assertFalse(reader.readToEnd());
            assertArrayEquals(new byte[] {1}, reader.read());
            assertArrayEquals(new byte[] {2, 3}, reader.read());
            assertNull(reader.read());
            assertTrue(reader.readToEnd());
        }
        assertEquals(3, content.length());
        assertEquals(0, content.buffered());
    }

    @Test
    void shouldTellAReaderThatTheContentHasGrownIsCompleteOrAborted() {
        AtomicInteger told = new AtomicInteger();
        Delivery reader = reader();
        reader.sink(delivery -> told.incrementAndGet());
        content.readBy(reader);
        content.append(new byte[1]);
        content.complete();
        assertEquals(2, told.get());
        content.abort();
        assertEquals(3, told.get());
        assertTrue(content.isAborted());
        reader.stopReading();
        content.complete();
        assertEquals(3, told.get());
    }

    @Test
    void shouldNotPauseBeforeSomebodyReadsNorWhenComplete() {
        content.append(new byte[MessageContent.HIGH_BYTES * 2]);
        assertFalse(content.mustPause());
        content.readBy(reader());
        assertTrue(content.mustPause());
        content.complete();
        assertFalse(content.mustPause());
    }

    @Test
    void shouldPauseForTheSlowestReaderAndResumeBelowTheLowMark() {
        Delivery fast = reader();
        Delivery slow = reader();
        content.readBy(fast, slow);
        content.append(new byte[HALF]);
        assertFalse(content.mustPause());
        content.append(new byte[HALF]);
        content.append(new byte[1]);
        while (fast.read() != null) {
            assertEquals(0, origin.drained.get());
        }
        assertTrue(content.mustPause());
        slow.read();
        assertEquals(0, origin.drained.get());
        slow.read();
        assertEquals(1, origin.drained.get());
        slow.read();
        assertEquals(1, origin.drained.get());
    }

    @Test
    void shouldResumeWhenTheSlowReaderLeaves() {
        Delivery slow = reader();
        content.readBy(slow);
        content.append(new byte[MessageContent.HIGH_BYTES]);
        assertTrue(content.mustPause());
        slow.stopReading();
        assertEquals(1, origin.drained.get());
        assertEquals(0, content.buffered());
        assertNull(slow.read());
        assertFalse(slow.readable());
    }

    @Test
    void shouldBeOfferedAgainIfNobodyTookIt() {
        Delivery reader = reader();
        content.append(new byte[MessageContent.HIGH_BYTES]);
        content.readBy(reader);
        content.readBy();
        assertFalse(content.mustPause());
        Delivery copy = reader.copy(origin);
        content.readBy(copy);
        content.routed();
        assertEquals(MessageContent.HIGH_BYTES, copy.read().length);
        assertThrows(NullPointerException.class, () -> reader.copy(origin));
    }

    @Test
    void shouldNotKeepWhatWasReadNorWhatIsNotWanted() {
        MessageContent big = new MessageContent(origin);
        Delivery parent = RecordingOrigin.delivery(big, origin, false);
        Delivery copy = parent.copy(origin);
        byte[] bytes = new byte[1024 * 1024];
        WeakReference<byte[]> chunk = new WeakReference<>(bytes);
        big.append(bytes);
        bytes = null;
        big.readBy(copy);
        big.routed();
        parent.stopReading();
        big.append(new byte[1]);
        copy.read();
        copy.read();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return chunk.get() == null;
        });
        assertFalse(parent.settled());
        assertFalse(copy.settled());
    }
}
