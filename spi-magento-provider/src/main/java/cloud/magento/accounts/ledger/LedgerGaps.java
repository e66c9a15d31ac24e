package cloud.magento.accounts.ledger;

import cloud.magento.accounts.policy.UpstreamIdentity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Finds where the ledger does not tell what stands, as after one of the tables was restored or changed by hand, and
 * adds an entry that does. It has the reason {@code reconciled} and states no proof: the ledger saw none.
 */
public final class LedgerGaps {
    private static final String RECONCILED = "reconciled";

    /** Entries of these types that are the newest of their account. */
    private static final String NEWEST = """
            select e.SEQ from {h-schema}MAGENTO_LEDGER e
              join {h-schema}MAGENTO_LEDGER_PERSON p on p.REALM_ID = e.REALM_ID and p.SEQ = e.SEQ and p.PART = 'account'
            where e.REALM_ID = :realmId and e.SEQ > :after and e.TYPE in (%s) and p.PERSON_ID is not null
              and not exists (
                select 1 from {h-schema}MAGENTO_LEDGER_PERSON q
                  join {h-schema}MAGENTO_LEDGER n on n.REALM_ID = q.REALM_ID and n.SEQ = q.SEQ
                where q.REALM_ID = p.REALM_ID and q.PERSON_ID = p.PERSON_ID and q.PART = 'account' and q.SEQ > p.SEQ
                  and n.TYPE in (%s)) and\s""";

    private static final String LINKED =
            NEWEST.formatted("'link-made', 'link-switched'", "'link-made', 'link-switched', 'link-ended'") + """
            e.SEQ > coalesce((select max(r.SEQ) from {h-schema}MAGENTO_LEDGER r
                where r.REALM_ID = :realmId and r.TYPE = 'provider-removed'), 0)
              and not exists (select 1 from {h-schema}MAGENTO_LINK l
                where l.REALM_ID = e.REALM_ID and l.USER_ID = p.PERSON_ID)
              and not exists (select 1 from {h-schema}FEDERATED_IDENTITY f
                where f.USER_ID = p.PERSON_ID and f.IDENTITY_PROVIDER = :alias)
              and not exists (select 1 from {h-schema}BROKER_LINK b
                where b.USER_ID = p.PERSON_ID and b.IDENTITY_PROVIDER = :alias)""";

    private static final String EXEMPT =
            NEWEST.formatted("'exemption-granted'", "'exemption-granted', 'exemption-ended'") + """
            not exists (select 1 from {h-schema}MAGENTO_EXEMPTION x
                where x.REALM_ID = e.REALM_ID and x.USER_ID = p.PERSON_ID)""";

    private static final String LINK = "l.ID, l.USER_ID, l.ISSUER, l.SUBJECT, l.LINKED_AT, l.PROOF";
    private static final String OF_ACCOUNT = " and p.PERSON_ID = :userId";
    private static final String IN_ORDER = " order by e.REALM_ID, e.SEQ";

    /** Whether Keycloak has the link of the row {@code l} too. */
    private static final String BACKED = " and (exists (select 1 from {h-schema}FEDERATED_IDENTITY f where f.USER_ID ="
            + " l.USER_ID and f.IDENTITY_PROVIDER = l.ALIAS) or exists (select 1 from {h-schema}BROKER_LINK b where"
            + " b.USER_ID = l.USER_ID and b.IDENTITY_PROVIDER = l.ALIAS))";

    /**
     * A page of gaps.
     *
     * @param next what to read on after, or null at the end
     */
    public record Page(List<LedgerGap> gaps, @Nullable String next) {}

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String alias;
    private final EntityManager entities;

