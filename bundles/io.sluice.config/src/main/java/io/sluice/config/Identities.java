// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.util.HashMap;
import java.util.Map;

/** Gives sections the identities and names that the management model prescribes. */
final class Identities {

    private final Map<String, Integer> counters = new HashMap<>();

    /** Makes identities whose counters go on after a number already in use, by section name. */
    Identities(Map<String, Integer> used) {
        counters.putAll(used);
    }

    /** Returns the section with identity, and with a name where its type has generated ones. */
    Section identify(Section section) {
        String type = section.type().sectionName();
        String name = section.name();
        String identity;
        boolean named = true;
        switch (type) {
            case "listener", "connector" -> identity = type + "/" + section.text("host") + ":" + section.text("port")
                + (name == null ? "" : ":" + name);
            case "router" -> {
                return section.with("name", section.text("id")).with("identity", "router/" + section.text("id"));
            }
            case "log" -> identity = "log/" + section.text("module");
            case "vhost" -> identity = "vhost/" + section.text("hostname");
            case "policy" -> identity = "policy/None";
            case "sslProfile" -> identity = "sslProfile/" + (name == null ? next(type, 0) : name);
            case "address" -> {
                identity = Integer.toString(next(type, 1));
                named = false;
            }
            case "linkRoute", "autoLink", "exchange", "binding" -> {
                int number = next(type, 1);
                identity = Integer.toString(number);
                return (name == null ? section.with("name", type + "/" + (number - 1)) : section)
                    .with("identity", identity);
            }
            default -> identity = type + "/" + next(type, 0);
        }
        Section identified = section.with("identity", identity);
        return name == null && named ? identified.with("name", identity) : identified;
    }

    private int next(String type, int first) {
        return counters.merge(type, first, (old, unused) -> old + 1);
    }
}
