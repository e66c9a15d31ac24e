package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.web.CsrfCheck;
import cloud.magento.accounts.web.PageUrls;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;

/** The pages, in the order in which a roll-out needs them. */
enum Place {
    OVERVIEW,
    CHECKS,
    AHEAD,
    PERSON,
    POLICY,
    GROUPS,
    EXEMPTIONS,
    INVITATIONS,
    CAMPAIGNS,
    OUTAGE,
    LINKS,
    RECONCILE,
    ADOPTION;

    /** As it stands in the address and in the keys of messages. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Place> withId(String id) {
        return Arrays.stream(values())
                .filter(place -> place != OVERVIEW && place.id().equals(id))
                .findFirst();
    }

    String url(KeycloakSession session) {
        URI root = PageUrls.realmResource(session, session.getContext().getRealm())
                .path("operate")
                .build();
        return this == OVERVIEW ? root.toString() : root + "/" + id();
    }

    String url(KeycloakSession session, Map<String, String> parameters) {
        return url(session) + query(parameters);
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    /** The page in place of what an out-of-date form asked for. */
    URI outdated(KeycloakSession session) {
        return URI.create(url(session, Map.of("notice", CsrfCheck.OUTDATED)));
    }
}
