// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Payloads of transfers that were recorded between routers of the field. */
public final class Recording {

    /** One transfer. */
    public record Transfer(long millis, boolean fromDialler, int connection, byte[] payload) {}

    private Recording() {}

    /** Reads {@code <name>.txt}. */
    public static List<Transfer> read(String name) {
        List<Transfer> transfers = new ArrayList<>();
        try (InputStream in = Recording.class.getResourceAsStream("/" + name + ".txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] parts = line.split(" ");
                if (parts.length == 4 && (parts[1].equals("c2s") || parts[1].equals("s2c"))) {
                    transfers.add(new Transfer(
                        Math.round(Double.parseDouble(parts[0]) * 1000), parts[1].equals("c2s"),
                        Integer.parseInt(parts[2]), HexFormat.of().parseHex(parts[3])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return transfers;
    }
}
