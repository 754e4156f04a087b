// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The places a connector may dial: its own first, then what the peer told. One thread at a time may change it. */
final class FailoverList {

    /** Errors in a row after which a place is left for the next. */
    private static final int MAX_ERRORS = 2;

    private volatile List<HostPort> places;
    private int index;
    private int errors;

    FailoverList(HostPort own) {
        places = List.of(own);
    }

    HostPort current() {
        return places.get(index);
    }

    int size() {
        return places.size();
    }

    /**
     * The current place has accepted.
     *
     * @param told the peer's list; null keeps what is known, an empty list leaves only the own place
     */
    void opened(List<String> told) {
        errors = 0;
        if (told == null) {
            return;
        }
        HostPort now = current();
        List<HostPort> next = new ArrayList<>();
        next.add(places.get(0));
        for (String url : told) {
            HostPort place = HostPort.parse(url);
            if (place != null && !next.contains(place)) {
                next.add(place);
            }
        }
        places = List.copyOf(next);
        index = Math.max(0, next.indexOf(now));
    }

    /** The current place has failed. */
    void failed() {
        errors++;
        if (errors >= MAX_ERRORS && places.size() > 1) {
            errors = 0;
            index = (index + 1) % places.size();
        }
    }

    /** Returns the list as management shows it. Any thread. */
    String urls() {
        return places.stream().map(place -> "amqp://" + place).collect(Collectors.joining(", "));
    }
}
