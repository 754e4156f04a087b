// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The command line of the bench. */
final class Options {

    static final String HELP = """
        usage: bench/run [option...]

        Starts the router of this tree, sends messages through it from one process to another, and prints messages per
        second, CPU microseconds of the router per message, latency and memory.

          --cases LIST     comma separated, default all; a case may be given by its beginning, e.g. 1x1 or rate
          --reps N         measured runs per case and router, default 3; the table has the medians
          --seconds N      length of a run, default 4
          --warmup N       seconds of the unmeasured run before each case, default 4; 0 for none
          --router CMD     command that starts the router, default distribution/target/sluice/bin/sluice run
          --peer CMD       command of another router; it gets the same configuration and load, in turn A B A B, and the
                           ratios to it are printed. "-c FILE" is added, or FILE put in place of {config}
          --json FILE      writes all runs and medians as JSON
          --list           prints the cases
          --help           prints this
        """;

    private List<BenchCase> cases = BenchCase.ALL;
    private int reps = 3;
    private int seconds = 4;
    private int warmup = 4;
    private String router;
    private String peer;
    private Path json;
    private String print;

    private Options() { }

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Options parse(List<String> args, Path home) {
        Options options = new Options();
        options.router = home.resolve("../distribution/target/sluice/bin/sluice").normalize() + " run";
        for (Iterator<String> words = args.iterator(); words.hasNext();) {
            options.take(words.next(), words);
        }
        return options;
    }

    private void take(String option, Iterator<String> words) {
        switch (option) {
            case "--help":
            case "-h":
                print = HELP;
                break;
            case "--list":
                print = String.join("\n", BenchCase.ALL.stream().map(BenchCase::name).toList()) + "\n";
                break;
            case "--cases":
                cases = select(value(option, words));
                break;
            case "--reps":
                reps = number(option, words, 1);
                break;
            case "--seconds":
                seconds = number(option, words, 1);
                break;
            case "--warmup":
                warmup = number(option, words, 0);
                break;
            case "--router":
                router = value(option, words);
                break;
            case "--peer":
                peer = value(option, words);
                break;
            case "--json":
                json = Path.of(value(option, words));
                break;
            default:
                throw new IllegalArgumentException("unknown option " + option + "; --help lists them");
        }
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }

    private static int number(String option, Iterator<String> words, int least) {
        String value = value(option, words);
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, not " + value, e);
        }
        throw new IllegalArgumentException(option + " needs a number of at least " + least);
    }

    private static List<BenchCase> select(String list) {
        List<BenchCase> selected = new ArrayList<>();
        for (String word : list.split(",")) {
            List<BenchCase> found = BenchCase.ALL.stream().filter(c -> c.name().startsWith(word.trim())).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no case begins with " + word + "; --list prints them");
            }
            found.stream().filter(c -> !selected.contains(c)).forEach(selected::add);
        }
        return selected;
    }

    List<BenchCase> cases() {
        return cases;
    }

    int reps() {
        return reps;
    }

    int seconds() {
        return seconds;
    }

    int warmup() {
        return warmup;
    }

    String router() {
        return router;
    }

    /** The other router's command, or null. */
    String peer() {
        return peer;
    }

    /** Where to write JSON, or null. */
    Path json() {
        return json;
    }

    /** What to print instead of measuring, or null. */
    String print() {
        return print;
    }
}
