// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.agent;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.osgi.service.component.annotations.Component;

import io.sluice.management.api.EntityListener;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;

/** The entity of the Java machine: there from start to end. What it shows is read when it is asked for. */
@Component(service = EntitySource.class)
public final class JavaMachine implements EntitySource {

    private static final String TYPE = "jvm";

    private final ManagedEntity entity = new Machine();

    private static final class Machine implements ManagedEntity {

        @Override
        public String entityType() {
            return TYPE;
        }

        @Override
        public String identity() {
            return TYPE;
        }

        @Override
        public String name() {
            return TYPE;
        }

        @Override
        public Object attribute(String attribute) {
            return switch (attribute) {
                case "name", "identity" -> TYPE;
                case "type" -> "org.apache.qpid.dispatch." + TYPE;
                case "version" -> System.getProperty("java.version") + " " + System.getProperty("java.vendor");
                case "pid" -> ProcessHandle.current().pid();
                case "heapUsed" -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                case "heapCommitted" -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
                case "heapMax" -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
                case "nonHeapUsed" -> ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
                case "directUsed" -> direct();
                case "collections" -> ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
                case "collectionMillis" -> ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
                case "threads" -> ManagementFactory.getThreadMXBean().getThreadCount();
                case "classes" -> ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
                case "cpuMillis" -> ProcessHandle.current().info().totalCpuDuration()
                    .map(time -> TimeUnit.NANOSECONDS.toMillis(time.toNanos())).orElse(-1L);
                default -> null;
            };
        }

        private static long direct() {
            return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        }
    }

    @Override
    public String entityType() {
        return TYPE;
    }

    @Override
    public Collection<ManagedEntity> entities() {
        return List.of(entity);
    }

    @Override
    public void addListener(EntityListener listener) {
        // It neither comes nor goes.
    }

    @Override
    public void removeListener(EntityListener listener) {
        // It neither comes nor goes.
    }
}
