package cloud.magento.accounts.keycloak;

import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.forms.login.LoginFormsProvider;

/** Pages that are not rendered: the entity of the answer is a {@link Page}. */
public abstract class TestForms implements LoginFormsProvider {
    private final Map<String, Object> attributes = new HashMap<>();

    static TestForms empty() {
        return Partial.of(TestForms.class);
    }

    /**
     * A page.
     *
     * @param template the name of its template
     * @param data what ours are given, under the name {@code magento}
     */
    public record Page(String template, Map<?, ?> data) {}

    @Override
    public LoginFormsProvider setAttribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    @Override
    public Response createForm(String template) {
        return Response.status(200)
                .entity(new Page(template, (Map<?, ?>) attributes.getOrDefault("magento", Map.of())))
                .build();
    }
}
