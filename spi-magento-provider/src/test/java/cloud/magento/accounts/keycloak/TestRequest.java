package cloud.magento.accounts.keycloak;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import org.keycloak.http.HttpRequest;

/** A request of a browser or an application. */
public abstract class TestRequest implements HttpRequest {
    private final String path;
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    private final MultivaluedMap<String, String> query = new MultivaluedHashMap<>();

    TestRequest(String path) {
        this.path = path;
    }

    public static TestRequest to(String path) {
        return Partial.of(TestRequest.class, path);
    }

    /** The same with a field of a form. */
    public TestRequest with(String field, String value) {
        form.add(field, value);
        return this;
    }

    /** The same with a parameter in its address. */
    public TestRequest asking(String parameter, String value) {
        query.add(parameter, value);
        return this;
    }

    @Override
    public String getHttpMethod() {
        return form.isEmpty() ? "GET" : "POST";
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return form;
    }

    @Override
    public UriInfo getUri() {
        return Partial.of(Address.class, path, query);
    }

    abstract static class Address implements UriInfo {
        private final String path;
        private final MultivaluedMap<String, String> query;

        Address(String path, MultivaluedMap<String, String> query) {
            this.path = path;
            this.query = query;
        }

        @Override
        public String getPath() {
            return path;
        }

        @Override
        public MultivaluedMap<String, String> getQueryParameters() {
            return query;
        }
    }
}
