package cloud.magento.accounts.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * An answer of upstream that came whole, in time and small enough.
 *
 * @param status the HTTP status: 200 to 299, or 400 to 499 except 408 and 429
 * @param body the body, unpacked
 */
record UpstreamAnswer(int status, String body) {
    boolean isOk() {
        return status < 300;
    }

    Optional<ObjectNode> json() {
        return Json.object(body);
    }
}
