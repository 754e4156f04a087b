// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

import io.sluice.amqp.engine.ModelCodec;
import io.sluice.itests.model.Dissector.Piece;
import io.sluice.routing.core.ModelCore;
import io.sluice.security.sasl.AnonymousMechanism;
import io.sluice.transport.api.EndpointSettings;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Flow;

/**
 * Plays the part of the router's peers in a recording to the real codec and core, each step after everything that the
 * router had said until then has been said again, and compares what is said.
 */
final class Replay implements AutoCloseable {

    /** How long to wait for what is not said; only a difference takes that long. */
    private static final long PATIENCE_NANOS = 500_000_000;

    /** One connection: as it was, and as it is. */
    private final class Line {
        private final ModelWire wire;
        private final EndpointSettings settings;
        private final Transcript was = new Transcript(tags, values);
        private final Transcript is = new Transcript(tags, values);
        private final Dissector fromPeer = new Dissector();
        private final Dissector fromRecordedRouter = new Dissector();
        private final Dissector fromRouter = new Dissector();
        private final Frames frames = new Frames();
        /** Handles of answers to links that this router does not ask for. */
        private final Set<UnsignedInteger> unwanted = new HashSet<>();
        private boolean peerEnded;
        private boolean endSaid;
        /** How much has not been said in time. */
        private int missing;

        Line(int number, EndpointSettings settings) {
            this.settings = settings;
            ModelLoop loop = schedule.loops().get(number % schedule.loops().size());
            wire = new ModelWire(loop, codec.factory(), settings, number);
            loop.add(wire);
        }

        boolean isLate() {
            return was.size() - is.size() > missing;
        }

        boolean isDialler() {
            return settings.kind() == EndpointSettings.Kind.LISTENER;
        }

        boolean read() {
            boolean any = false;
            for (byte[] bytes = wire.receive(); bytes != null; bytes = wire.receive()) {
                fromRouter.feed(bytes).forEach(is::router);
                any = true;
            }
            if (wire.ended() && !peerEnded && !endSaid) {
                endSaid = true;
                is.ended();
            }
            return any;
        }

        void send(byte[] bytes) {
            for (Piece piece : fromPeer.feed(bytes)) {
                was.peer(piece);
                byte[] now = renamed(piece);
                if (now != null) {
                    wire.send(was.translated(now, is));
                }
            }
            byte[] broken = fromPeer.takeRest();
            if (broken.length > 0) {
                wire.send(broken);
            }
        }

        /** An answer to a link of the router's own has the name that it has now; null if there is no such link. */
        private byte[] renamed(Piece piece) {
            Piece now = piece;
            if (piece.body() instanceof Attach attach && !was.word(attach.getName()).equals(attach.getName())) {
                String name = is.generatedName(was.word(attach.getName()));
                if (name == null) {
                    unwanted.add(attach.getHandle());
                    return null;
                }
                attach.setName(name);
                now = new Piece(frames.frame(piece.channel(), attach), 0, piece.channel(), attach, piece.payload());
            } else if (piece.body() instanceof Flow flow && unwanted.contains(flow.getHandle())) {
                return null;
            }
            is.peer(now);
            return now.bytes();
        }
    }

    private final StepSchedule schedule = new StepSchedule(2, new Random(1));
    private final ModelCodec codec = new ModelCodec(false);
    private final ModelCore core;
    private final boolean tags;
    private final boolean values;
    private final Map<Integer, Line> connections = new LinkedHashMap<>();
    private final Map<String, Runnable> cues = new LinkedHashMap<>();
    private final TreeMap<Long, Runnable> times = new TreeMap<>();
    private final List<ReplayConsumer> extras = new ArrayList<>();
    private final List<ReplayProducer> producers = new ArrayList<>();
    private long now;

    /** Plays to a router; {@code tags} says whether delivery tags are the same each time. */
    Replay(String router, boolean tags) {
        this(ModelCore.impatient(router), tags);
    }

    /** Plays to a core that was started for it. */
    Replay(ModelCore core, boolean tags) {
        this(core, tags, false);
    }

    /** Plays to a core that was started for it; {@code values} says that messages may be encoded in another way. */
    Replay(ModelCore core, boolean tags, boolean values) {
        this.tags = tags;
        this.values = values;
        this.core = core;
        schedule.core(core);
        core.runControl();
        codec.bind(new AnonymousMechanism());
        codec.bind(core.router());
    }

    ModelCore core() {
        return core;
    }

    /** Adds a consumer that was not recorded. */
    ReplayConsumer consumer(String address, boolean accepts) {
        ModelWire wire = new ModelWire(schedule.loops().get(0), codec.factory(), new EndpointSettings(
                EndpointSettings.Kind.LISTENER, "extra", Map.of("idleTimeoutSeconds", 0)), 1000 + extras.size());
        ReplayConsumer consumer = new ReplayConsumer(wire, address, accepts);
        extras.add(consumer);
        schedule.loops().get(0).add(wire);
        settle();
        return consumer;
    }

