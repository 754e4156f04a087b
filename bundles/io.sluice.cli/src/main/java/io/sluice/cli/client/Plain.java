// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Decimal128;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.UnsignedLong;

/** Makes values of AMQP messages values of the JDK: text, Long, Double, Boolean, List, Map and null. */
final class Plain {

    private Plain() {
    }

    static Object of(Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(String.valueOf(key), of(element)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(of(element)));
            return copy;
        } else if (value.getClass().isArray()) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                copy.add(of(Array.get(value, i)));
            }
            return copy;
        } else if (value instanceof Number number) {
            return number(number);
        } else if (value instanceof Date date) {
            return date.getTime();
        } else if (value instanceof Binary binary) {
            return binary.toString();
        }
        return value.toString();
    }

    private static Object number(Number number) {
        if (number instanceof UnsignedLong wide) {
            return wide.longValue() >= 0 ? (Object) wide.longValue() : wide.bigIntegerValue();
        } else if (number instanceof Float || number instanceof Double || number instanceof Decimal32
                || number instanceof Decimal64 || number instanceof Decimal128) {
            return number.doubleValue();
        }
        return number.longValue();
    }
}
