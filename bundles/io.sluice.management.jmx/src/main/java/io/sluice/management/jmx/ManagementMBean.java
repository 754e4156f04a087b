// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.management.Attribute;
import javax.management.AttributeChangeNotification;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ReflectionException;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.EntitySource;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** {@code io.sluice:type=management}: creates, deletes and queries entities, and announces those that come and go. */
final class ManagementMBean extends NotificationBroadcasterSupport implements DynamicMBean, Notifier {

    private final MBeanInfo info = ManagementOperation.info();
    private final TableQuery query;
    private final StateWatch states = new StateWatch();
    private final Supplier<Configurator> configurator;
    private final Supplier<? extends List<EntitySource>> sources;
    private final Map<String, Supplier<Object>> figures = new LinkedHashMap<>();
    private long sequence;

    ManagementMBean(Function<String, TypeModel> models, Supplier<Configurator> configurator,
            Supplier<? extends List<EntitySource>> sources) {
        super(ManagementOperation.notifications());
        this.query = new TableQuery(models, sources);
        this.configurator = configurator;
        this.sources = sources;
        figures.put("entityTypes", () -> sources.get().stream()
            .map(EntitySource::entityType).distinct().sorted().toArray(String[]::new));
    }

    /** Adds a figure to the attributes that {@link ManagementOperation#info} lists. */
    void figure(String attribute, Supplier<Object> value) {
        figures.put(attribute, value);
    }

    @Override
    public void changed(boolean added, ManagedEntity entity) {
        EntityEvents events = EntityEvents.of(entity.entityType());
        Notification notification = new Notification(events.type(added), EntityNames.management(), ++sequence,
            System.currentTimeMillis(), events.message(added, entity));
        notification.setUserData(events.userData(entity));
        sendNotification(notification);
    }

    @Override
    public void second() {
        for (StateWatch.Change change : states.look(sources.get())) {
            Notification notification = new AttributeChangeNotification(EntityNames.management(), ++sequence,
                System.currentTimeMillis(), change.text(), change.attribute(), "java.lang.String", change.before(),
                change.now());
            notification.setUserData(change.userData());
            sendNotification(notification);
        }
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return info;
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        Supplier<Object> figure = figures.get(attribute);
        if (figure == null) {
            throw new AttributeNotFoundException(attribute);
        }
        return figure.get();
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            Supplier<Object> figure = figures.get(attribute);
            if (figure != null) {
                list.add(new Attribute(attribute, figure.get()));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException, InvalidAttributeValueException {
        throw new AttributeNotFoundException("Attribute " + attribute.getName() + " cannot be changed");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String name, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        Object[] values = parameters == null ? new Object[0] : parameters;
        ManagementOperation operation = ManagementOperation.find(name, values);
        if (operation == null) {
            throw new ReflectionException(new NoSuchMethodException(name + Arrays.toString(signature)));
        }
        try {
            switch (operation) {
                case DELETE:
                    service().delete(text(values, 0), text(values, 1));
                    return null;
                case QUERY:
                    return query.table(text(values, 0), new String[0], null);
                case QUERY_ATTRIBUTES:
                    return query.table(text(values, 0), (String[]) values[1], null);
                case QUERY_FILTER:
                    return query.table(text(values, 0), (String[]) values[1], text(values, 2));
                case QUERY_TEXT:
                    return query.table(text(values, 0), names(text(values, 1)), text(values, 2));
                case CREATE:
                    return create(text(values, 0), text(values, 1), pairs((String[]) values[2]));
                case CREATE_TEXT:
                    return create(text(values, 0), text(values, 1), pairs(split(text(values, 2))));
                default:
                    return create(operation.createdType(), text(values, 0), operation.attributes(values));
            }
        } catch (ManagementException e) {
            throw Refusals.of(e);
        }
    }

    private Configurator service() throws MBeanException {
        Configurator service = configurator.get();
        if (service == null) {
            throw Refusals.unavailable();
        }
        return service;
    }

    private String create(String type, String name, Map<String, Object> attributes)
            throws MBeanException, ManagementException {
        String given = name == null || name.isEmpty() ? null : name;
        return service().create(type, given, attributes);
    }

    private static String text(Object[] values, int index) {
        return (String) values[index];
    }

    private static String[] names(String text) {
        return text == null || text.isBlank() ? new String[0] : text.strip().split("[\\s,]+");
    }

    private static String[] split(String pairs) {
        return pairs == null || pairs.isBlank() ? new String[0] : pairs.split(";");
    }

    private static Map<String, Object> pairs(String[] pairs) throws MBeanException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String pair : pairs == null ? new String[0] : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw Refusals.badRequest("'" + pair + "': expected attribute=value");
            }
            attributes.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
        }
        return attributes;
    }
}
