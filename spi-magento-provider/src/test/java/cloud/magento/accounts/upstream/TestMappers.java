package cloud.magento.accounts.upstream;

import java.util.HashMap;
import java.util.Map;
import org.keycloak.models.IdentityProviderMapperModel;

/** Mappers of the provider {@code magento}, as they are stored. */
final class TestMappers {
    private TestMappers() {}

    static IdentityProviderMapperModel of(String type, Map<String, String> config) {
        IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
        mapper.setName("one");
        mapper.setIdentityProviderAlias("magento");
        mapper.setIdentityProviderMapper(type);
        mapper.setConfig(new HashMap<>(config));
        return mapper;
    }

    /** One that grants a role to whoever has these claims, whatever their value. */
    static IdentityProviderMapperModel advancedRole(String... paths) {
        StringBuilder claims = new StringBuilder();
        for (String path : paths) {
            claims.append(claims.isEmpty() ? "" : ",")
                    .append("{\"key\":\"")
                    .append(path.replace("\\", "\\\\"))
                    .append("\",\"value\":\"x\"}");
        }
        return of("oidc-advanced-role-idp-mapper", Map.of("claims", "[" + claims + "]"));
    }
}
