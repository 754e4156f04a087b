// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The key, certificates and trusted CAs of a profile, read and checked once.
 *
 * @param context with the JDK's providers
 * @param keys null for a profile that can only be used to dial without a client certificate
 * @param trust from {@code caCertFile}; null without one: then the JDK's own CAs are trusted
 * @param expires when the own certificate ends, null without one
 */
record KeyMaterial(SSLContext context, KeyManager[] keys, TrustManager[] trust, Date expires) {

    boolean hasKey() {
        return keys != null;
    }

    boolean hasTrust() {
        return trust != null;
    }

    /** Makes a context that names the authorities of another file when it asks for certificates. */
    SSLContext naming(String attribute, String file) throws RejectedException {
        List<X509Certificate> named = PemReader.certificates(attribute, file);
        try {
            SSLContext other = SSLContext.getInstance("TLS");
            TrustManager[] both = Stream.of(trust).map(one -> one instanceof X509ExtendedTrustManager manager
                    ? new NamedIssuers(manager, named) : one).toArray(TrustManager[]::new);
            other.init(keys, both, null);
            return other;
        } catch (GeneralSecurityException e) {
            throw new RejectedException(attribute, "Cannot initialize SSL: " + e.getMessage(), e);
        }
    }

    /** Reads the files that the settings name. */
    static KeyMaterial load(ProfileSettings settings, Date now) throws RejectedException {
        String certFile = settings.get("certFile");
        if (certFile == null && settings.get("privateKeyFile") != null) {
            throw new RejectedException("privateKeyFile", "a private key needs the certificate that belongs to it: "
                    + "expected certFile too");
        }
        KeyManager[] keys = null;
        Date expires = null;
        if (certFile != null) {
            List<X509Certificate> chain = PemReader.certificates("certFile", certFile);
            checkDate(chain.get(0), certFile, now);
            expires = chain.get(0).getNotAfter();
            keys = keyManagers(settings, certFile, chain);
        }
        String caFile = settings.get("caCertFile");
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = caFile == null ? null : trustManagers(caFile);
            context.init(keys, trust, null);
            return new KeyMaterial(context, keys, trust, expires);
        } catch (GeneralSecurityException | IOException e) {
            throw new RejectedException(null, "Cannot initialize SSL: " + e.getMessage(), e);
        }
    }

    private static void checkDate(X509Certificate own, String file, Date now) throws RejectedException {
        if (now.after(own.getNotAfter())) {
            throw new RejectedException("certFile", "the certificate in " + file + " expired at "
                    + own.getNotAfter().toInstant() + " (subject " + own.getSubjectX500Principal().getName() + ')');
        }
        if (now.before(own.getNotBefore())) {
            throw new RejectedException("certFile", "the certificate in " + file + " is not valid before "
                    + own.getNotBefore().toInstant() + " (subject " + own.getSubjectX500Principal().getName() + ')');
        }
    }

    private static KeyManager[] keyManagers(ProfileSettings settings, String certFile, List<X509Certificate> chain)
            throws RejectedException {
        String keyFile = settings.get("privateKeyFile");
        // Some keep key and certificate in one file and name it once.
        PrivateKey key = PemReader.privateKey(
                "privateKeyFile", keyFile == null ? certFile : keyFile, settings.get("password"));
        try {
            if (!match(key, chain.get(0).getPublicKey())) {
                throw new RejectedException("privateKeyFile", "the private key in "
                        + (keyFile == null ? certFile : keyFile) + " does not belong to the first certificate in "
                        + certFile + " (subject " + chain.get(0).getSubjectX500Principal().getName() + ')');
            }
            // The store never leaves memory; JSSE merely insists on a password for its entries.
            char[] entryPassword = "memory".toCharArray();
            KeyStore store = emptyStore();
            store.setKeyEntry("own", key, entryPassword, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, entryPassword);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new RejectedException("certFile", "Cannot set SSL credentials: " + e.getMessage(), e);
        }
    }

    private static boolean match(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (key instanceof RSAKey ours && certified instanceof RSAKey theirs) {
            return ours.getModulus().equals(theirs.getModulus());
        }
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
        byte[] probe = {1, 2, 3, 4};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(probe);
        byte[] signature = signer.sign();
        signer.initVerify(certified);
        signer.update(probe);
        return signer.verify(signature);
    }

    private static TrustManager[] trustManagers(String caFile)
            throws RejectedException, GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate certificate : PemReader.certificates("caCertFile", caFile)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