    /** @param alias of the realm's provider, or empty where it has none */
    public LedgerGaps(KeycloakSession session, RealmModel realm, String alias) {
        this.session = session;
        this.realm = realm;
        this.alias = alias;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Reads a page after this place, or the first after the empty text. */
    public Page read(LedgerGap.Kind kind, String after, int size) {
        return switch (kind) {
            case LINK_WITHOUT_ENTRY -> links(after, size);
            case ENTRY_WITHOUT_LINK -> entries(linked(place(after), ""), size);
            case EXEMPTION_WITHOUT_ENTRY -> exemptions(after, size);
            case ENTRY_WITHOUT_EXEMPTION -> entries(exempt(place(after), ""), size);
        };
    }

    /**
     * Adds the entries that are missing, each unless it is there once nobody else can append.
     *
     * @param asker the session of the request that wants it
     */
    public void mend(LedgerGap.Kind kind, List<LedgerGap> gaps, KeycloakSession asker) {
        Actor acting = Actor.in(asker);
        Ledger ledger = new Ledger(session, realm);
        for (LedgerGap gap : gaps) {
            ledger.appendIfStillTrue(kind + " " + gap.userId(), () -> draft(kind, gap.userId(), acting));
        }
    }

    private Optional<EntryDraft> draft(LedgerGap.Kind kind, String userId, Actor acting) {
        return switch (kind) {
            case LINK_WITHOUT_ENTRY ->
                rows(UnrecordedLinks.ofAccount(entities, LINK, BACKED).setParameter("userId", userId))
                        .map(row -> EntryDraft.of(EntryType.LINK_MADE, acting)
                                .reason(RECONCILED)
                                .account(userId)
                                .identity(new UpstreamIdentity(text(row[2]), text(row[3])))
                                .detail("linkedAt", LedgerWriter.time(number(row[4])))
                                .detail("registered", text(row[5])));
            case ENTRY_WITHOUT_LINK ->
                newest(linked(0, OF_ACCOUNT), userId).map(account -> {
                    EntryDraft draft = EntryDraft.of(EntryType.LINK_ENDED, acting)
                            .reason(RECONCILED)
                            .account(userId);
                    return account.get("issuer") instanceof String issuer
                                    && account.get("subject") instanceof String subject
                            ? draft.identity(new UpstreamIdentity(issuer, subject))
                            : draft;
                });
            case EXEMPTION_WITHOUT_ENTRY ->
                rows(exemptions(" and x.USER_ID = :userId").setParameter("userId", userId))
                        .filter(row -> isUnrecorded(row, recordedExemptions(List.of(userId))))
                        .map(row -> EntryDraft.of(EntryType.EXEMPTION_GRANTED, acting)
                                .reason(RECONCILED)
                                .account(userId)
                                .detail(
                                        "until",
                                        Instant.ofEpochMilli(number(row[2])).toString())
                                .why(text(row[4])));
            case ENTRY_WITHOUT_EXEMPTION ->
                newest(exempt(0, OF_ACCOUNT), userId)
                        .map(unused -> EntryDraft.of(EntryType.EXEMPTION_ENDED, acting)
                                .reason(RECONCILED)
                                .account(userId));
        };
    }

    private Page links(String after, int size) {
        List<?> found = UnrecordedLinks.query(entities, LINK, " and l.ID > :after" + BACKED + " order by l.ID")
                .setParameter("realmId", realm.getId())
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
        return page(
                found,
                size,
                row -> Optional.of(new LedgerGap(text(row[1]), text(row[3]), Instant.ofEpochMilli(number(row[4])))));
    }

    private Query linked(long after, String which) {
        return entities.createNativeQuery(LINKED + which + IN_ORDER)
                .setParameter("alias", alias)
                .setParameter("after", after);
    }

    private Query exempt(long after, String which) {
        return entities.createNativeQuery(EXEMPT + which + IN_ORDER).setParameter("after", after);
    }

    private Page entries(Query query, int size) {
        List<Long> seqs = seqs(query.setMaxResults(size));
        Map<Long, Map<String, Object>> accounts = accounts(seqs);
        Map<Long, Instant> times = times(seqs);
        List<LedgerGap> gaps = new ArrayList<>();
        seqs.forEach(seq -> {
            Map<String, Object> account = accounts.getOrDefault(seq, Map.of());
            gaps.add(new LedgerGap(
                    text(account.get(EntryDraft.ACCOUNT)),
                    account.get("subject") instanceof String subject ? subject : null,
                    times.getOrDefault(seq, Instant.EPOCH)));
        });
        return new Page(
                gaps, seqs.size() < size ? null : seqs.get(seqs.size() - 1).toString());
    }

    private Page exemptions(String after, int size) {
        List<?> found = exemptions(" and x.ID > :after order by x.ID")
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
        Map<String, Instant> recorded = recordedExemptions(
                found.stream().map(row -> text(((Object[]) row)[1])).toList());
        return page(
                found,
                size,
                row -> isUnrecorded(row, recorded)
                        ? Optional.of(new LedgerGap(text(row[1]), null, Instant.ofEpochMilli(number(row[3]))))
                        : Optional.empty());
    }

    /** Of accounts that are there: what others still have ends elsewhere. */
    private Query exemptions(String which) {
        return entities.createNativeQuery("select x.ID, x.USER_ID, x.UNTIL_AT, x.GRANTED_AT, x.REASON from"
                        + " {h-schema}MAGENTO_EXEMPTION x where x.REALM_ID = :realmId and (x.USER_ID like 'f:%' or"
                        + " exists (select 1 from {h-schema}USER_ENTITY u where u.ID = x.USER_ID))" + which)
                .setParameter("realmId", realm.getId());
    }

    private static boolean isUnrecorded(Object[] exemption, Map<String, Instant> recorded) {
        return !Instant.ofEpochMilli(number(exemption[2])).equals(recorded.get(text(exemption[1])));
    }

    /** Until when these accounts are exempt by their newest entry. */
    private Map<String, Instant> recordedExemptions(List<String> userIds) {
        if (userIds.isEmpty()) {
            return Map.of();
        }
        List<Long> seqs = seqs(entities.createNativeQuery("select max(e.SEQ) from {h-schema}MAGENTO_LEDGER e"
                        + " join {h-schema}MAGENTO_LEDGER_PERSON p on p.REALM_ID = e.REALM_ID and p.SEQ = e.SEQ"
                        + " where e.REALM_ID = :realmId and p.PART = 'account' and p.PERSON_ID in (:userIds)"
                        + " and e.TYPE in ('exemption-granted', 'exemption-ended') group by p.PERSON_ID")
                .setParameter("userIds", userIds));
        Map<Long, Map<String, Object>> accounts = accounts(seqs);
        Map<String, Instant> until = new HashMap<>();
        for (LedgerEntryEntity entry : entries(seqs)) {
            if (entry.type.equals(EntryType.EXEMPTION_GRANTED.id())) {
                until(entry.entry)
                        .ifPresent(end -> until.put(
                                text(accounts.getOrDefault(entry.seq, Map.of()).get(EntryDraft.ACCOUNT)), end));
            }
        }
        return until;
    }

    /** As the exemption's own table keeps it: to the millisecond. */
    private static Optional<Instant> until(String entry) {
        try {
            String until = JsonSerialization.mapper
                    .readTree(entry)
                    .path("details")
                    .path("until")
                    .asText();
            return Optional.of(Instant.ofEpochMilli(Instant.parse(until).toEpochMilli()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Map<String, Object>> newest(Query query, String userId) {
        return accounts(seqs(query.setParameter("userId", userId))).values().stream()
                .findFirst();
    }

    private List<Long> seqs(Query query) {
        List<?> found = query.setParameter("realmId", realm.getId()).getResultList();
        return found.stream().map(LedgerGaps::number).toList();
    }

    private Map<Long, Map<String, Object>> accounts(List<Long> seqs) {
        return seqs.isEmpty()
                ? Map.of()
                : entities.createNamedQuery("magentoLedgerPersonOf", LedgerPersonEntity.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("seqs", seqs)
                        .getResultStream()
                        .filter(part -> part.part.equals(EntryDraft.ACCOUNT))
                        .collect(Collectors.toMap(part -> part.seq, part -> data(part.data)));
    }

    private Map<Long, Instant> times(List<Long> seqs) {
        return entries(seqs).stream()
                .collect(Collectors.toMap(entry -> entry.seq, entry -> Instant.ofEpochMilli(entry.createdAt)));
    }

    private List<LedgerEntryEntity> entries(List<Long> seqs) {
        return seqs.isEmpty()
                ? List.of()
                : entities.createNamedQuery("magentoLedgerOf", LedgerEntryEntity.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("seqs", seqs)
                        .getResultList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(String data) {
        try {
            return JsonSerialization.mapper.readValue(data, Map.class);
        } catch (IOException e) {
            return Map.of();
        }
    }

    private Optional<Object[]> rows(Query query) {
        List<?> found = query.setParameter("realmId", realm.getId()).getResultList();
        return found.stream().findFirst().map(row -> (Object[]) row);
    }

    /** A page of rows whose first column is the place to read on after. */
    private static Page page(List<?> found, int size, Function<Object[], Optional<LedgerGap>> gap) {
        List<LedgerGap> gaps = found.stream()
                .flatMap(row -> gap.apply((Object[]) row).stream())
                .toList();
        return new Page(gaps, found.size() < size ? null : text(((Object[]) found.get(size - 1))[0]));
    }

    private static long place(String after) {
        return after.isEmpty() ? 0 : Long.parseLong(after);
    }

    private static String text(@Nullable Object column) {
        return column == null ? "" : column.toString();
    }

    private static long number(@Nullable Object column) {
        return column instanceof Number number ? number.longValue() : 0;
    }
}
