// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.util.Map;
import java.util.function.Supplier;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;

import io.sluice.management.api.Configurator;
import io.sluice.management.api.ManagedEntity;
import io.sluice.management.api.ManagementException;

/** The MBean of one entity. Reads go straight to the entity, which never blocks. */
final class EntityMBean implements DynamicMBean {

    private static final String HIDDEN = "********";

    private final TypeModel type;
    private final ManagedEntity entity;
    private final Supplier<Configurator> configurator;

    EntityMBean(TypeModel type, ManagedEntity entity, Supplier<Configurator> configurator) {
        this.type = type;
        this.entity = entity;
        this.configurator = configurator;
    }

    ManagedEntity entity() {
        return entity;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return type.info();
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        AttributeModel model = type.attribute(attribute);
        if (model == null) {
            throw new AttributeNotFoundException(type.name() + " has no attribute " + attribute);
        }
        return value(type, entity, model);
    }

    /** Reads one attribute; those that every entity has come from the entity itself. */
    static Object value(TypeModel type, ManagedEntity entity, AttributeModel model) {
        switch (model.name()) {
            case "identity":
                return entity.identity();
            case "name":
                return entity.name();
            case "type":
                Object full = entity.attribute("type");
                return full == null ? type.name() : full.toString();
            default:
                Object value = entity.attribute(model.name());
                return model.hidden() && value != null ? HIDDEN : model.toJmx(value);
        }
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList(attributes.length);
        for (String attribute : attributes) {
            AttributeModel model = type.attribute(attribute);
            if (model != null) {
                list.add(new Attribute(attribute, value(type, entity, model)));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute)
            throws AttributeNotFoundException, InvalidAttributeValueException, MBeanException {
        AttributeModel model = type.attribute(attribute.getName());
        if (model == null || !model.updatable()) {
            throw new AttributeNotFoundException(model == null
                ? type.name() + " has no attribute " + attribute.getName()
                : "Attribute " + attribute.getName() + " of " + type.name() + " cannot be changed");
        }
        Object value = attribute.getValue();
        boolean fits = switch (model.kind()) {
            case BOOLEAN -> value instanceof Boolean;
            case INTEGER -> value instanceof Number;
            case STRING -> value instanceof String;
            default -> false;
        };
        if (!fits) {
            throw new InvalidAttributeValueException("Attribute " + attribute.getName() + " of " + type.name()
                + " expects a value of type " + model.kind().openType().getTypeName());
        }
        update(Map.of(attribute.getName(), value));
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        AttributeList done = new AttributeList();
        for (Attribute attribute : attributes.asList()) {
            try {
                setAttribute(attribute);
                done.add(attribute);
            } catch (AttributeNotFoundException | InvalidAttributeValueException | MBeanException e) {
                // By the contract of this method an attribute that could not be set is left out of the answer.
                continue;
            }
        }
        return done;
    }

    @Override
    public Object invoke(String operation, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        boolean noParameters = parameters == null || parameters.length == 0;
        if (operation.equals(TypeModel.DELETE) && noParameters && type.deletableByStatus()) {
            update(Map.of("adminStatus", "deleted"));
        } else if (operation.equals(TypeModel.DELETE) && noParameters && type.deletableByConfiguration()) {
            Configurator service = configurator.get();
            if (service == null) {
                throw Refusals.unavailable();
            }
            try {
                service.delete(type.name(), entity.identity());
            } catch (ManagementException e) {
                throw Refusals.of(e);
            }
        } else {
            throw new ReflectionException(new NoSuchMethodException(operation));
        }
        return null;
    }

    private void update(Map<String, Object> changes) throws MBeanException {
        try {
            entity.update(changes);
        } catch (ManagementException e) {
            throw Refusals.of(e);
        }
    }
}
