package cloud.magento.accounts.report;

import cloud.magento.accounts.policy.LinkProof;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom a declared outage would let in. Passwords that a directory keeps are not counted: it would have to be asked.
 *
 * @param linked enabled linked accounts
 * @param admitted those of them whose password would count
 */
public record KeptPasswords(long linked, long admitted) {

    /** The proofs, by their ids, of links whose accounts a kept password opens in an outage. */
    static List<String> vouching() {
        return Stream.of(LinkProof.values())
                .filter(LinkProof::vouchesForPassword)
                .map(LinkProof::id)
                .toList();
    }

    static KeptPasswords count(Realm realm) {
        Sql sql = new Sql()
                .add("select count(distinct u.ID), count(distinct case when p.ID is not null and (l.ID is null or"
                        + " l.PROOF in ")
                .bindAll(vouching())
                .add(") then u.ID end) from {h-schema}FEDERATED_IDENTITY f"
                        + " join {h-schema}USER_ENTITY u on u.ID = f.USER_ID"
                        + " left join {h-schema}MAGENTO_LINK l on l.USER_ID = f.USER_ID and l.REALM_ID = u.REALM_ID"
                        + " and l.ALIAS = f.IDENTITY_PROVIDER"
                        + " left join {h-schema}CREDENTIAL p on p.USER_ID = u.ID and p.TYPE = 'password'"
                        + " where f.IDENTITY_PROVIDER = ")
                .bind(realm.alias())
                .add(" and u.ENABLED = true and ");
        ResultRow counts = realm.people(sql).only(realm.entities());
        return new KeptPasswords(counts.number(0), counts.number(1));
    }
}
