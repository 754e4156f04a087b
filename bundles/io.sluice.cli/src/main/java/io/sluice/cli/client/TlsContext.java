// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS contexts of PEM files. */
final class TlsContext {

    private static final char[] NO_PASSWORD = {};

    private TlsContext() {
    }

    static SSLContext of(TlsFiles files) throws ClientException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(files), trust(files), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ClientException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keys(TlsFiles files) throws ClientException, GeneralSecurityException, IOException {
        if (files.certificate() == null) {
            if (files.key() != null) {
                throw new ClientException("--ssl-key is of no use without --ssl-certificate");
            }
            return null;
        }
        List<Certificate> chain = PemFiles.certificates("--ssl-certificate", files.certificate());
        // One file may hold both.
        PrivateKey key = files.key() == null
                ? PemFiles.privateKey("--ssl-certificate", files.certificate(), files.password())
                : PemFiles.privateKey("--ssl-key", files.key(), files.password());
        KeyStore store = empty();
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(TlsFiles files) throws ClientException, GeneralSecurityException, IOException {
        if (files.trust() == null) {
            // The CAs that come with Java.
            return null;
        }
        KeyStore store = empty();
        int count = 0;
        for (Certificate certificate : PemFiles.certificates("--ssl-trustfile", files.trust())) {
            store.setCertificateEntry("ca" + count, certificate);
            count++;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
