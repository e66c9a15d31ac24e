package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.ways.Grounds.Setting;
import java.util.List;
import java.util.Map;

/** A Kerberos ticket instead of a password (SPNEGO). Keycloak makes the account when its person first comes. */
final class TicketWays {
    private static final String TICKET = "auth-spnego";

    private TicketWays() {}

    static List<Way> all() {
        return List.of(Way.of("Kerberos ticket alone, in a client's own flow", TicketWays::ticket)
                .in(Setting.OF_KERBEROS)
                .stoppedByTheAction());
    }

    /** The Kerberos realm's people, and a client whose flow asks for nothing but a ticket. */
    static void prepare(Place place, Kerberos kerberos) {
        place.send(
                        "POST",
                        "/components",
                        Map.of(
                                "name", "house",
                                "providerId", "kerberos",
                                "providerType", "org.keycloak.storage.UserStorageProvider",
                                "config", kerberos.providerConfig()))
                .expecting(201);
        String flow = place.makeFlow("only " + TICKET, List.of(TICKET));
        place.makeApp("app-" + TICKET, Map.of("authenticationFlowBindingOverrides", Map.of("browser", flow)));
    }

    private static Finding ticket(Scene scene) {
        Kerberos kerberos = scene.grounds().kerberos();
        Account person = Account.called("Ticket");
        kerberos.add(person);
        App app = scene.place().appBy(TICKET);
        scene.beforeTheDeadline();
        Agent first = scene.agent().withTicket(() -> kerberos.ticket(person));
        first.open(app.signIn());
        Answer back = first.submit(Map.of(
                "email", person.email(),
                "firstName", person.firstName(),
                "lastName", person.lastName()));
        scene.redeem(app, back).expecting(200);
        scene.becomeAnotherOfTheKind(scene.place().admin().account(person.username(), person.password()));
        scene.afterTheDeadline();
        return scene.judge(
                app, scene.agent().withTicket(() -> kerberos.ticket(person)).open(app.signIn()));
    }
}
