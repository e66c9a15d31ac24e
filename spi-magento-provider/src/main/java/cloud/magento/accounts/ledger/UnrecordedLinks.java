package cloud.magento.accounts.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;

/** Links of the registry that the ledger does not tell of: the account's newest entry is not of this identity. */
final class UnrecordedLinks {
    private static final String ARE = """
             from {h-schema}MAGENTO_LINK l where l.REALM_ID = :realmId and not exists (
              select 1 from {h-schema}MAGENTO_LEDGER_PERSON p
                join {h-schema}MAGENTO_LEDGER e on e.REALM_ID = p.REALM_ID and e.SEQ = p.SEQ
              where p.REALM_ID = l.REALM_ID and p.PERSON_ID = l.USER_ID and p.PART = 'account'
                and e.TYPE in ('link-made', 'link-switched')
                and position(concat('"subject":"', replace(replace(l.SUBJECT, :backslash, :escapedBackslash),
                  :quote, :escapedQuote), '"') in p.DATA) > 0
                and not exists (
                  select 1 from {h-schema}MAGENTO_LEDGER_PERSON q
                    join {h-schema}MAGENTO_LEDGER n on n.REALM_ID = q.REALM_ID and n.SEQ = q.SEQ
                  where q.REALM_ID = l.REALM_ID and q.PERSON_ID = l.USER_ID and q.PART = 'account' and q.SEQ > p.SEQ
                    and n.TYPE in ('link-made', 'link-switched', 'link-ended')))
            """;

    private UnrecordedLinks() {}

    /** Asks for these columns of the rows {@code l}; the realm is still to be named. */
    static Query query(EntityManager entities, String columns, String further) {
        return entities.createNativeQuery("select " + columns + ARE + further)
                .setParameter("backslash", "\\")
                .setParameter("escapedBackslash", "\\\\")
                .setParameter("quote", "\"")
                .setParameter("escapedQuote", "\\\"");
    }
}
