// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.sluice.management.agent.codec.DecodeException;
import io.sluice.management.api.EntityRegistry;
import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.ManagementException;

/** Answers are those that were recorded: of the core's types to the byte, of others in value. */
class RecordedTest {

    private record Recording(String name, byte[] request, byte[] reply) {}

    private static List<Recording> recordings() throws IOException {
        try (InputStream in = RecordedTest.class.getResourceAsStream("recorded.txt")) {
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
            List<Recording> all = new ArrayList<>();
            for (int i = 2; i + 2 < lines.length; i += 4) {
                all.add(new Recording(lines[i], HexFormat.of().parseHex(lines[i + 1]),
                    HexFormat.of().parseHex(lines[i + 2])));
            }
            return all;
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsRecorded() throws IOException {
        return recordings().stream().map(recording -> DynamicTest.dynamicTest(recording.name(), () -> {
            try (AgentFixture fresh = new AgentFixture()) {
                replay(fresh, recording);
            }
        }));
    }

    @Test
    void shouldKnowManyRecordings() throws IOException {
        assertEquals(61, recordings().size());
    }

    private static void replay(AgentFixture agent, Recording recording) throws Exception {
        Messages.Answer expected = Messages.answer(recording.reply());
        Request request = Request.of(recording.request(), FakeRouter.CONNECTION);
        prepare(agent, request, expected);
        byte[] reply = agent.ask(recording.request());
        assertNotNull(reply);
        Messages.Answer answer = Messages.answer(reply);
        assertEquals(expected, answer);
        assertEquals(new ArrayList<>(expected.application().keySet()), new ArrayList<>(answer.application().keySet()));
        if (expected.application().keySet().iterator().next().equals("statusDescription")) {
            assertArrayEquals(recording.reply(), reply, () -> HexFormat.of().formatHex(reply));
        }
    }

    /** Makes what the answer shows exist. */
    private static void prepare(AgentFixture agent, Request request, Messages.Answer expected)
            throws DecodeException {
        String typeName = request.text("entityType") == null ? request.text("type") : request.text("entityType");
        var type = EntitySchema.standard().type(typeName);
        if (type == null) {
            return;
        }
        agent.base();
        EntityRegistry<FakeEntity> entities = agent.registry(type.shortName());
        String operation = request.text("operation") == null ? "" : request.text("operation").toUpperCase();
        if (expected.body() instanceof Map<?, ?> body && body.get("results") instanceof List<?> rows) {
            queryable(request, entities, (List<?>) body.get("attributeNames"), rows);
        } else if (expected.status() == 204) {
            entities.add(new FakeEntity(type.shortName(), "x", request.text("name"), Map.of()));
        } else if (expected.status() < 300 && expected.body() instanceof Map<?, ?> body
                && !operation.startsWith("GET")) {
            FakeEntity entity = FakeEntity.shown(type.shortName(), body, "x");
            if (operation.equals("CREATE")) {
                agent.creates(entity);
            } else {
                entities.add(entity);
            }
        } else if (operation.equals("CREATE")) {
            agent.refuses(new ManagementException((int) expected.status(), expected.text()));
        } else if (expected.status() == 500) {
            entities.get("log/ROUTER").refusal = new ManagementException(400,
                expected.text().replace("CError: Configuration: ", ""));
        }
    }

    private static void queryable(Request request, EntityRegistry<FakeEntity> entities, List<?> names,
            List<?> rows) {
        new ArrayList<>(entities.entities()).forEach(entities::remove);
        long offset = request.number("offset", 0);
        for (int i = 0; i < offset; i++) {
            entities.add(new FakeEntity(entities.entityType(), "" + i, "before", Map.of()));
        }
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> attributes = Messages.map();
            for (int j = 0; j < names.size(); j++) {
                attributes.put((String) names.get(j), ((List<?>) rows.get(i)).get(j));
            }
            entities.add(FakeEntity.shown(entities.entityType(), attributes, "" + (offset + i)));
        }
    }
}
