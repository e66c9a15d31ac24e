package cloud.magento.accounts.upstream;

import cloud.magento.accounts.upstream.protocol.Outcome;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.oidc.mappers.AbstractClaimMapper;
import org.keycloak.broker.oidc.mappers.AdvancedClaimToGroupMapper;
import org.keycloak.broker.oidc.mappers.AdvancedClaimToRoleMapper;
import org.keycloak.broker.oidc.mappers.ClaimToRoleMapper;
import org.keycloak.broker.oidc.mappers.ClaimToUserSessionNoteMapper;
import org.keycloak.broker.oidc.mappers.UserAttributeMapper;
import org.keycloak.broker.oidc.mappers.UsernameTemplateMapper;
import org.keycloak.broker.provider.HardcodedAttributeMapper;
import org.keycloak.broker.provider.HardcodedGroupMapper;
import org.keycloak.broker.provider.HardcodedRoleMapper;
import org.keycloak.broker.provider.HardcodedUserSessionAttributeMapper;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.utils.JsonUtils;

/**
 * Which claims the mappers of a provider read. Keycloak's mappers take a claim from the ID token, else from userinfo,
 * and one that is in neither is gone: they then take the role, the group or the attribute away. So a claim that the ID
 * token lacks is looked for in userinfo, and where that cannot be read nobody knows whether the claim is gone. No
 * mapper may be asked then, and the sign-in ends.
 *
 * @param paths the claims by name, in the form in which mappers have them
 * @param readAll whether one of the mappers is somebody else's, which may read anything
 */
record ClaimMappers(Set<String> paths, boolean readAll) {
    private static final Pattern IN_TEMPLATE = Pattern.compile("\\$\\{CLAIM\\.([^}|]+?)\\s*(?:\\|[^}]*)?}");

    /** No name of a claim is blank, or has a line break. */
    private static final String ALL = " ";

    private static final String SEPARATOR = "\n";

    ClaimMappers {
        paths = Set.copyOf(paths);
    }

    static ClaimMappers of(Stream<IdentityProviderMapperModel> mappers) {
        Set<String> paths = new HashSet<>();
        boolean[] readAll = {false};
        mappers.forEach(mapper -> {
            Map<String, String> config = Objects.requireNonNullElse(mapper.getConfig(), Map.of());
            switch (mapper.getIdentityProviderMapper()) {
                case UserAttributeMapper.PROVIDER_ID, ClaimToRoleMapper.PROVIDER_ID ->
                    paths.add(config.getOrDefault(AbstractClaimMapper.CLAIM, ""));
                case AdvancedClaimToRoleMapper.PROVIDER_ID,
                        AdvancedClaimToGroupMapper.PROVIDER_ID,
                        ClaimToUserSessionNoteMapper.PROVIDER_ID ->
                    paths.addAll(mapper.getConfigMap(AdvancedClaimToRoleMapper.CLAIM_PROPERTY_NAME)
                            .keySet());
                case UsernameTemplateMapper.PROVIDER_ID ->
                    paths.addAll(inTemplate(config.getOrDefault(UsernameTemplateMapper.TEMPLATE, "")));
                case HardcodedAttributeMapper.PROVIDER_ID,
                        HardcodedGroupMapper.PROVIDER_ID,
                        HardcodedRoleMapper.PROVIDER_ID,
                        HardcodedUserSessionAttributeMapper.PROVIDER_ID -> {}
                default -> readAll[0] = true;
            }
        });
        paths.removeIf(String::isBlank);
        return new ClaimMappers(paths, readAll[0]);
    }

    private static List<String> inTemplate(String template) {
        return IN_TEMPLATE
                .matcher(template)
                .results()
                .map(MatchResult::group)
                .map(variable -> IN_TEMPLATE.matcher(variable).replaceFirst("$1"))
                .toList();
    }

    boolean readClaims() {
        return readAll || !paths.isEmpty();
    }

    /** Of a validated ID token what they read, so that no more of a person is kept than that. */
    Outcome<MappedClaims> claims(ObjectNode idToken) {
        return readClaims() ? MappedClaims.of(read(idToken), note()) : Outcome.of(MappedClaims.NONE);
    }

    /** What they look for, to be kept with what was found. */
    String note() {
        return readAll ? ALL : String.join(SEPARATOR, new TreeSet<>(paths));
    }

    /** Whether all that they look for was looked for when the person arrived; a mapper may have come since. */
    boolean areServedBy(@Nullable String lookedFor) {
        return !readClaims()
                || ALL.equals(lookedFor)
                || lookedFor != null
                        && !readAll
                        && Set.of(lookedFor.split(SEPARATOR, -1)).containsAll(paths);
    }

    /** Whether they go on to look in userinfo. */
    boolean lack(MappedClaims claims) {
        JsonWebToken idToken = claims.idToken();
        return readAll
                || idToken != null
                        && paths.stream().anyMatch(path -> AbstractClaimMapper.getClaimValue(idToken, path) == null);
    }

    /** The claims together with what they read of userinfo. */
    MappedClaims with(MappedClaims claims, @Nullable ObjectNode userInfo) {
        return userInfo == null || !readClaims() ? claims : claims.with(read(userInfo));
    }

    private ObjectNode read(ObjectNode document) {
        ObjectNode copy = document.deepCopy();
        return readAll ? copy : copy.retain(members());
    }

    /** A path may go into an object, and in userinfo also into an array. */
    private Set<String> members() {
        Set<String> members = new HashSet<>(Set.of("sub"));
        paths.stream().map(path -> JsonUtils.splitClaimPath(path).get(0)).forEach(first -> {
            members.add(first);
            members.add(first.replaceFirst("\\[.*", "").strip());
        });
        return members;
    }
}