    /** Adds a producer that was not recorded. */
    ReplayProducer producer(String address) {
        ModelWire wire = new ModelWire(schedule.loops().get(0), codec.factory(), new EndpointSettings(
                EndpointSettings.Kind.LISTENER, "extra", Map.of("idleTimeoutSeconds", 0)), 2000 + producers.size());
        ReplayProducer producer = new ReplayProducer(wire, address);
        producers.add(producer);
        schedule.loops().get(0).add(wire);
        settle();
        return producer;
    }

    /** Has something done when a note of the recording begins like this. */
    void at(String note, Runnable action) {
        cues.put(note, action);
    }

    /** Has something done at a time of the recording. */
    void at(long millis, Runnable action) {
        times.put(millis, action);
    }

    /** Plays all connections for which there are settings. */
    void play(Recording recording, IntFunction<EndpointSettings> settings) {
        for (Recording.Entry entry : recording.entries()) {
            while (!times.isEmpty() && times.firstKey() <= entry.millis()) {
                catchUp(times.firstKey());
                times.pollFirstEntry().getValue().run();
                settle();
            }
            if (entry.connection() == 0) {
                settle();
                cues.entrySet().stream().filter(cue -> entry.event().startsWith(cue.getKey()))
                        .forEach(cue -> cue.getValue().run());
                settle();
                continue;
            }
            Line line = connections.get(entry.connection());
            if (line == null) {
                EndpointSettings endpoint = settings.apply(entry.connection());
                if (endpoint == null) {
                    continue;
                }
                catchUp(entry.millis());
                line = new Line(entry.connection(), endpoint);
                connections.put(entry.connection(), line);
                settle();
            }
            catchUp(entry.millis());
            if (entry.dialler() == line.isDialler()) {
                peer(line, entry);
            } else {
                router(line, entry);
            }
        }
        catchUp(now);
    }

    private void peer(Line line, Recording.Entry entry) {
        if (entry.bytes() != null) {
            line.send(entry.bytes());
        } else if (!entry.event().equals("connect") && !line.wire.ended()) {
            line.peerEnded = true;
            line.wire.cut();
        }
        settle();
    }

    private void router(Line line, Recording.Entry entry) {
        if (entry.bytes() != null) {
            line.fromRecordedRouter.feed(entry.bytes()).forEach(line.was::router);
        } else if (!entry.event().equals("connect") && !line.peerEnded) {
            line.was.ended();
        }
    }

    /** Lets time pass, and the router say what it has said until then. */
    private void catchUp(long millis) {
        if (millis > now) {
            schedule.advance(millis - now);
            now = millis;
        }
        settle();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (connections.values().stream().anyMatch(Line::isLate) && System.nanoTime() < deadline) {
            settle();
        }
        connections.values().stream().filter(Line::isLate)
                .forEach(line -> line.missing = line.was.size() - line.is.size());
    }

    private void settle() {
        schedule.settle(() -> {
            boolean any = false;
            for (Line line : connections.values()) {
                any |= line.read();
            }
            for (ReplayConsumer extra : extras) {
                any |= extra.read();
            }
            for (ReplayProducer producer : producers) {
                any |= producer.read();
            }
            return any;
        });
    }

    // ---- judgement

    /** Returns how many things were compared. */
    int compared() {
        return connections.values().stream().mapToInt(line -> line.was.size()).sum();
    }

    /** Returns what was said then ({@code -}) or is said now ({@code +}) only. */
    List<String> differences() {
        List<String> all = new ArrayList<>();
        connections.forEach((number, line) -> {
            TreeSet<String> subjects = new TreeSet<>(line.was.lines().keySet());
            subjects.addAll(line.is.lines().keySet());
            for (String subject : subjects) {
                List<String> was = line.was.lines().getOrDefault(subject, List.of());
                List<String> is = line.is.lines().getOrDefault(subject, List.of());
                compare(number + " " + subject + ": ", was, is, all);
            }
        });
        return all;
    }

    /** The shortest edit from one list to the other. */
    private static void compare(String about, List<String> was, List<String> is, List<String> differences) {
        int[][] common = new int[was.size() + 1][is.size() + 1];
        for (int i = was.size() - 1; i >= 0; i--) {
            for (int j = is.size() - 1; j >= 0; j--) {
                common[i][j] = was.get(i).equals(is.get(j))
                        ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
            if (i < was.size() && j < is.size() && was.get(i).equals(is.get(j))) {
                i++;
                j++;
            } else if (j == is.size() || i < was.size() && common[i + 1][j] >= common[i][j + 1]) {
                differences.add(about + "- " + was.get(i++));
            } else {
                differences.add(about + "+ " + is.get(j++));
            }
        }
    }

    @Override
    public void close() {
        codec.stop();
        core.stop();
        schedule.stop();
    }
}
