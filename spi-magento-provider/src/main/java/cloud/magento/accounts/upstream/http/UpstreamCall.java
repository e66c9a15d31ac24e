package cloud.magento.accounts.upstream.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to upstream.
 *
 * @param endpoint what is asked
 * @param url where
 * @param headers sent along
 * @param form the form to post, or null to get
 */
public record UpstreamCall(
        Endpoint endpoint,
        URI url,
        Map<String, String> headers,
        @Nullable Map<String, String> form) {
    public UpstreamCall {
        headers = Map.copyOf(headers);
        form = form == null ? null : Map.copyOf(form);
    }

    public static UpstreamCall get(Endpoint endpoint, URI url) {
        return new UpstreamCall(endpoint, url, Map.of("Accept", "application/json"), null);
    }

    public static UpstreamCall post(Endpoint endpoint, URI url, Map<String, String> form) {
        return new UpstreamCall(endpoint, url, Map.of("Accept", "application/json"), form);
    }

    public UpstreamCall with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new UpstreamCall(endpoint, url, all, form);
    }
}
