package cloud.magento.accounts.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;

/**
 * Links of the registry that the ledger does not tell of: the account's newest entry is not of this identity. The
 * newest entries are found for all accounts at once: right after very many were written a database knows too little of
 * its tables to ask for each account by an index.
 */
final class UnrecordedLinks {
    private static final String ARE = """
             from {h-schema}MAGENTO_LINK l
              left join (
                select q.PERSON_ID, max(q.SEQ) as SEQ from {h-schema}MAGENTO_LEDGER_PERSON q
                  join {h-schema}MAGENTO_LEDGER n on n.REALM_ID = q.REALM_ID and n.SEQ = q.SEQ
                where q.REALM_ID = :realmId and q.PART = 'account'%s
                  and n.TYPE in ('link-made', 'link-switched', 'link-ended')
                group by q.PERSON_ID) newest on newest.PERSON_ID = l.USER_ID
              left join {h-schema}MAGENTO_LEDGER e on e.REALM_ID = l.REALM_ID and e.SEQ = newest.SEQ
              left join {h-schema}MAGENTO_LEDGER_PERSON p
                on p.REALM_ID = l.REALM_ID and p.SEQ = newest.SEQ and p.PART = 'account'
            where l.REALM_ID = :realmId and (newest.SEQ is null or e.TYPE = 'link-ended'
              or position(concat('"subject":"', replace(replace(l.SUBJECT, :backslash, :escapedBackslash),
                :quote, :escapedQuote), '"') in p.DATA) = 0)""";

    private UnrecordedLinks() {}

    /** Asks for these columns of the rows {@code l}; the realm is still to be named. */
    static Query query(EntityManager entities, String columns, String further) {
        return query(entities, columns, "", further);
    }

    /** The same of one account; it and the realm are still to be named. */
    static Query ofAccount(EntityManager entities, String columns, String further) {
        return query(entities, columns, " and q.PERSON_ID = :userId", " and l.USER_ID = :userId" + further);
    }

    private static Query query(EntityManager entities, String columns, String entries, String links) {
        return entities.createNativeQuery("select " + columns + ARE.formatted(entries) + links)
                .setParameter("backslash", "\\")
                .setParameter("escapedBackslash", "\\\\")
                .setParameter("quote", "\"")
                .setParameter("escapedQuote", "\\\"");
    }
}
