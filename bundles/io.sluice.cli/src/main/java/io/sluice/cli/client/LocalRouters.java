// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;

/** The routers that run on this machine. */
public final class LocalRouters {

    private static final String MAIN = "io.sluice.launcher.Main";
    private static final String CONFIG = "--config";

    private LocalRouters() {
    }

    /**
     * A router.
     *
     * @param pid its process
     * @param user whose process it is, empty if not known
     * @param config its configuration file, empty if not known
     */
    public record Found(long pid, String user, String config) {

        @Override
        public String toString() {
            return pid + (config.isEmpty() ? "" : "  " + config) + (user.isEmpty() ? "" : "  (" + user + ")");
        }
    }

    /** Lists them. */
    public static List<Found> list() {
        List<Found> found = new ArrayList<>();
        boolean readable = false;
        long self = ProcessHandle.current().pid();
        for (ProcessHandle process : (Iterable<ProcessHandle>) ProcessHandle.allProcesses()::iterator) {
            Optional<String[]> arguments = process.info().arguments();
            if (arguments.isPresent()) {
                readable = true;
                List<String> line = List.of(arguments.get());
                int main = line.indexOf(MAIN);
                if (main >= 0 && process.pid() != self) {
                    found.add(new Found(process.pid(), process.info().user().orElse(""),
                            config(line.subList(main, line.size()))));
                }
            }
        }
        return readable ? found : attachable();
    }

    private static String config(List<String> arguments) {
        int option = arguments.indexOf(CONFIG);
        return option >= 0 && option + 1 < arguments.size() ? arguments.get(option + 1) : "";
    }

    /** Asks the JVM, on systems that do not show the command lines of processes. */
    private static List<Found> attachable() {
        List<Found> found = new ArrayList<>();
        for (VirtualMachineDescriptor machine : VirtualMachine.list()) {
            if (machine.displayName().startsWith(MAIN)) {
                found.add(new Found(Long.parseLong(machine.id()), "", ""));
            }
        }
        return found;
    }

    /**
     * Returns the router to talk to.
     *
     * @param pid its process; 0 for the only one there is
     */
    public static long choose(long pid) throws ClientException {
        if (pid != 0) {
            return pid;
        }
        List<Found> found = list();
        if (found.size() == 1) {
            return found.get(0).pid();
        } else if (found.isEmpty()) {
            throw new ClientException("No router of Sluice runs on this machine, or it cannot be seen."
                    + " -b HOST:PORT names one to connect to");
        }
        StringBuilder text = new StringBuilder("There are several routers on this machine; --pid says which:");
        found.forEach(router -> text.append("\n  --pid ").append(router));
        throw new ClientException(text.toString());
    }
}
