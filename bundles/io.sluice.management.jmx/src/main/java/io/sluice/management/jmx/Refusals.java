// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import javax.management.MBeanException;

import io.sluice.management.api.ManagementException;

/**
 * Turns refusals into exceptions that a remote console can read: only JDK classes and no cause, since the console does
 * not have our classes.
 */
final class Refusals {

    private Refusals() { }

    static MBeanException of(ManagementException refusal) {
        String text = refusal.getMessage();
        switch (refusal.status()) {
            case ManagementException.BAD_REQUEST:
            case ManagementException.NOT_FOUND:
                return new MBeanException(new IllegalArgumentException(text), text);
            case ManagementException.FORBIDDEN:
                return new MBeanException(new SecurityException(text), text);
            case ManagementException.NOT_IMPLEMENTED:
                return new MBeanException(new UnsupportedOperationException(text), text);
            default:
                return new MBeanException(new IllegalStateException(text), text);
        }
    }

    static MBeanException badRequest(String text) {
        return new MBeanException(new IllegalArgumentException(text), text);
    }

    static MBeanException unavailable() {
        String text = "The configuration service is not there; try again in a moment";
        return new MBeanException(new IllegalStateException(text), text);
    }
}
