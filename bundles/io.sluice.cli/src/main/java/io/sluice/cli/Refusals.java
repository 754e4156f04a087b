// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.cli.client.RefusedException;

/** Says what to do about a refusal. */
final class Refusals {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_IMPLEMENTED = 501;

    private static final String THERE_IS = "'sluice manage query --type TYPE name identity' lists what there is";

    private Refusals() {
    }

    /** Returns the text of a refusal, with the status by name. */
    static String text(RefusedException refused) {
        return switch (refused.status()) {
            case BAD_REQUEST -> "Bad request: " + withAdvice(refused.getMessage());
            case FORBIDDEN -> "Forbidden: " + refused.getMessage();
            case NOT_FOUND -> refused.getMessage().equals("Not Found") ? "Not found. " + THERE_IS
                : "Not found: " + withAdvice(refused.getMessage());
            case NOT_IMPLEMENTED -> "Not implemented: " + refused.getMessage();
            default -> "The router has failed (" + refused.status() + "): " + refused.getMessage();
        };
    }

    private static String withAdvice(String text) {
        if (text.startsWith("No such entity type")) {
            return text + ". 'sluice manage get-types' lists the types";
        } else if (text.startsWith("Unknown attribute")) {
            return text + ". 'sluice manage get-attributes --type TYPE' lists the attributes";
        } else if (text.startsWith("No entity with")) {
            return text + ". " + THERE_IS;
        }
        return text;
    }
}
