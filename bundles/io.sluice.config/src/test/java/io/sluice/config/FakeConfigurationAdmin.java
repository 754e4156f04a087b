// SPDX-License-Identifier: Apache-2.0
package io.sluice.config;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Configuration Admin in memory, with the methods that this bundle uses; tells each update and deletion. */
final class FakeConfigurationAdmin {

    final Map<String, Dictionary<String, Object>> stored = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    BiConsumer<String, Dictionary<String, Object>> onUpdate = (pid, properties) -> { };

    ConfigurationAdmin service() {
        InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
            case "getConfiguration" -> configuration((String) args[0]);
            case "getFactoryConfiguration" -> configuration(args[0] + "~" + args[1]);
            case "listConfigurations" -> list((String) args[0]);
            default -> throw new UnsupportedOperationException(method.toString());
        };
        return (ConfigurationAdmin) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {ConfigurationAdmin.class}, handler);
    }

    private Configuration[] list(String filter) throws InvalidSyntaxException {
        var match = FrameworkUtil.createFilter(filter);
        Configuration[] found = stored.entrySet().stream().filter(entry -> match.match(entry.getValue()))
            .map(entry -> configuration(entry.getKey())).toArray(Configuration[]::new);
        return found.length == 0 ? null : found;
    }

    @SuppressWarnings("unchecked")
    private Configuration configuration(String pid) {
        InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
            case "getPid" -> pid;
            case "getProperties" -> stored.get(pid);
            case "update" -> {
                update(pid, (Dictionary<String, Object>) args[0]);
                yield null;
            }
            case "delete" -> {
                calls.add("delete " + pid);
                stored.remove(pid);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        };
        return (Configuration) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {Configuration.class}, handler);
    }

    private void update(String pid, Dictionary<String, Object> properties) {
        Hashtable<String, Object> copy = new Hashtable<>((Hashtable<String, Object>) properties);
        copy.put("service.pid", pid);
        stored.put(pid, copy);
        calls.add("update " + pid);
        onUpdate.accept(pid, copy);
    }
}
