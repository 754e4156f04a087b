// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.sluice.routing.api.MessageInterceptor;

/** One interceptor with its figures. What it throws stays here. Any thread. */
final class InterceptorSlot {

    /** After so long without a failure the next one is logged again. */
    static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger log = LoggerFactory.getLogger("ROUTER_CORE");
    private final MessageInterceptor service;
    private final String name;
    private final int ranking;
    private final long serviceId;
    private final LongAdder seen = new LongAdder();
    private final LongAdder annotated = new LongAdder();
    private final LongAdder redirected = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder failed = new LongAdder();
    /** When the last failure was; 0 before the first. */
    private final AtomicLong lastFailure = new AtomicLong();

    InterceptorSlot(MessageInterceptor service, String name, int ranking, long serviceId) {
        this.service = service;
        this.name = name;
        this.ranking = ranking;
        this.serviceId = serviceId;
    }

    MessageInterceptor service() {
        return service;
    }

    String name() {
        return name;
    }

    int ranking() {
        return ranking;
    }

    long serviceId() {
        return serviceId;
    }

    /** Shows it a message; what it has decided is in the message then, nothing if it fails. */
    void see(Interception message) {
        seen.increment();
        Interception.Decision before = message.decision();
        try {
            service.intercept(message);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            message.decision(before);
            if (failed(System.nanoTime())) {
                log.error("Message interceptor '{}' failed; the message goes on without it. Further failures are not"
                        + " logged until it has worked for a minute", name, e);
            }
            return;
        }
        count(before, message.decision());
    }

    private void count(Interception.Decision before, Interception.Decision after) {
        if (after == before) {
            return;
        }
        if (after.rejection() != null) {
            rejected.increment();
            return;
        }
        if (after.annotations() != before.annotations()) {
            annotated.increment();
        }
        if (after.address() != before.address()) {
            redirected.increment();
        }
    }

    /** Counts a failure; returns true if none came before it for a while, so that the log does not drown. */
    boolean failed(long nowNanos) {
        failed.increment();
        long now = nowNanos == 0 ? 1 : nowNanos;
        long last = lastFailure.getAndSet(now);
        return last == 0 || now - last > QUIET_NANOS;
    }

    long seen() {
        return seen.sum();
    }

    long annotated() {
        return annotated.sum();
    }

    long redirected() {
        return redirected.sum();
    }

    long rejected() {
        return rejected.sum();
    }

    long failed() {
        return failed.sum();
    }
}
