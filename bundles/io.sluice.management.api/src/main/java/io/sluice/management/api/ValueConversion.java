// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** From what users write to the schema's types, and what to say when it does not fit. */
final class ValueConversion {

    private static final Map<String, Boolean> TRUTH = Map.of(
        "yes", true, "true", true, "on", true, "no", false, "false", false, "off", false);

    private ValueConversion() {
    }

    static Object convert(AttributeType type, Object raw) throws SchemaException {
        return switch (type.kind()) {
            case BOOLEAN -> truth(raw);
            case INTEGER -> integer(type, raw);
            case ENUM -> word(type, raw);
            case LIST -> {
                if (raw instanceof List<?>) {
                    yield raw;
                }
                throw invalid(type, raw);
            }
            case MAP, PROPERTIES -> {
                if (raw instanceof Map<?, ?>) {
                    yield raw;
                }
                throw type.kind() == AttributeType.Kind.PROPERTIES
                    ? new SchemaException("Properties must be a map", expected(type, null), null)
                    : invalid(type, raw);
            }
            default -> {
                if (raw instanceof Map<?, ?> || raw instanceof List<?> || raw == null) {
                    throw invalid(type, raw);
                }
                yield raw.toString();
            }
        };
    }

    private static Object truth(Object raw) throws SchemaException {
        if (raw instanceof Boolean) {
            return raw;
        }
        if (raw instanceof Number number) {
            return number.doubleValue() != 0;
        }
        Boolean value = raw instanceof String text ? TRUTH.get(text.toLowerCase(Locale.ROOT)) : null;
        if (value == null) {
            throw new SchemaException("Invalid Boolean value ''" + raw + "''", "yes, true, on, no, false or off", null);
        }
        return value;
    }

    private static Object integer(AttributeType type, Object raw) throws SchemaException {
        long value;
        if (raw instanceof Number number && number.doubleValue() == number.longValue()) {
            value = number.longValue();
        } else {
            try {
                value = Long.parseLong(String.valueOf(raw).trim());
            } catch (NumberFormatException e) {
                throw invalid(type, raw);
            }
        }
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private static Object word(AttributeType type, Object raw) throws SchemaException {
        List<String> words = type.words();
        String text = String.valueOf(raw);
        if (words.contains(text) || type.begins(text)) {
            return text;
        }
        try {
            int index = Integer.parseInt(text.trim());
            if (index >= 0 && index < words.size()) {
                return words.get(index);
            }
        } catch (NumberFormatException e) {
            // Neither word nor number: refused below.
        }
        throw new SchemaException(
            "Invalid value for enum" + words.stream().collect(Collectors.joining("', '", "['", "']"))
                + ": '" + text + "'",
            type.expected(), NearestName.of(text, words));
    }

    private static SchemaException invalid(AttributeType type, Object raw) {
        return new SchemaException(
            "Invalid value for " + type.name() + ": '" + raw + "'", expected(type, null), null);
    }

    static String expected(AttributeType type, String prefix) {
        return switch (type.kind()) {
            case BOOLEAN -> "yes or no";
            case INTEGER -> "a whole number";
            case ENUM -> (type.words().size() == 1 ? "" : "one of ") + String.join(", ", type.words())
                + (prefix == null ? "" : ", " + prefix + "<name>");
            case LIST -> "a list";
            case MAP, PROPERTIES -> "a map";
            case PATH -> "a file name";
            case ENTITY_ID -> "the identity of an entity";
            default -> "a text";
        };
    }
}
