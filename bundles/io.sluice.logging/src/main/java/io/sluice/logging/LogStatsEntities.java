// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.launcher.log.LogLevel;
import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/** How many lines each module has written. */
@Component(service = EntitySource.class, property = "entityType=" + LogStatsEntities.TYPE)
public final class LogStatsEntities implements EntitySource {

    static final String TYPE = "logStats";

    /** A module that writes lines, but has no settings of its own. */
    private static final String MAIN = "MAIN";

    private final List<ManagedEntity> entities;

    /** Makes one entity per module; there are never more or fewer. */
    @Activate
    public LogStatsEntities(@Reference(policyOption = ReferencePolicyOption.GREEDY) LogBook book) {
        Map<String, LogLevel> levels = Stream.of(LogLevel.values())
                .collect(Collectors.toMap(level -> level.text() + "Count", Function.identity()));
        entities = Stream.concat(LogBook.MODULES.stream(), Stream.of(MAIN))
                .<ManagedEntity>map(module -> new Counts(book, module, levels)).toList();
    }

    @Override
    public String entityType() {
        return TYPE;
    }

    @Override
    public Collection<ManagedEntity> entities() {
        return entities;
    }

    @Override
    public void addListener(EntityListener listener) {
        // The modules are fixed, so there is nothing to hear of.
    }

    @Override
    public void removeListener(EntityListener listener) {
        // As above.
    }

    /** The counts of one module. */
    private record Counts(LogBook book, String module, Map<String, LogLevel> levels) implements ManagedEntity {

        @Override
        public String entityType() {
            return TYPE;
        }

        @Override
        public String identity() {
            return TYPE + '/' + module;
        }

        @Override
        public String name() {
            return module;
        }

        @Override
        public Object attribute(String attribute) {
            LogLevel level = levels.get(attribute);
            if (level != null) {
                return book.count(module, level);
            }
            return switch (attribute) {
                case "identity" -> identity();
                case "name" -> module;
                default -> null;
            };
        }
    }
}
