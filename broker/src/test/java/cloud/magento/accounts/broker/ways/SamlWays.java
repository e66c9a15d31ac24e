package cloud.magento.accounts.broker.ways;

import static cloud.magento.accounts.broker.ways.Verdict.opens;

import java.util.List;

/** Coming by SAML, which the token gate has no say in. */
final class SamlWays {
    private SamlWays() {}

    static List<Way> all() {
        return List.of(
                Way.of("SAML, asked by the service provider, password form", SamlWays::passwordForm)
                        .stoppedAtOurForm()
                        .exempt(opens(Outcome.ASSERTION)),
                Way.of("SAML, session from before the deadline", SamlWays::singleSignOn)
                        .stoppedByTheAction()
                        .exempt(opens(Outcome.ASSERTION)),
                Way.of("SAML IsPassive, session from before the deadline", SamlWays::passive)
                        .unlinked(Outcome.NO_PASSIVE, Hook.ACTION_UNSEEN)
                        .linked(Outcome.NO_PASSIVE, Hook.ACTION_UNSEEN)
                        .exempt(opens(Outcome.ASSERTION)),
                Way.of("SAML, unasked (IdP-initiated), same session", SamlWays::unasked)
                        .stoppedByTheAction()
                        .exempt(opens(Outcome.ASSERTION)),
                Way.of("SAML enhanced client (ECP) with the password", SamlWays::enhancedClient)
                        .unlinked(Outcome.NO_PASSIVE, Hook.ACTION_UNSEEN)
                        .linked(Outcome.NO_PASSIVE, Hook.PASSWORDS)
                        .exempt(opens(Outcome.ASSERTION)));
    }

    static Finding passwordForm(Scene scene) {
        return Finding.ofPage(scene.enter(scene.agent(), Saml.request(scene.place(), false)));
    }

    static Finding singleSignOn(Scene scene) {
        Agent agent = EarlierWays.signedInBefore(scene);
        return Finding.ofPage(agent.open(Saml.request(scene.place(), false)));
    }

    private static Finding passive(Scene scene) {
        Agent agent = EarlierWays.signedInBefore(scene);
        return Finding.ofPage(agent.open(Saml.request(scene.place(), true)));
    }

    private static Finding unasked(Scene scene) {
        Agent agent = EarlierWays.signedInBefore(scene);
        return Finding.ofPage(agent.open(Saml.unasked(scene.place())));
    }

    static Finding enhancedClient(Scene scene) {
        return Finding.ofSaml(Saml.enhancedClient(scene.place(), scene.account()));
    }
}
