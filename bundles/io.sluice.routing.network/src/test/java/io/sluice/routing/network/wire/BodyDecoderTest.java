// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.routing.network.message.ControlMessage;
import io.sluice.routing.network.message.MalformedControlException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyDecoderTest {

    private static Map<String, Object> body(Object... entries) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }

    private static boolean quietlyRefused(String opcode, Object... entries) {
        return assertThrows(MalformedControlException.class,
            () -> BodyDecoder.decode(opcode, body(entries)), opcode).quiet();
    }

    @Test
    void shouldNeedTheMandatoryFields() {
        assertEquals(false, quietlyRefused("HELLO", "seen", List.of()));
        assertEquals(false, quietlyRefused("HELLO", "id", "A"));
        assertEquals(false, quietlyRefused("HELLO", "id", 5L, "seen", List.of()));
        assertEquals(false, quietlyRefused("HELLO", "id", "A", "seen", List.of(3L)));
        assertEquals(false, quietlyRefused("RA", "id", "A", "ls_seq", 1L));
        assertEquals(false, quietlyRefused("RA", "id", "A", "ls_seq", -1L, "mobile_seq", 0L));
        assertEquals(false, quietlyRefused("LSR", "id", ""));
        assertEquals(false, quietlyRefused("XYZ", "id", "A"));
    }

    @Test
    void shouldDropMessagesAboutMobileAddressesWithoutALineInTheLog() {
        assertEquals(true, quietlyRefused("MAU", "id", "A"));
        assertEquals(true, quietlyRefused("MAU", "mobile_seq", 1L));
        assertEquals(true, quietlyRefused("MAR", "id", "A"));
    }

    @Test
    void shouldTakePeersOnlyAsAMapOfPositiveCosts() throws MalformedControlException {
        for (Object peers : new Object[] {List.of("B"), Map.of("B", "1"), Map.of("B", 0L), Map.of(1L, 1L), "B"}) {
            quietlyRefused("LSU", "id", "A", "ls_seq", 1L,
                "ls", body("id", "A", "area", "0", "ls_seq", 1L, "peers", peers));
        }
        quietlyRefused("LSU", "id", "A", "ls_seq", 1L, "ls", body("id", "A", "ls_seq", 1L));
        ControlMessage.LinkUpdate good = (ControlMessage.LinkUpdate) BodyDecoder.decode("LSU", body("id", "A",
            "ls_seq", 1L, "ls", body("id", "A", "ls_seq", 1L, "peers", Map.of("B", 1L << 40))));
        assertEquals(Map.of("B", Integer.MAX_VALUE), good.state().asMap());
    }

    @Test
    void shouldDefaultWhatIsOptionalAndNotJudgeTheArea() throws MalformedControlException {
        ControlMessage hello = BodyDecoder.decode("HELLO", body("id", "A", "seen", List.of("B"), "area", "17"));
        assertEquals(new ControlMessage.Hello("A", 0, 0, List.of("B")), hello);
    }

    @Test
    void shouldUnderstandNothingOfANewerVersion() throws MalformedControlException {
        assertEquals(new ControlMessage.Newer("A", 2, "HELLO"),
            BodyDecoder.decode("HELLO", body("id", "A", "pv", 2L, "seen", "whatever")));
    }
}
