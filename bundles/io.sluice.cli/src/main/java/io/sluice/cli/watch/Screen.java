// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.sluice.cli.text.Format;

/** Makes lines of a sample: sorted, filtered, cut to the size of the terminal. */
public final class Screen {

    private static final int LEAST_TEXT = 8;
    private static final String GAP = "  ";

    private Subject subject;
    private String filter = "";
    private boolean activeOnly;
    private int sortColumn = -1;
    private int scroll;

    /** Shows all of a subject, the busiest first. */
    public Screen(Subject subject) {
        this.subject = subject;
    }

    Subject subject() {
        return subject;
    }

    void subject(Subject other) {
        subject = other;
        sortColumn = -1;
        scroll = 0;
    }

    /** Shows only what contains a text. */
    public void filter(String text) {
        filter = text.toLowerCase(Locale.ROOT);
    }

    /** Shows only what moves. */
    void activeOnly(boolean active) {
        activeOnly = active;
    }

    boolean activeOnly() {
        return activeOnly;
    }

    /** Sorts by a column; returns false if there is none of this name. */
    public boolean sort(String column) {
        for (int i = 0; i < subject.figures().size(); i++) {
            String name = subject.figures().get(i).name();
            if (name.equalsIgnoreCase(column) || name.equalsIgnoreCase(column + "/s")) {
                sortColumn = i;
                return true;
            }
        }
        return false;
    }

    void nextSort(int step) {
        int count = subject.figures().size() + 1;
        sortColumn = Math.floorMod(sortColumn + 1 + step, count) - 1;
    }

    void scroll(int lines) {
        scroll = Math.max(0, scroll + lines);
    }

    /** Returns what there is to show, in its order. */
    List<List<Object>> rows(Sampler.Sample sample) {
        return sample.lines().stream().filter(this::wanted).sorted(order()).toList();
    }

    private boolean wanted(List<Object> row) {
        if (activeOnly && sum(row) <= 0) {
            return false;
        }
        return filter.isEmpty() || row.stream().anyMatch(
            value -> value instanceof String text && text.toLowerCase(Locale.ROOT).contains(filter));
    }

    private Comparator<List<Object>> order() {
        int column = sortColumn;
        Comparator<List<Object>> busiest = Comparator.comparingDouble((List<Object> row) -> -sum(row));
        if (column < 0) {
            return busiest;
        } else if (subject.figures().get(column).kind() == Figure.Kind.TEXT) {
            return Comparator.comparing((List<Object> row) -> (String) row.get(column)).thenComparing(busiest);
        }
        return Comparator.comparingDouble((List<Object> row) -> -(Double) row.get(column)).thenComparing(busiest);
    }

    private double sum(List<Object> row) {
        double sum = 0;
        for (int i = 0; i < row.size(); i++) {
            if (subject.figures().get(i).kind() == Figure.Kind.RATE) {
                sum += (Double) row.get(i);
            }
        }
        return sum;
    }

    /** Returns the lines above the table. */
    List<String> head(Sampler.Sample sample, String peer) {
        List<String> lines = new ArrayList<>();
        lines.add(Format.plain(sample.router().get("id")) + "  " + Format.plain(sample.router().get("mode")) + "  up "
            + Format.duration(sample.router().number("uptimeSeconds")) + "  connections "
            + sample.router().number("connectionCount") + "  links " + sample.router().number("linkCount")
            + "  addresses " + sample.router().number("addrCount") + "  " + peer);
        StringBuilder totals = new StringBuilder("per second:");
        for (Map.Entry<String, Double> total : sample.totals().entrySet()) {
            totals.append(GAP).append(total.getKey()).append(' ').append(Format.rate(total.getValue()));
        }
        lines.add(totals.toString());
        return lines;
    }

    /** Returns the table, its head first, for a terminal of this size. */
    List<String> table(Sampler.Sample sample, int width, int height) {
        List<List<Object>> rows = rows(sample);
        scroll = Math.min(scroll, Math.max(0, rows.size() - 1));
        List<List<Object>> shown = rows.subList(scroll, Math.min(rows.size(), scroll + Math.max(0, height - 1)));
        int columns = subject.figures().size();
        int[] widths = new int[columns];
        List<String[]> cells = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            widths[i] = subject.figures().get(i).name().length() + (i == sortColumn ? 1 : 0);
        }
        for (List<Object> row : shown) {
            String[] line = new String[columns];
            for (int i = 0; i < columns; i++) {
                line[i] = cell(row.get(i), subject.figures().get(i).kind());
                widths[i] = Math.max(widths[i], line[i].length());
            }
            cells.add(line);
        }
        shrink(widths, width);
        String[] head = new String[columns];
        for (int i = 0; i < columns; i++) {
            head[i] = subject.figures().get(i).name() + (i == sortColumn ? "*" : "");
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(head, widths, width));
        cells.forEach(line -> lines.add(line(line, widths, width)));
        return lines;
    }

    private static String cell(Object value, Figure.Kind kind) {
        return kind == Figure.Kind.TEXT ? Format.plain(value)
            : kind == Figure.Kind.LEVEL ? Long.toString(Math.round((Double) value)) : Format.rate((Double) value);
    }

    /** Makes the widest column of text narrower until all fits, if that is possible. */
    private void shrink(int[] widths, int width) {
        int all = -GAP.length();
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            all += widths[i] + GAP.length();
            if (subject.figures().get(i).kind() == Figure.Kind.TEXT
                    && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        if (all > width && widest >= 0) {
            widths[widest] = Math.max(LEAST_TEXT, widths[widest] - (all - width));
        }
    }

    private String line(String[] cells, int[] widths, int width) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].length() <= widths[i] ? cells[i] : cells[i].substring(0, widths[i] - 1) + "~";
            String blanks = " ".repeat(widths[i] - cell.length());
            boolean left = subject.figures().get(i).kind() == Figure.Kind.TEXT;
            line.append(i == 0 ? "" : GAP).append(left ? cell + blanks : blanks + cell);
        }
        return line.length() > width ? line.substring(0, width) : line.toString();
    }

    /** Returns a line for each thing that moves, for programs and files: time, then name=value. */
    List<String> plain(Sampler.Sample sample, String time) {
        List<String> lines = new ArrayList<>();
        StringBuilder totals = new StringBuilder(time).append(" router ")
            .append(Format.plain(sample.router().get("id")));
        sample.totals().forEach((name, rate) -> totals.append(' ').append(name).append('=').append(number(rate)));
        lines.add(totals.toString());
        for (List<Object> row : rows(sample)) {
            StringBuilder line = new StringBuilder(time).append(' ')
                .append(subject == Subject.ADDRESSES ? "address" : "link");
            for (int i = 0; i < row.size(); i++) {
                String name = subject.figures().get(i).name().replace(' ', '-');
                Object value = row.get(i) instanceof Double rate ? number(rate) : Format.plain(row.get(i));
                line.append(' ').append(name).append('=').append(value);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String number(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
