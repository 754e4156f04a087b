// SPDX-License-Identifier: Apache-2.0
package io.sluice.logging;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import io.sluice.launcher.log.RouterLog;
import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** The log modules for management: what each is told to do, and changes of it until the next start. */
@Component(service = EntitySource.class, property = "entityType=" + LogEntities.TYPE)
public final class LogEntities implements EntitySource {

    static final String TYPE = "log";

    private final List<ManagedEntity> entities;

    /** Makes one entity per module; there are never more or fewer. */
    @Activate
    public LogEntities(@Reference(policyOption = ReferencePolicyOption.GREEDY) LogBook book) {
        entities = LogBook.MODULES.stream().<ManagedEntity>map(module -> new Module(book, module)).toList();
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

    /** One module. */
    private record Module(LogBook book, String module) implements ManagedEntity {

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
            return identity();
        }

        @Override
        public Object attribute(String attribute) {
            return switch (attribute) {
                case "identity", "name" -> identity();
                case "module" -> module;
                case LogSettings.ENABLE -> orDefault(book.settings(module).enable(), "info+");
                case LogSettings.TIMESTAMP -> orDefault(book.settings(module).timestamp(), true);
                case LogSettings.SOURCE -> orDefault(book.settings(module).source(), false);
                case LogSettings.OUTPUT -> orDefault(book.settings(module).output(), "stderr");
                default -> null;
            };
        }

        /** Modules show only what they have of their own; DEFAULT has something for everything. */
        private Object orDefault(Object own, Object initial) {
            return own == null && module.equals(RouterLog.DEFAULT) ? initial : own;
        }

        @Override
        public void update(Map<String, Object> changes) throws ManagementException {
            for (String attribute : changes.keySet()) {
                switch (attribute) {
                    case LogSettings.ENABLE, LogSettings.TIMESTAMP, LogSettings.SOURCE, LogSettings.OUTPUT -> { }
                    default -> throw new ManagementException(ManagementException.BAD_REQUEST,
                            "No such updatable attribute of log: " + attribute);
                }
            }
            try {
                book.put(module, book.settings(module).with(changes));
            } catch (InvalidSettingsException e) {
                throw new ManagementException(ManagementException.BAD_REQUEST, e.getMessage());
            }
        }
    }
}
