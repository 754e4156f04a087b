// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** Finds what a request names by type, name and identity. */
final class Targets {

    /** The name and identity of the management node. */
    static final String SELF = "self";

    /** Entities of these types come in masses and are found only by requests that name the type. */
    private static final Set<String> BY_TYPE =
        Set.of("connection", "router.link", "router.address", "router.address.stats");

    private final Entities entities;

    Targets(Entities entities) {
        this.entities = entities;
    }

    /** Returns true if entities of a type are among those that a request without a type means. */
    static boolean general(EntityType type) {
        return !BY_TYPE.contains(type.shortName());
    }

    /** Returns a type by short or full name. */
    EntityType type(String name) throws ManagementException {
        EntityType type = entities.schema().type(name);
        if (type == null) {
            throw bad("No such entity type '" + name + "'");
        }
        return type;
    }

    /** Returns what a request is about. */
    Target of(Request request) throws ManagementException {
        String name = request.text("name");
        String identity = request.text("identity");
        EntityType wanted = request.text("type") == null ? null : type(request.text("type"));
        EntityType node = entities.schema().type("management");
        boolean anything = wanted == null || Entities.isA(node, wanted);
        if (name == null && identity == null) {
            if (!anything) {
                throw bad(wanted.fullName() + ": No name or identity provided");
            }
            return new Target(node, null);
        }
        if (anything && (identity == null || identity.equals(SELF)) && (name == null || name.equals(SELF))) {
            return new Target(node, null);
        }
        List<Target> found = matches(wanted, name, identity);
        List<Target> fitting = found.stream().filter(t -> wanted == null || Entities.isA(t.type(), wanted)).toList();
        if (fitting.size() > 1) {
            throw new ManagementException(ManagementException.INTERNAL_ERROR,
                "Duplicate (" + fitting.size() + ") entities with " + shown(name, identity));
        }
        if (fitting.isEmpty() && !found.isEmpty()) {
            throw bad("Entity type '" + found.get(0).type().fullName() + "' does not extend requested type '"
                + wanted.fullName() + "'");
        }
        if (fitting.isEmpty()) {
            throw new ManagementException(ManagementException.NOT_FOUND,
                "No entity with " + shown(name, identity));
        }
        Target target = fitting.get(0);
        if (name != null && identity != null && !identity.equals(target.entity().identity())) {
            throw bad("Conflicting " + shown(name, identity));
        }
        return target;
    }

    /** Returns what has the name, or, if none is given, the identity. */
    private List<Target> matches(EntityType wanted, String name, String identity) {
        List<Target> found = new ArrayList<>();
        for (EntityType type : entities.schema().types()) {
            if (type == wanted || general(type)) {
                for (ManagedEntity entity : entities.of(type)) {
                    if (name != null ? name.equals(entity.name()) : identity.equals(entity.identity())) {
                        found.add(new Target(type, entity));
                    }
                }
            }
        }
        return found;
    }

    private static String shown(String name, String identity) {
        return (name == null ? "" : "name=" + name) + (name != null && identity != null ? " " : "")
            + (identity == null ? "" : "identity=" + identity);
    }

    private static ManagementException bad(String text) {
        return new ManagementException(ManagementException.BAD_REQUEST, text);
    }
}
