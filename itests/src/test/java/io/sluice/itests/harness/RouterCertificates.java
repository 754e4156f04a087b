// SPDX-License-Identifier: Apache-2.0
package io.sluice.itests.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A private authority for the inside of a network, and certificates of routers, made with the openssl commands that
 * people use: RSA, no extensions, above all no name of a host but in the subject.
 */
public final class RouterCertificates {

    private static final String SUBJECT = "/C=GB/ST=London/L=London/O=Acme plc/OU=Head Office/";

    /** The password of key stores. */
    public static final String PASSWORD = "s3cret";

    private final Path folder;

    /** Makes an authority whose files go to a folder. */
    public RouterCertificates(Path folder) throws Exception {
        this.folder = folder;
        openssl("genrsa", "-out", "ca-key.pem", "2048");
        openssl("req", "-new", "-key", "ca-key.pem", "-out", "ca.csr", "-subj", SUBJECT);
        openssl("x509", "-req", "-in", "ca.csr", "-signkey", "ca-key.pem", "-out", "ca.crt");
    }

    /** Returns the authority's certificate. */
    public Path authority() {
        return folder.resolve("ca.crt");
    }

    /** Makes a router's key and certificate for some days, which may be over. */
    public RouterCertificates router(String name, int days) throws Exception {
        openssl("genrsa", "-out", name + ".key", "2048");
        openssl("req", "-new", "-key", name + ".key", "-out", name + ".csr", "-subj",
            "/CN=" + name + ".mesh.svc.cluster.local");
        openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.crt", "-CAkey", "ca-key.pem", "-CAcreateserial",
            "-days", Integer.toString(days), "-out", name + ".crt");
        return this;
    }

    /** Returns the lines of an SSL profile for a router's certificate. */
    public String[] profile(String profile, String name) {
        return profile(profile, name, authority());
    }

    /** Returns the lines of an SSL profile for a router's certificate that trusts some authority. */
    public String[] profile(String profile, String name, Path trusted) {
        return new String[] {"name: " + profile, "certFile: " + folder.resolve(name + ".crt"),
            "privateKeyFile: " + folder.resolve(name + ".key"), "caCertFile: " + trusted};
    }

    /** Returns a PKCS#12 file with a router's key and certificate, under {@link #PASSWORD}. */
    public Path keyStore(String name) throws IOException, InterruptedException {
        openssl("pkcs12", "-export", "-in", name + ".crt", "-inkey", name + ".key", "-passout", "pass:" + PASSWORD,
            "-out", name + ".p12");
        return folder.resolve(name + ".p12");
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("openssl.out");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(out.toFile()).start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "openssl does not end");
        assertEquals(0, process.exitValue(), command + ": " + Files.readString(out));
    }
}
