// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlockingReader;

import io.sluice.cli.client.ClientException;
import io.sluice.cli.client.Exchange;

/** The view on a terminal, with keys. */
public final class LiveView {

    private static final int CONTROL_C = 3;
    private static final int ESCAPE = 27;
    private static final long ALIVE_MILLIS = 1000;
    private static final long LEAST_MILLIS = 100;
    private static final long ESCAPE_MILLIS = 50;
    private static final int HEAD = 4;
    private static final String HELP =
        "q quit  a addresses  l links  < > sort  m only what moves  p pause  + - interval  arrows scroll";

    private final Sampler sampler;
    private final Exchange exchange;
    private final Screen screen;
    private long intervalMillis;
    private boolean paused;
    private boolean quit;

    /** Makes a view of a router. */
    public LiveView(Sampler sampler, Exchange exchange, Screen screen, long intervalMillis) {
        this.sampler = sampler;
        this.exchange = exchange;
        this.screen = screen;
        this.intervalMillis = intervalMillis;
    }

    /** Returns the terminal of this process, null if it has none that can be drawn on. */
    public static Terminal terminal() throws IOException {
        if (System.console() == null) {
            return null;
        }
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            terminal.close();
            return null;
        }
        return terminal;
    }

    /** Draws until the user has enough, or so often; 0 for ever. */
    public void run(Terminal terminal, int count) throws ClientException, IOException {
        Attributes before = terminal.enterRawMode();
        terminal.puts(InfoCmp.Capability.enter_ca_mode);
        terminal.puts(InfoCmp.Capability.cursor_invisible);
        try {
            draw(terminal, count);
        } finally {
            terminal.puts(InfoCmp.Capability.cursor_normal);
            terminal.puts(InfoCmp.Capability.exit_ca_mode);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    private void draw(Terminal terminal, int count) throws ClientException, IOException {
        Display display = new Display(terminal, true);
        Size size = new Size();
        Sampler.Sample sample = sampler.sample(screen.subject());
        long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(intervalMillis, ALIVE_MILLIS));
        int samples = 0;
        while (!quit) {
            if (!size.equals(terminal.getSize())) {
                size.copy(terminal.getSize());
                display.resize(size.getRows(), size.getColumns());
            }
            display.update(lines(sample, size), 0);
            Subject subject = screen.subject();
            key(terminal.reader(), Math.min(ALIVE_MILLIS, TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime())));
            if (screen.subject() != subject || !paused && System.nanoTime() >= next) {
                samples++;
                if (count > 0 && samples > count) {
                    return;
                }
                sample = sampler.sample(screen.subject());
                next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(intervalMillis);
            } else {
                exchange.keepAlive();
                next = paused ? System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ALIVE_MILLIS) : next;
            }
        }
    }

    private List<AttributedString> lines(Sampler.Sample sample, Size size) {
        List<AttributedString> lines = new ArrayList<>();
        for (String line : screen.head(sample, exchange.peer())) {
            lines.add(cut(new AttributedString(line, AttributedStyle.BOLD), size));
        }
        lines.add(cut(new AttributedString(HELP + "  (" + (paused ? "paused" : intervalMillis / 1000.0 + " s")
            + (screen.activeOnly() ? ", only what moves" : "") + ")", AttributedStyle.DEFAULT.faint()), size));
        List<String> table = screen.table(sample, size.getColumns(), size.getRows() - HEAD + 1);
        lines.add(new AttributedStringBuilder().append(table.get(0), AttributedStyle.INVERSE).toAttributedString());
        table.subList(1, table.size()).forEach(line -> lines.add(new AttributedString(line)));
        return lines.subList(0, Math.min(lines.size(), size.getRows()));
    }

    private static AttributedString cut(AttributedString line, Size size) {
        return line.columnLength() <= size.getColumns() ? line : line.columnSubSequence(0, size.getColumns());
    }

    private void key(NonBlockingReader reader, long millis) throws IOException {
        int key = reader.read(Math.max(1, millis));
        switch (key) {
            case 'q', CONTROL_C, NonBlockingReader.EOF -> quit = true;
            case 'a' -> screen.subject(Subject.ADDRESSES);
            case 'l' -> screen.subject(Subject.LINKS);
            case '>' -> screen.nextSort(1);
            case '<' -> screen.nextSort(-1);
            case 'm' -> screen.activeOnly(!screen.activeOnly());
            case 'p', ' ' -> paused = !paused;
            case '+' -> intervalMillis *= 2;
            case '-' -> intervalMillis = Math.max(LEAST_MILLIS, intervalMillis / 2);
            case 'j' -> screen.scroll(1);
            case 'k' -> screen.scroll(-1);
            case ESCAPE -> escape(reader);
            default -> {
                // Nothing was typed in time, or a key without meaning.
                return;
            }
        }
    }

    /** The arrow keys and those for pages send several characters. */
    private void escape(NonBlockingReader reader) throws IOException {
        int bracket = reader.read(ESCAPE_MILLIS);
        if (bracket != '[' && bracket != 'O') {
            quit = bracket < 0;
            return;
        }
        switch (reader.read(ESCAPE_MILLIS)) {
            case 'A' -> screen.scroll(-1);
            case 'B' -> screen.scroll(1);
            case 'C' -> screen.nextSort(1);
            case 'D' -> screen.nextSort(-1);
            case '5' -> page(reader, -1);
            case '6' -> page(reader, 1);
            default -> {
                // A key without meaning.
                return;
            }
        }
    }

    private void page(NonBlockingReader reader, int direction) throws IOException {
        reader.read(ESCAPE_MILLIS);
        screen.scroll(direction * 10);
    }
}
