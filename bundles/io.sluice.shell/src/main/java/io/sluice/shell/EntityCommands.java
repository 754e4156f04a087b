// SPDX-License-Identifier: Apache-2.0
package io.sluice.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import io.sluice.management.api.EntitySchema;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.EntityType;
import io.sluice.management.api.ManagedEntity;

/** {@code sluice:entities}: what there is to manage, with its attributes. */
@Component(
        service = EntityCommands.class,
        property = {"osgi.command.scope=sluice", "osgi.command.function=entities"})
public final class EntityCommands {

    @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<EntitySource> sources;

    /** Lists the types that have entities, with their number. */
    public String entities() {
        TreeMap<String, Integer> counts = new TreeMap<>();
        sources.forEach(source -> counts.merge(source.entityType(), source.entities().size(), Integer::sum));
        Table table = new Table("TYPE", "ENTITIES");
        counts.forEach(table::row);
        return table.toString();
    }

    /** Shows all entities of a type, with the attributes that are set. */
    public String entities(String type) {
        EntityType known = EntitySchema.standard().type(type);
        if (known == null) {
            return "No such entity type '" + type + "', expected one of " + String.join(", ", new TreeSet<>(
                    sources.stream().map(EntitySource::entityType).toList()));
        }
        List<String> blocks = new ArrayList<>();
        for (EntitySource source : sources) {
            if (source.entityType().equals(known.shortName())) {
                source.entities().forEach(entity -> blocks.add(block(entity, known)));
            }
        }
        return blocks.isEmpty() ? "No " + known.shortName() : String.join("\n\n", blocks);
    }

    private static String block(ManagedEntity entity, EntityType type) {
        StringBuilder text = new StringBuilder(entity.entityType()).append(' ').append(entity.identity());
        type.attributes().forEach((name, attribute) -> {
            Object value = attribute.hidden() ? null : entity.attribute(name);
            if (value != null) {
                text.append("\n  ").append(name).append(" = ").append(value);
            }
        });
        return text.toString();
    }

    /** Sets the sources, as the component runtime does. */
    void sources(List<EntitySource> newSources) {
        sources = newSources;
    }
}
