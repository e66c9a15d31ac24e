package cloud.magento.accounts.rollout;

import cloud.magento.accounts.policy.InvalidSettingException;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LoginLevels;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.rollout.RolloutChange.Outcome;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.StripSecretsUtils;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.services.ErrorResponseException;

/** The policy's settings on the provider. What means the same, such as an absent key and its default, is the same. */
final class RolloutSettings {
    static final List<String> KEYS = List.of(
            LinkSettings.REPORT_ONLY,
            LinkSettings.REMIND_FROM,
            LinkSettings.ENFORCE_FROM,
            LinkSettings.MAX_SKIPS,
            LinkSettings.PRIMARY_LOGIN,
            LinkSettings.SECOND_FACTOR,
            LoginStrength.LEVELS,
            LoginStrength.REQUIRED_LEVEL,
            LoginStrength.MAX_AGE,
            LinkSettings.SELF_UNLINK,
            LinkSettings.NEW_ACCOUNTS,
            LinkSettings.TRUST_VERIFIED_EMAIL,
            LinkSettings.ALLOW_IMPERSONATION);

    private static final String PATH = "$.settings";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final IdentityProviderModel provider;
    private final Map<String, Object> now;

    RolloutSettings(KeycloakSession session, RealmModel realm, IdentityProviderModel provider) {
        this.session = session;
        this.realm = realm;
        this.provider = provider;
        this.now = stored(provider.getConfig());
    }

    /** What holds, defaults too; an empty text where there is no date and no limit. */
    Map<String, Object> now() {
        return now;
    }

    /** The policy as it is to be; refused as it is where the provider is saved. */
    Planned plan(Map<String, String> wanted) {
        Map<String, String> config = new HashMap<>(provider.getConfig());
        wanted.forEach((key, value) -> {
            if (value.isEmpty()) {
                config.remove(key);
            } else {
                config.put(key, value);
            }
        });
        LinkSettings policy = parsed(config, wanted);
        Map<String, Object> then = view(policy);
        List<RolloutChange> changes = new ArrayList<>();
        for (String key : KEYS) {
            boolean same = Objects.equals(now.get(key), then.get(key));
            if (wanted.containsKey(key)) {
                Outcome outcome = same ? Outcome.UNCHANGED : Outcome.CHANGED;
                changes.add(RolloutChange.of(RolloutChange.SETTING, key, outcome, now.get(key), then.get(key)));
            } else {
                changes.add(RolloutChange.of(RolloutChange.SETTING, key, Outcome.LEFT, now.get(key), null));
            }
        }
        Planned planned = new Planned(policy, changes, copy(config));
        if (planned.isChange()) {
            validate(planned.saved());
        }
        return planned;
    }

    /**
     * What the settings come to.
     *
     * @param policy as it will be
     * @param saved the provider as it is to be saved
     */
    record Planned(LinkSettings policy, List<RolloutChange> changes, MagentoIdentityProviderConfig saved) {
        boolean isChange() {
            return changes.stream().anyMatch(RolloutChange::isChange);
        }
    }

    /** Saves the provider, and says what Keycloak's own API would put on record of it. */
    IdentityProviderRepresentation save(Planned planned) {
        session.identityProviders().update(planned.saved());
        return StripSecretsUtils.stripSecrets(
                session, ModelToRepresentation.toRepresentation(session, realm, planned.saved()));
    }

    private MagentoIdentityProviderConfig copy(Map<String, String> config) {
        MagentoIdentityProviderConfig saved = new MagentoIdentityProviderConfig(provider);
        saved.setConfig(config);
        return saved;
    }

    private void validate(MagentoIdentityProviderConfig saved) {
        try {
            saved.validate(realm);
        } catch (ErrorResponseException e) {
            throw new RolloutException(PATH, String.valueOf(e.getMessage()));
        }
    }

    private static LinkSettings parsed(Map<String, String> config, Map<String, String> wanted) {
        try {
            return LinkSettings.parse(config);
        } catch (InvalidSettingException e) {
            String path = wanted.containsKey(e.key()) ? PATH + "." + e.key() : PATH;
            throw new RolloutException(path, String.valueOf(e.getMessage()));
        }
    }

    /** A policy that was damaged in the database is told as it is stored. */
    private static Map<String, Object> stored(Map<String, String> config) {
        try {
            return view(LinkSettings.parse(config));
        } catch (InvalidSettingException e) {
            Map<String, Object> raw = new LinkedHashMap<>();
            KEYS.forEach(key -> raw.put(key, config.getOrDefault(key, "")));
            return raw;
        }
    }

    private static Map<String, Object> view(LinkSettings policy) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put(LinkSettings.REPORT_ONLY, policy.reportOnly());
        view.put(
                LinkSettings.REMIND_FROM,
                policy.remindFrom() == null ? "" : policy.remindFrom().toString());
        view.put(LinkSettings.ENFORCE_FROM, policy.enforceFrom().toString());
        view.put(
                LinkSettings.MAX_SKIPS,
                policy.maxSkips().isPresent() ? (Object) policy.maxSkips().getAsInt() : "");
        view.put(LinkSettings.PRIMARY_LOGIN, policy.primaryLogin().id());
        view.put(LinkSettings.SECOND_FACTOR, policy.secondFactor().id());
        LoginStrength strength = policy.strength();
        view.put(LoginStrength.LEVELS, strength.levels().text());
        view.put(
                LoginStrength.REQUIRED_LEVEL,
                strength.requiredLevel() > LoginLevels.ANY ? (Object) strength.requiredLevel() : "");
        view.put(
                LoginStrength.MAX_AGE,
                strength.maxAge() == null ? "" : (Object) strength.maxAge().toSeconds());
        view.put(LinkSettings.SELF_UNLINK, policy.selfUnlink());
        view.put(LinkSettings.NEW_ACCOUNTS, policy.newAccounts());
        view.put(LinkSettings.TRUST_VERIFIED_EMAIL, policy.trustVerifiedEmail());
        view.put(LinkSettings.ALLOW_IMPERSONATION, policy.allowImpersonation());
        return view;
    }
}
