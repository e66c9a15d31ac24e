package cloud.magento.accounts.bundle;

import cloud.magento.accounts.ledger.BundleSignatures.Signature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.util.JsonSerialization;

/** Writes lines, and at last one with their counts, their hash and its signature. */
final class BundleLines {
    private final OutputStream out;
    private final RunningHash hash = new RunningHash();
    private final Map<BundleLine, Long> counts = new EnumMap<>(BundleLine.class);

    BundleLines(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void add(BundleLine type, ObjectNode line) {
        counts.merge(type, 1L, Long::sum);
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        hash.add(bytes);
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param signing signs a hash */
    void end(Function<String, Signature> signing) throws IOException {
        ObjectNode end = JsonSerialization.mapper.createObjectNode().put("type", BundleLine.END.id());
        for (BundleLine counted : RunningHash.COUNTED) {
            end.put(counted.id(), counts.getOrDefault(counted, 0L));
        }
        String sha256 = hash.hex();
        Signature signature = signing.apply(sha256);
        end.put("sha256", sha256).put("signature", signature.signed().token());
        if (signature.signed().key() != null) {
            end.put("key", signature.signed().key());
        }
        end.put("fingerprint", signature.fingerprint());
        out.write((end + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
