// SPDX-License-Identifier: Apache-2.0
package io.sluice.security.ssl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;

/** Derives a user from a certificate: {@code uidFormat} chooses fields, {@code uidNameMappingFile} renames. */
final class UserIdFormat {

    private static final int MAX_LETTERS = 7;
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "1.2.840.113549.1.9.1", "emailAddress",
            "2.5.4.5", "serialNumber",
            "2.5.4.12", "title",
            "2.5.4.4", "SN",
            "2.5.4.42", "GN");

    private final String letters;
    private final Map<String, String> names;

    private UserIdFormat(String letters, Map<String, String> names) {
        this.letters = letters;
        this.names = names;
    }

    /** Makes the format of a profile. An invalid {@code uidFormat} means the subject, as without one. */
    static UserIdFormat of(ProfileSettings settings) throws RejectedException {
        String format = settings.get("uidFormat");
        String file = settings.get("uidNameMappingFile");
        return new UserIdFormat(valid(format) ? format : "", file == null ? Map.of() : mapping(file));
    }

    /** Returns true if the text consists of known letters. */
    static boolean valid(String format) {
        return format != null && format.length() <= MAX_LETTERS && format.matches("[csloun125]+");
    }

    private static Map<String, String> mapping(String file) throws RejectedException {
        String attribute = "uidNameMappingFile";
        try {
            byte[] bytes = PemReader.read(attribute, file).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            JsonObject object = JsonParser.object().from(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            for (Map.Entry<String, Object> entry : object.entrySet()) {
                if (!(entry.getValue() instanceof String)) {
                    throw new RejectedException(attribute,
                            "the value of \"" + entry.getKey() + "\" in " + file + " is no text; expected a name");
                }
            }
            Map<String, String> names = new java.util.HashMap<>();
            object.forEach((uid, name) -> names.put(uid, (String) name));
            return Map.copyOf(names);
        } catch (JsonParserException e) {
            throw new RejectedException(attribute, file + " is no JSON object of texts {\"uid\": \"name\"}: line "
                    + e.getLinePosition() + ", " + e.getMessage(), e);
        }
    }

    /** Returns the user of a certificate; never empty unless its subject is. */
    String userId(X509Certificate certificate) {
        List<String> parts = new ArrayList<>();
        X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        for (char letter : letters.toCharArray()) {
            String part = part(letter, subject, certificate);
            if (part != null) {
                parts.add(part);
            }
        }
        // No wanted field present: an empty user would be taken for none, so the subject stands in.
        String uid = parts.isEmpty()
                ? certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, SHORT_NAMES)
                : String.join(";", parts);
        return names.getOrDefault(uid, uid);
    }

    private static String part(char letter, X500Name subject, X509Certificate certificate) {
        return switch (letter) {
            case 'c' -> field(subject, BCStyle.C);
            case 's' -> field(subject, BCStyle.ST);
            case 'l' -> field(subject, BCStyle.L);
            case 'o' -> field(subject, BCStyle.O);
            case 'u' -> field(subject, BCStyle.OU);
            case 'n' -> field(subject, BCStyle.CN);
            case '1' -> fingerprint(certificate, "SHA-1");
            case '2' -> fingerprint(certificate, "SHA-256");
            default -> fingerprint(certificate, "SHA-512");
        };
    }

    private static String field(X500Name subject, ASN1ObjectIdentifier type) {
        RDN[] found = subject.getRDNs(type);
        if (found.length == 0) {
            return null;
        }
        for (var pair : found[0].getTypesAndValues()) {
            if (pair.getType().equals(type)) {
                ASN1Encodable value = pair.getValue();
                return value instanceof ASN1String text ? text.getString() : value.toString();
            }
        }
        return null;
    }

    private static String fingerprint(X509Certificate certificate, String hash) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + hash + " of the certificate", e);
        }
    }
}
