// SPDX-License-Identifier: Apache-2.0
package io.sluice.routing.network.message;

/** A message of this router. */
record DecodedPayload(ControlMessage message) implements Payload {

    @Override
    public long fingerprint() {
        if (message instanceof ControlMessage.Advertisement ra) {
            return mix(ra.instance(), ra.linkSeq(), ra.mobileSeq());
        }
        if (message instanceof ControlMessage.MobileUpdate mau) {
            return mix(-1, mau.seq(), mau.isComplete() ? 1 : 0);
        }
        return message.hashCode();
    }

    private static long mix(long a, long b, long c) {
        long h = a * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 29) ^ b) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 32) ^ c) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }
}
