package cloud.magento.accounts.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.policy.UpstreamLogin;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entry will say, before it has its place in the chain. What is personal goes into the part of the person it
 * tells of, so that it can be erased; everything else into the entry itself.
 */
final class EntryDraft {
    static final String ACCOUNT = "account";
    static final String ACTOR = "actor";

    private final Map<String, Object> members = new TreeMap<>();
    private final Map<String, Object> details = new TreeMap<>();
    private final Map<String, Object> account = new TreeMap<>();
    private final Map<String, Object> actor = new TreeMap<>();

    private EntryDraft() {}

    /** An entry about something that is being done in the session's request. */
    static EntryDraft of(EntryType type, Actor acting) {
        EntryDraft draft = new EntryDraft();
        put(draft.members, "type", type.id());
        put(draft.members, "by", acting.by().id());
        put(draft.members, "client", acting.client());
        if (acting.by() == Actor.By.ADMINISTRATOR) {
            put(draft.actor, ACTOR, acting.userId());
            put(draft.actor, "realm", acting.realm());
            put(draft.actor, "address", acting.address());
        } else if (acting.by() == Actor.By.PERSON) {
            put(draft.account, "address", acting.address());
        }
        return draft;
    }

    EntryDraft reason(@Nullable String reason) {
        put(members, "reason", reason);
        return this;
    }

    EntryDraft proof(String proof) {
        put(members, "proof", proof);
        return this;
    }

    EntryDraft reference(@Nullable String reference) {
        put(members, "reference", reference);
        return this;
    }

    EntryDraft client(@Nullable String client) {
        put(members, "client", client);
        return this;
    }

    /** Something that is not personal: a string, an integer, a boolean, or lists and maps of these. */
    EntryDraft detail(String name, Object value) {
        details.put(name, value);
        return this;
    }

    EntryDraft account(@Nullable String userId) {
        put(account, ACCOUNT, userId);
        return this;
    }

    EntryDraft identity(UpstreamIdentity identity) {
        put(account, "issuer", identity.issuer());
        put(account, "subject", identity.subject());
        return this;
    }

    EntryDraft previous(UpstreamIdentity identity) {
        put(account, "previousIssuer", identity.issuer());
        put(account, "previousSubject", identity.subject());
        return this;
    }

    EntryDraft login(UpstreamLogin login) {
        put(account, "authTime", fitting(login.authTime()));
        put(account, "acr", login.acr());
        put(account, "amr", login.amr().isEmpty() ? null : login.amr());
        return this;
    }

    /** What upstream calls the person. */
    EntryDraft name(@Nullable String name) {
        put(account, "name", name == null || name.isEmpty() ? null : name);
        return this;
    }

    /** The address by which upstream is expected to know the person. */
    EntryDraft upstreamEmail(String address) {
        put(account, "upstreamEmail", address);
        return this;
    }

    /** An operator's words. */
    EntryDraft why(String why) {
        put(account, "why", why);
        return this;
    }

    /** Members of the entry but for those that its place in the chain and its parts give it. */
    Map<String, Object> members() {
        Map<String, Object> all = new TreeMap<>(members);
        if (!details.isEmpty()) {
            all.put("details", details);
        }
        return all;
    }

    /** What is told of the account; empty where nothing is. */
    Map<String, Object> account() {
        return Collections.unmodifiableMap(account);
    }

    /** What is told of the administrator; empty where nothing is. */
    Map<String, Object> actor() {
        return Collections.unmodifiableMap(actor);
    }

    /** A time that the format cannot hold is left out. */
    private static @Nullable Long fitting(@Nullable Long seconds) {
        return seconds == null || Math.abs(seconds) > CanonicalJson.MAX_INTEGER ? null : seconds;
    }

    private static void put(Map<String, Object> part, String name, @Nullable Object value) {
        if (value instanceof String text) {
            part.put(name, text.isBlank() ? "" : wellFormed(text));
        } else if (value instanceof List<?> list) {
            part.put(
                    name,
                    list.stream().map(item -> wellFormed(String.valueOf(item))).toList());
        } else if (value != null) {
            part.put(name, value);
        }
    }

    /** A lone surrogate has no UTF-8 encoding and cannot be hashed. */
    private static String wellFormed(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE ? 0xFFFD : code)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
