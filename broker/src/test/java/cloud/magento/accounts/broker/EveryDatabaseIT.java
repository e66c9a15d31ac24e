package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Audit;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.BrokerRealm;
import cloud.magento.accounts.broker.support.ClusterStage;
import cloud.magento.accounts.broker.support.Ledger;
import cloud.magento.accounts.broker.support.MariaDbStage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.MagentoStandIn;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One sign-in, link and audit on the databases that a broker in production has. Each query's own rules are held without
 * a server, by {@code ReportsTest} and its neighbours.
 */
class EveryDatabaseIT {
    /** What means something to one database or another, and what takes four bytes to write. */
    private static final String ODD_NAME = "100%_of\\it's \"!\" \u65e5\u672c \ud83d\ude42";

    @Nested
    class OnPostgreSql extends Smoke {
        @RegisterExtension
        final ClusterStage stage = new ClusterStage();

        @Override
        Broker broker() {
            return stage.broker();
        }

        @Override
        MagentoStandIn magento() {
            return stage.magento();
        }
    }

    @Nested
    class OnMariaDb extends Smoke {
        @RegisterExtension
        final MariaDbStage stage = new MariaDbStage();

        @Override
        Broker broker() {
            return stage.broker();
        }

        @Override
        MagentoStandIn magento() {
            return stage.magento();
        }
    }

    abstract static class Smoke {
        abstract Broker broker();

        abstract MagentoStandIn magento();

        @Test
        void linksPersonAndShowsSameLinkOnPagesListsFilesAndLedger() {
            // given
            String name = "every-database-" + UUID.randomUUID();
            BrokerRealm realm = broker().further(name, magento());
            Account agnes = realm.admin().create(Account.called("Agnes"));
            Account overdue = realm.admin().create(Account.called("Ola"));
            Account odd = realm.admin().create(Account.called("Odd"));
            realm.admin().link(odd, Broker.PROVIDER, "Subject-of-Odd", ODD_NAME);
            realm.admin().grant(agnes, "view-magento-links");
            Person person = magento().add(Person.called("Agnes"));

            // when
            Walker walker = new Walker();
            Shown connected = walker.submit(
                    walker.goAsFarAsThePreview(realm.url("/magento/user"), agnes, magento(), person),
                    Map.of("action", "connect"));

            // then: the pages
            assertThat(connected.has("data-status=\"connected\""))
                    .as(connected.page().body())
                    .isTrue();
            assertThat(walker.open(realm.url("/magento/audit"))
                            .page()
                            .expecting(200)
                            .body())
                    .contains("2 of 3 accounts are connected: 66.7%.");
            assertThat(walker.open(realm.url("/magento/audit/accounts?state=overdue"))
                            .page()
                            .expecting(200)
                            .body())
                    .contains(overdue.username())
                    .doesNotContain(odd.username());
            assertThat(walker.open(realm.url("/magento/audit/entries?user=" + odd.username()))
                            .page()
                            .expecting(200)
                            .body())
                    .contains("Subject-of-Odd", "\u65e5\u672c \ud83d\ude42");

            // and: the lists and files
            Audit audit = Audit.of(broker(), name);
            audit.assertListsAreAsLong(audit.coverage());
            assertThat(audit.usernames(Map.of("search", ODD_NAME))).containsExactly(odd.username());
            assertThat(audit.get("identities/export", Map.of("format", "ndjson"))
                            .expecting(200)
                            .body())
                    .hasLineCount(3)
                    .contains(person.subject(), "Subject-of-Odd");

            // and: the record
            JsonNode found = new Ledger(broker(), name).verify();
            assertThat(found.get("whole").asBoolean()).as(found.toString()).isTrue();
            assertThat(found.get("linksWithoutEntry").asInt()).isZero();
        }
    }
}
