// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.wire;

import io.sluice.routing.network.message.MalformedControlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads typed fields out of a decoded map. */
final class BodyFields {

    private final String name;
    private final Map<?, ?> map;
    private final boolean quiet;

    BodyFields(String name, Map<?, ?> map, boolean quiet) {
        this.name = name;
        this.map = map;
        this.quiet = quiet;
    }

    MalformedControlException problem(String key, String what) {
        return new MalformedControlException(name + ": " + key + " " + what, quiet);
    }

    String string(String key) throws MalformedControlException {
        if (map.get(key) instanceof String value && !value.isEmpty()) {
            return value;
        }
        throw problem(key, "is missing or no string");
    }

    long integer(String key) throws MalformedControlException {
        if (map.get(key) instanceof Long value) {
            return value;
        }
        throw problem(key, "is missing or no integer");
    }

    /** Returns 0 if the field is missing. */
    long optionalInteger(String key) throws MalformedControlException {
        return map.get(key) == null ? 0 : integer(key);
    }

    BodyFields map(String key) throws MalformedControlException {
        return new BodyFields(name + "." + key, rawMap(key), quiet);
    }

    Map<?, ?> rawMap(String key) throws MalformedControlException {
        if (map.get(key) instanceof Map<?, ?> value) {
            return value;
        }
        throw problem(key, "is missing or no map");
    }

    List<String> strings(String key) throws MalformedControlException {
        List<String> strings = optionalStrings(key);
        if (strings == null) {
            throw problem(key, "is missing");
        }
        return strings;
    }

    /** Returns null if the field is missing. */
    List<String> optionalStrings(String key) throws MalformedControlException {
        return optionalList(key, String.class);
    }

    /** Returns null if the field is missing. */
    <T> List<T> optionalList(String key, Class<T> type) throws MalformedControlException {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            throw problem(key, "is no list");
        }
        List<T> typed = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!type.isInstance(element)) {
                throw problem(key, "has an element of another type");
            }
            typed.add(type.cast(element));
        }
        return typed;
    }
}
