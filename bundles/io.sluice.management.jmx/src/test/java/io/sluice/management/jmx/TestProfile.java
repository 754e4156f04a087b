// SPDX-License-Identifier: Apache-2.0
package io.sluice.management.jmx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

import io.sluice.security.api.TlsProfile;

/** A TLS profile around a self-signed key that the JDK's keytool makes. */
final class TestProfile implements TlsProfile {

    private static final String PASSWORD = "changeit";

    private final String name;
    private final KeyStore keys;
    private final SSLContext context;

    TestProfile(String name, Path dir) throws Exception {
        this.name = name;
        Path file = dir.resolve("key.p12");
        if (!Files.exists(file)) {
            keytool(file);
        }
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD.toCharArray());
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
    }

    private static void keytool(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "k", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-storetype", "PKCS12",
            "-keystore", file.toString(), "-storepass", PASSWORD, "-ext", "SAN=ip:127.0.0.1").inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    SSLContext clientContext() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate("k"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, managers.getTrustManagers(), null);
        return client;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SSLContext context() {
        return context;
    }

    @Override
    public SSLEngine newServerEngine(boolean requireClientCertificate) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return engine;
    }

    @Override
    public SSLEngine newClientEngine(String host, int port, boolean verifyHostname) {
        return context.createSSLEngine(host, port);
    }

    @Override
    public String userId(List<X509Certificate> chain) {
        return chain.get(0).getSubjectX500Principal().getName();
    }
}
