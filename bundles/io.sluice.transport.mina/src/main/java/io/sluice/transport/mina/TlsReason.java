// SPDX-License-Identifier: Apache-2.0
package io.sluice.transport.mina;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** Turns the JDK's TLS exceptions into one line that tells an operator what to mend. */
final class TlsReason {

    private TlsReason() {
    }

    static String of(Throwable failure) {
        for (Throwable t = failure; t != null && t.getCause() != t; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return "certificate verify failed: certificate has expired (" + t.getMessage() + ")";
            }
            if (t instanceof CertificateNotYetValidException) {
                return "certificate verify failed: certificate is not yet valid (" + t.getMessage() + ")";
            }
            if (t instanceof CertPathBuilderException) {
                return "certificate verify failed: unknown CA (" + t.getMessage() + ")";
            }
        }
        for (Throwable t = failure; t != null && t.getCause() != t; t = t.getCause()) {
            if (t instanceof CertificateException || t instanceof CertPathValidatorException) {
                return "certificate verify failed: " + t.getMessage();
            }
        }
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (text.contains("mpty client certificate chain")) {
            return "peer did not return a certificate";
        }
        return text;
    }
}
