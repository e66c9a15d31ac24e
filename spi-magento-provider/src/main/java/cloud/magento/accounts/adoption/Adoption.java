package cloud.magento.accounts.adoption;

import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.registry.LinkAdoption;
import cloud.magento.accounts.registry.LinkAdoption.Page;
import cloud.magento.accounts.registry.LinkAdoption.Source;
import cloud.magento.accounts.registry.ProviderRemoved;
import cloud.magento.accounts.setup.RealmSetup;
import cloud.magento.accounts.upstream.FirstLoginFlow;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MapperCheck;
import cloud.magento.accounts.upstream.UpstreamProbe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Takes a provider of Keycloak's types {@code oidc} and {@code keycloak-oidc} over in place, with every link, and gives
 * it back as long as the policy has stopped nobody. The provider's type turns in one transaction, with report-only on;
 * the links then come into the registry page by page, each page in a transaction of its own. Whoever is interrupted,
 * or told that it is not complete yet, calls again: what is done is passed over. No session ends and nobody is written
 * to.
 */
public final class Adoption {
    static final Set<String> TYPES = Set.of("oidc", "keycloak-oidc");
    private static final int PAGE = 500;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String alias;

    /** Of the provider with this alias in the realm, which is that of the session's context. */
    public Adoption(KeycloakSession session, RealmModel realm, String alias) {
        this.session = session;
        this.realm = realm;
        this.alias = alias;
    }

    /** The alias of a provider of Keycloak's own that stands where ours would, in a realm that has none of ours. */
    public static Optional<String> candidate(KeycloakSession session) {
        return Optional.ofNullable(session.identityProviders().getByAlias(UpstreamIdentity.PROVIDER_ID))
                .filter(provider -> TYPES.contains(provider.getProviderId()))
                .map(IdentityProviderModel::getAlias);
    }

    /**
     * Takes the provider over, or goes on with its links where that was done before.
     *
     * @param dryRun only tell what would be done
     * @throws AdoptionException where there is no such provider, it is of another type, or somebody else takes it over
     *     at this moment
     */
    public AdoptionReport takeOver(boolean dryRun) {
        IdentityProviderModel provider = provider();
        AdoptionReport report = settings(provider, dryRun);
        if (isOurs(provider)) {
            return links(report, new MagentoIdentityProviderConfig(provider).issuer());
        }
        if (!dryRun && report.hasBlockers()) {
            return report;
        }
        AdoptedSettings settings = AdoptedSettings.of(provider);
        if (!dryRun) {
            new OwnTransactions(session).run(own -> turn(own, settings));
        }
        return links(report, issuer(settings));
    }

    /**
     * What would become of the provider itself: the links are not looked at, so there are none in the report.
     *
     * @throws AdoptionException where there is no such provider, or it is of another type
     */
    public AdoptionReport settings() {
        return settings(provider(), true);
    }

    private AdoptionReport settings(IdentityProviderModel provider, boolean dryRun) {
        boolean isOurs = isOurs(provider);
        if (!isOurs && !TYPES.contains(provider.getProviderId())) {
            throw new AdoptionException(
                    AdoptionException.Kind.CONFLICT,
                    "The provider \"" + alias + "\" is of type " + provider.getProviderId()
                            + ". Only providers of type oidc and keycloak-oidc can be taken over.");
        }
        Optional<AdoptedSettings> settings = isOurs ? Optional.empty() : Optional.of(AdoptedSettings.of(provider));
        return new AdoptionReport(
                alias,
                provider.getProviderId(),
                dryRun,
                settings.map(AdoptedSettings::taken).orElse(Set.of()),
                settings.map(AdoptedSettings::notes).orElse(List.of()),
                settings.map(found -> blockers(provider, found)).orElse(List.of()),
                false,
                AdoptionReport.Links.NONE,
                List.of());
    }

    /**
     * Gives the provider back as it was, with its links, which the registry then knows nothing of.
     *
     * @return how many links the registry had
     * @throws AdoptionException where it was not taken over, or the policy was enforced since
     */
    public int giveBack(boolean dryRun) {
        IdentityProviderModel provider = provider();
        AdoptedProvider.Before before = before(provider);
        List<String> moved = before.moved(provider);
        if (!moved.isEmpty()) {
            throw new AdoptionException(
                    AdoptionException.Kind.CONFLICT,
                    "The provider has another " + String.join(", ", moved) + " than before it was taken over, and its"
                            + " client's secret is not sent elsewhere by giving it back. Set it as it was, and ask"
                            + " again.");
        }
        LinkAdoption adoption =
                new LinkAdoption(session, realm, alias, new MagentoIdentityProviderConfig(provider).issuer());
        int links = adoption.count();
        if (!dryRun) {
            session.getKeycloakSessionFactory().publish(new ProviderRemoved(session, realm, alias, links, () -> true));
            adoption.forget();
            new AdoptedProvider(session, realm).giveBack(provider, before);
        }
        return links;
    }

