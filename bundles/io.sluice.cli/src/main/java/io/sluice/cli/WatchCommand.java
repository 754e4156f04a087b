// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

/** {@code sluice watch}. */
@Command(name = "watch")
final class WatchCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
