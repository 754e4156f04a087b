// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: a title, columns and rows.
 *
 * @param title what it shows
 * @param columns its columns
 * @param rows a value for each column
 * @param empty what is said instead if there are no rows
 * @param lines it is text in lines; columns are of use to programs only
 */
public record Table(String title, List<Column> columns, List<List<Object>> rows, String empty, boolean lines) {

    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    /**
     * A value that is written in another way than its column has it.
     *
     * @param like how it is written
     * @param value the value
     */
    public record Shown(Column like, Object value) {

        @Override
        public String toString() {
            return like.text(value);
        }
    }

    /** Makes a table. */
    public Table(String title, List<Column> columns, List<List<Object>> rows, String empty) {
        this(title, columns, rows, empty, false);
    }

    /** Makes a table of columns whose values are written as they are. */
    public static Table of(String title, List<String> columns, List<List<Object>> rows) {
        return new Table(title, columns.stream().map(Column::of).toList(), rows, "none");
    }

    /** Writes it for people. */
    public void writeText(StringBuilder out) {
        out.append(title);
        if (rows.isEmpty()) {
            out.append(": ").append(empty).append('\n');
            return;
        }
        out.append('\n');
        if (lines) {
            rows.forEach(row -> writeSentence(out, row));
            return;
        }
        int[] widths = new int[columns.size()];
        List<String[]> written = new ArrayList<>(rows.size());
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).name().length();
        }
        for (List<Object> row : rows) {
            String[] cells = new String[widths.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = columns.get(i).text(row.get(i));
                widths[i] = Math.max(widths[i], cells[i].length());
            }
            written.add(cells);
        }
        String[] head = columns.stream().map(Column::name).toArray(String[]::new);
        writeLine(out, head, widths);
        int width = 0;
        for (int columnWidth : widths) {
            width += columnWidth + GAP.length();
        }
        out.append(INDENT).append("=".repeat(Math.max(0, width - GAP.length()))).append('\n');
        written.forEach(cells -> writeLine(out, cells, widths));
    }

    private void writeSentence(StringBuilder out, List<Object> row) {
        out.append(INDENT);
        for (int i = 0; i < row.size(); i++) {
            String text = Format.plain(row.get(i));
            boolean brackets = columns.get(i).kind() == Column.Kind.BRACKETED;
            out.append(i == 0 ? "" : " ").append(brackets ? "(" + text + ")" : text);
        }
        out.append('\n');
    }

    private static void writeLine(StringBuilder out, String[] cells, int[] widths) {
        int start = out.length();
        out.append(INDENT);
        for (int i = 0; i < cells.length; i++) {
            out.append(cells[i]).append(" ".repeat(widths[i] - cells[i].length())).append(GAP);
        }
        int end = out.length();
        while (end > start && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n');
    }

    /** Writes it as comma separated values, the names of the columns first. */
    public void writeCsv(StringBuilder out) {
        writeCsvLine(out, columns.stream().map(Column::name).toList());
        for (List<Object> row : rows) {
            List<String> cells = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                cells.add(row.get(i) == null ? null : columns.get(i).text(row.get(i)));
            }
            writeCsvLine(out, cells);
        }
    }

    private static void writeCsvLine(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            out.append(i == 0 ? "" : ",");
            if (cells.get(i) != null && !cells.get(i).isEmpty()) {
                out.append('"').append(cells.get(i).replace("\"", "\"\"")).append('"');
            }
        }
        out.append('\n');
    }
}
