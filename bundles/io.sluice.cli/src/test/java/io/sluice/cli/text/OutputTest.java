// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Tables in their three forms. */
class OutputTest {

    private static final Instant NOW = Instant.parse("2026-11-22T16:01:09.683097Z");
    private static final Table TABLE = new Table("Connections",
        List.of(Column.of("id"), Column.of("host"), new Column("uptime", Column.Kind.DURATION)),
        List.of(Arrays.asList("1", "127.0.0.1:5", 61L), Arrays.asList("12", null, null)), "none");

    private static String write(Output.Form form, Table table) {
        Output output = new Output(form);
        output.add("QDR", List.of(table), NOW);
        return output.toString();
    }

    @Test
    void shouldAlignColumnsForPeople() {
        assertEquals("""
            2026-11-22 16:01:09.683097 UTC
            QDR

            Connections
              id  host         uptime
              =============================
              1   127.0.0.1:5  000:00:01:01
              12
            """, write(Output.Form.TEXT, TABLE));
    }

    @Test
    void shouldSayThatThereIsNothing() {
        Table empty = Table.of("Link Routes", List.of("address"), List.of());
        assertEquals("2026-11-22 16:01:09.683097 UTC\nQDR\n\nLink Routes: none\n", write(Output.Form.TEXT, empty));
        assertEquals("2026-11-22 16:01:09.683097 UTC\nQDR\n\nLink Routes\n\"address\"\n",
            write(Output.Form.CSV, empty));
    }

    @Test
    void shouldQuoteForCsv() {
        Table table = Table.of("T", List.of("a", "b"), List.of(List.of("say \"hi\", you", "")));
        assertEquals("2026-11-22 16:01:09.683097 UTC\nQDR\n\nT\n\"a\",\"b\"\n\"say \"\"hi\"\", you\",\n",
            write(Output.Form.CSV, table));
    }

    @Test
    void shouldGiveProgramsTheValuesAsTheyAre() {
        assertEquals("""
            [
              {
                "router": "QDR",
                "time": "2026-11-22T16:01:09.683097Z",
                "title": "Connections",
                "rows": [
                  {
                    "id": "1",
                    "host": "127.0.0.1:5",
                    "uptime": 61
                  },
                  {
                    "id": "12",
                    "host": null,
                    "uptime": null
                  }
                ]
              }
            ]
            """, write(Output.Form.JSON, TABLE));
    }

    @Test
    void shouldWriteShownValuesByTheirOwnKind() {
        Table pairs = Table.of("T", List.of("attr", "value"),
            List.of(List.of("Uptime", new Table.Shown(new Column("", Column.Kind.DURATION), 5L))));
        assertEquals(true, write(Output.Form.TEXT, pairs).endsWith("  Uptime  000:00:00:05\n"));
        assertEquals(true, write(Output.Form.JSON, pairs).contains("\"value\": 5\n"));
    }

    @Test
    void shouldWriteLinesAsLines() {
        Table log = new Table("Log", List.of(Column.of("time"), new Column("level", Column.Kind.BRACKETED)),
            List.of(List.of("now", "info")), "none", true);
        assertEquals(true, write(Output.Form.TEXT, log).endsWith("\nLog\n  now (info)\n"));
    }
}