    /**
     * When the provider was taken over, which tells what it would be given back to.
     *
     * @throws AdoptionException where it cannot be given back
     */
    public Instant takenOverAt() {
        return Instant.ofEpochMilli(before(provider()).takenOverAt());
    }

    private AdoptedProvider.Before before(IdentityProviderModel provider) {
        return new AdoptedProvider(session, realm)
                .before(provider)
                .filter(unused -> isOurs(provider))
                .orElseThrow(() -> new AdoptionException(
                        AdoptionException.Kind.CONFLICT,
                        "The provider \"" + alias + "\" was not taken over, or its policy has stopped people since"
                                + " (linkReportOnly was turned off). Then there is no way back to what it was."));
    }

    private IdentityProviderModel provider() {
        return Optional.ofNullable(session.identityProviders().getByAlias(alias))
                .filter(found -> found.getInternalId() != null)
                .orElseThrow(() -> new AdoptionException(
                        AdoptionException.Kind.NOT_FOUND, "This realm has no provider with this alias."));
    }

    private static boolean isOurs(IdentityProviderModel provider) {
        return UpstreamIdentity.PROVIDER_ID.equals(provider.getProviderId());
    }

    private List<String> blockers(IdentityProviderModel provider, AdoptedSettings settings) {
        List<String> blockers = new ArrayList<>(settings.blockers());
        RealmSetup.providerOf(session, realm)
                .map(other -> "This realm has a provider of type magento already, \"" + other + "\". There can be only"
                        + " one: an account is linked to one Magento.com.")
                .ifPresent(blockers::add);
        IdentityProviderModel planned = new IdentityProviderModel(provider);
        planned.setLinkOnly(false);
        planned.setStoreToken(false);
        planned.setConfig(settings.config());
        MagentoIdentityProviderConfig ours = new MagentoIdentityProviderConfig(planned);
        blockers.addAll(ours.problems());
        blockers.addAll(MapperCheck.problems(session, realm, provider.getAlias()));
        if (blockers.isEmpty()) {
            UpstreamProbe.of(session, realm, ours).map(Adoption::trouble).ifPresent(blockers::add);
        }
        return List.copyOf(blockers);
    }

    /** Nobody could sign in through the provider from the moment of the take-over. */
    private static String trouble(UpstreamProbe.Trouble trouble) {
        if (!trouble.ofSettings()) {
            return "Magento.com cannot be reached just now (" + trouble.fault() + "). Try again when it can.";
        }
        return "With these settings Magento.com's keys cannot be read (" + trouble.fault() + ")."
                + (trouble.fault().equals("address-not-allowed")
                        ? " It is in a private network, which this provider calls only where allowPrivateAddresses is"
                                + " true. Set that on the provider as it is, and it comes along."
                        : " The operator's reference tells what that is.");
    }

    private static String issuer(AdoptedSettings settings) {
        return settings.config().getOrDefault(IdentityProviderModel.ISSUER, "");
    }

    /** Whether this was the call that turned it; another one may have been faster. */
    private boolean turn(KeycloakSession own, AdoptedSettings settings) {
        RealmModel ownRealm = own.getContext().getRealm();
        IdentityProviderModel provider = own.identityProviders().getByAlias(alias);
        if (isOurs(provider)) {
            return false;
        }
        AuthenticationFlowModel firstLogin = ownRealm.getFlowByAlias(FirstLoginFlow.ALIAS);
        new AdoptedProvider(own, ownRealm)
                .adopt(provider, settings.config(), firstLogin == null ? null : firstLogin.getId());
        return true;
    }

    private AdoptionReport links(AdoptionReport report, String issuer) {
        OwnTransactions transactions = new OwnTransactions(session);
        LeftLinks.Collector left = new LeftLinks.Collector(realm.getName(), alias);
        int adopted = 0;
        int present =
                transactions.run(own -> new LinkAdoption(own, own.getContext().getRealm(), alias, issuer).count());
        for (Source source : Source.values()) {
            @Nullable String after = "";
            while (after != null) {
                if (transactions.tookLong()) {
                    return report.with(new AdoptionReport.Links(adopted, present, left.count()), left.all(), false);
                }
                String from = after;
                Turn turn = report.dryRun()
                        ? transactions.run(own -> page(own, source, from, issuer, true))
                        : transactions.write(own -> page(own, source, from, issuer, false));
                adopted += turn.adopted();
                turn.page().links().forEach(left::add);
                after = turn.page().last();
            }
        }
        return report.with(new AdoptionReport.Links(adopted, present, left.count()), left.all(), true);
    }

    /** A page, and how many of its links were taken. */
    private record Turn(Page page, int adopted) {}

    private Turn page(KeycloakSession own, Source source, String after, String issuer, boolean dryRun) {
        LinkAdoption adoption = new LinkAdoption(own, own.getContext().getRealm(), alias, issuer);
        Page page = adoption.read(source, after, PAGE);
        int adopted = dryRun
                ? (int) page.links().stream()
                        .filter(link -> link.obstacle() == null)
                        .count()
                : adoption.adopt(page.links(), session);
        return new Turn(page, adopted);
    }
}
