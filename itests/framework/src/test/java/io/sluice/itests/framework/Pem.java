// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.framework;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-signed certificate for {@code localhost} in PEM files, made with the JDK's own tool.
 *
 * @param certificate the certificate's file
 * @param key the private key's file
 */
record Pem(Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    static Pem create(Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "k", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost",
                "-validity", "60", "-ext", "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12",
                "-storepass", PASSWORD, "-keystore", store.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start();
        if (tool.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new Pem(
                write(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("k").getEncoded()),
                write(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("k", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path write(Path file, String type, byte[] content) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }
}
