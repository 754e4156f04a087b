// SPDX-License-Identifier: Apache-2.0
package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Routers of one make that are measured together. */
final class RouterGroup implements AutoCloseable {

    private final String name;
    private final List<RouterConfig> configs;
    private final List<RouterProcess> routers = new ArrayList<>();

    RouterGroup(String name, String command, Mesh mesh, Path folder) throws IOException, InterruptedException {
        this.name = name;
        this.configs = RouterConfig.of(mesh);
        try {
            for (int i = 0; i < mesh.size(); i++) {
                routers.add(new RouterProcess(name + "-" + mesh + "-" + i, command, folder, configs.get(i).port(),
                    RouterConfig.text(mesh, configs, i)));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    /** Returns the words that tell a load process where to connect. */
    String arguments() {
        RouterConfig last = configs.get(configs.size() - 1);
        return "host=127.0.0.1 port=" + configs.get(0).port() + " receivePort=" + last.port() + " brokerPort="
            + last.brokerPort();
    }

    /** Ends the router on the better of two ways. */
    void killSecond() throws IOException {
        routers.get(1).kill();
    }

    /** Returns CPU seconds of all of them so far. */
    double cpuSeconds() throws IOException {
        double sum = 0;
        for (RouterProcess router : routers) {
            sum += router.cpuSeconds();
        }
        return sum;
    }

    /** Returns resident megabytes of all of them. */
    double residentMegabytes() throws IOException {
        double sum = 0;
        for (RouterProcess router : routers) {
            sum += router.residentKilobytes() / 1024.0;
        }
        return sum;
    }

    @Override
    public void close() {
        routers.forEach(RouterProcess::close);
    }
}
