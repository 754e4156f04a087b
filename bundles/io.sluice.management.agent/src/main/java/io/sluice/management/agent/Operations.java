// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.Locale;

import io.sluice.management.api.ManagementException;

/** Finds who answers a request. */
final class Operations {

    private final CoreOperations core;
    private final OtherOperations other;
    private final NodeOperations node;

    Operations(CoreOperations core, OtherOperations other, NodeOperations node) {
        this.core = core;
        this.other = other;
        this.node = node;
    }

    /** Returns the answer to a request; never null. */
    Reply answer(Request request) {
        String type = request.text("entityType") != null ? request.text("entityType") : request.text("type");
        CoreType coreType = CoreType.of(type);
        Object operation = request.properties().get("operation");
        if (coreType != null && operation instanceof String word && CoreOperations.NAMES.contains(word)) {
            return core.answer(coreType, word, request);
        }
        try {
            if (!(operation instanceof String word) || word.isEmpty()) {
                throw new ManagementException(ManagementException.BAD_REQUEST,
                    "No 'operation' property: " + PythonText.message(request));
            }
            String name = word.toUpperCase(Locale.ROOT).replace('_', '-');
            if (name.equals("CREATE")) {
                return other.create(request);
            }
            Target target = other.target(request);
            return target.entity() == null ? node.answer(name, request) : other.answer(name, target, request);
        } catch (ManagementException e) {
            return Reply.refused(e);
        }
    }
}
