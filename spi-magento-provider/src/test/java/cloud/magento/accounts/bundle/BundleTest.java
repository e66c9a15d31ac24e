package cloud.magento.accounts.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.bundle.BundleReport.Counts;
import cloud.magento.accounts.database.TestDatabase;
import cloud.magento.accounts.keycloak.TestKeycloak;
import cloud.magento.accounts.keycloak.TestSession;
import cloud.magento.accounts.ledger.BundleParts;
import cloud.magento.accounts.ledger.Checkpoints;
import cloud.magento.accounts.ledger.EarlierLedger;
import cloud.magento.accounts.ledger.EarlierLedgers;
import cloud.magento.accounts.ledger.Erasure;
import cloud.magento.accounts.ledger.LedgerJpaProviderFactory;
import cloud.magento.accounts.ledger.LedgerReader;
import cloud.magento.accounts.ledger.LedgerVerification;
import cloud.magento.accounts.ledger.chain.ChainResult;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.ExpectedLinks;
import cloud.magento.accounts.registry.FormerProviders;
import cloud.magento.accounts.registry.GroupExemptions;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkAdoption;
import cloud.magento.accounts.registry.LinkAdoption.Source;
import cloud.magento.accounts.registry.LinkRegistry;
import cloud.magento.accounts.registry.RegistryJpaProviderFactory;
import cloud.magento.accounts.upstream.MagentoIdentityProviderConfig;
import cloud.magento.accounts.upstream.MagentoProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.RS256SignatureProviderFactory;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;

/**
 * A bundle of a realm whose tables of ours are lost afterwards, as where the realm is made anew from Keycloak's
 * export.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class BundleTest {
    private static final String ALIAS = "magento";
    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant UNTIL = Instant.parse("2099-01-02T03:04:05Z");

    private final TestKeycloak keycloak;
    private final KeyWrapper key;
    private final String agnes;
    private final String boris;
    private final String carol;
    private final String dora;
    private final String group;
    private String bundle = "";
    private String checkpoint = "";

    BundleTest(TestDatabase database) {
        keycloak = TestKeycloak.on(database).withProvider();
        keycloak.provide(SignatureProvider.class, new RS256SignatureProviderFactory());
        key = keycloak.keys().rotate();
        new RegistryJpaProviderFactory().postInit(keycloak);
        new LedgerJpaProviderFactory().postInit(keycloak);
        agnes = keycloak.account("agnes").linked("one").id();
        boris = keycloak.account("boris").linked("two").id();
        carol = keycloak.account("carol").id();
        dora = keycloak.account("dora").id();
        group = keycloak.ask(session -> session.realm().createGroup("board").getId());
    }

    @BeforeEach
    void aBundleOfWhatWasLost() {
        adopt();
        sql("update MAGENTO_LINK set LINKED_AT = " + DATE.toEpochMilli() + ", PROOF = 'password', LAST_SEEN = "
                + DATE.toEpochMilli() + " where REALM_ID = :realmId");
        keycloak.run(session -> new Exemptions(session, session.realm())
                .grant(
                        session.users().getUserById(session.realm(), carol),
                        new Exemption(carol, UNTIL, "on leave", "somebody", DATE)));
        keycloak.run(session -> new Exemptions(session, session.realm())
                .grantAll(List.of(new Exemption(dora, UNTIL, "the board", "somebody", DATE))));
        sql("update MAGENTO_EXEMPTION set GROUP_ID = '" + group + "' where REALM_ID = :realmId and USER_ID = '" + dora
                + "'");
        keycloak.run(session -> new ExpectedLinks(session, session.realm())
                .expect(
                        provider(session).issuer(),
                        List.of(new ExpectedLink(dora, "dora@magento.example", DATE, UNTIL))));
        keycloak.run(session -> new FormerProviders(session, session.realm()).keep(ALIAS, "{\"as\":\"it was\"}"));
        checkpoint = keycloak.ask(session -> new Checkpoints(session, session.realm()).sign());
        bundle = export();
        for (String table : List.of(
                "MAGENTO_LINK",
                "MAGENTO_EXEMPTION",
                "MAGENTO_EXPECTED_LINK",
                "MAGENTO_FORMER_PROVIDER",
                "MAGENTO_LEDGER",
                "MAGENTO_LEDGER_PERSON",
                "MAGENTO_LEDGER_HEAD",
                "MAGENTO_LEDGER_CHECKPOINT")) {
            sql("delete from " + table + " where REALM_ID = :realmId");
        }
    }

    @Test
    void restoresDatesAndProofsOfLinksThatKeycloaksImportMadeAnew() {
        adopt();

        BundleReport report = importing(bundle, false);

        assertThat(report.complete()).isTrue();
        assertThat(report.links()).isEqualTo(new Counts(2, 0, 0));
        assertThat(report.exemptions()).isEqualTo(new Counts(2, 0, 0));
        assertThat(report.expected()).isEqualTo(new Counts(1, 0, 0));
        assertThat(report.providers()).isEqualTo(new Counts(1, 0, 0));
        assertThat(report.left()).isEmpty();
        assertRestored();
        assertThat(verification().isWhole()).isTrue();
    }

    @Test
    void restoresLinksThatRegistryDoesNotHaveWithEntryAfterThatOfBundle() {
        importing(bundle, false);

        assertRestored();
        assertThat(types()).startsWith("bundle-imported").contains("link-made", "exemption-granted");
        assertThat(verification().isWhole()).isTrue();
    }

    @Test
    void keepsEarlierLedgerVerifiableAndNamesItsHead() {
        importing(bundle, false);

        EarlierLedger earlier = earlier().get(0);
        assertThat(earlier.origin()).isEqualTo(keycloak.realmId());
        assertThat(verify(earlier)).isInstanceOfSatisfying(ChainResult.Whole.class, whole -> {
            assertThat(whole.entries()).isEqualTo(earlier.entries());
            assertThat(whole.head()).isEqualTo(earlier.head());
        });
        assertThat(lines()).first().asString().contains(earlier.head(), "bundle-imported");

        sql("update MAGENTO_LEDGER set ENTRY = replace(ENTRY, 'adopted', 'password') where REALM_ID in (select l.ID"
                + " from MAGENTO_LEDGER_EARLIER l where l.REALM_ID = :realmId)");
        assertThat(verify(earlier)).isInstanceOf(ChainResult.Broken.class);
    }

    @Test
    void comesToSameEndTheSecondTime() {
        importing(bundle, false);
        List<String> before = lines();

        BundleReport again = importing(bundle, false);

        assertThat(again.links()).isEqualTo(new Counts(0, 2, 0));
        assertThat(again.exemptions()).isEqualTo(new Counts(0, 2, 0));
        assertThat(again.expected()).isEqualTo(new Counts(0, 1, 0));
        assertThat(again.providers()).isEqualTo(new Counts(0, 1, 0));
        assertThat(again.ledgers())
                .extracting(BundleReport.CarriedLedger::state)
                .containsExactly("unchanged");
        assertThat(lines()).isEqualTo(before);
        assertThat(earlier()).hasSize(1);
    }

    @Test
    void writesNothingInDryRun() {
        BundleReport plan = importing(bundle, true);

        assertThat(plan.links()).isEqualTo(new Counts(2, 0, 0));
        assertThat(link(agnes)).isEmpty();
        assertThat(earlier()).isEmpty();
        assertThat(lines()).isEmpty();
    }

    @Test
    void namesWhatKeycloakDoesNotHave() {
        sql("delete from FEDERATED_IDENTITY where REALM_ID = :realmId and USER_ID = '" + agnes + "'");
        keycloak.run(session ->
                session.users().removeUser(session.realm(), session.users().getUserById(session.realm(), carol)));

        BundleReport report = importing(bundle, false);

        assertThat(report.links()).isEqualTo(new Counts(1, 0, 1));
        assertThat(report.left())
                .extracting(left -> left.kind() + " " + left.obstacle() + " " + left.examples())
                .containsExactlyInAnyOrder(
                        "link not-linked-in-keycloak [" + agnes + "]", "exemption unknown-account [" + carol + "]");
        assertThat(link(agnes)).isEmpty();
        assertThat(link(boris)).isPresent();
    }

    @Test
    void keepsWhatWasProvenSince() {
        adopt();
        sql("update MAGENTO_LINK set PROOF = 'mail' where REALM_ID = :realmId");

        assertThat(importing(bundle, false).links()).isEqualTo(new Counts(0, 2, 0));
        assertThat(link(agnes)).map(Link::proof).contains(LinkProof.MAIL);
    }

    @Test
    void importsNothingOfBundleThatWasChanged() {
        refused(bundle.replace("\"proof\":\"password\"", "\"proof\":\"mail\""), "the hash is another");
        refused(bundle.replace("\"by\":\"", "\"by\":\"x"), "the ledger in it is not whole");
    }

    @Test
    void importsNothingOfBundleThatWasChangedWithItsHash() {
        String changed = bundle.replace("\"proof\":\"password\"", "\"proof\":\"mail\"");
        String hash = sha256(changed.substring(0, changed.indexOf("{\"type\":\"end\"")));

        refused(changed.replaceFirst("\"sha256\":\"[0-9a-f]+", "\"sha256\":\"" + hash), "not as it was signed");
        refused(bundle.replaceFirst("\"signature\":\"[^\"]+", "\"signature\":\"" + checkpoint), "not as it was signed");
        refused(bundle.replaceFirst("\"signature\":\"[^\"]+", "\"signature\":\"none"), "signature cannot be read");
        refused(bundle.replaceFirst(",\"signature\":\"[^\"]+\"", ""), "\"signature\" is missing");
    }

    @Test
    void importsBundleOfAnotherKeyOnlyWhereThatWasNamed() {
        String fingerprint = importing(bundle, true).signedBy().key();
        assertThat(importing(bundle, true).signedBy().known()).isTrue();
        keycloak.keys().rotate();
        keycloak.keys().delete(key);

        assertThatThrownBy(() -> importing(bundle, false))
                .isInstanceOfSatisfying(
                        BundleException.class, e -> assertThat(e.kind()).isEqualTo(BundleException.Kind.CONFLICT))
                .hasMessageContaining(fingerprint);
        assertThatThrownBy(() -> importing(bundle, false, "another")).hasMessageContaining(fingerprint);
        assertThat(link(agnes)).isEmpty();

        BundleReport report = importing(bundle, false, fingerprint);

        assertThat(report.signedBy()).isEqualTo(new BundleReport.SignedBy(fingerprint, false));
        assertRestored();
    }

    @Test
    void takesKeyThatRealmDisabledForOneOfAnybodys() {
        keycloak.keys().rotate();
        assertThat(importing(bundle, true).signedBy().known()).isTrue();
        keycloak.keys().disable(key);

        assertThatThrownBy(() -> importing(bundle, true)).hasMessageContaining("not one of this realm's");
    }

    @Test
    void leavesPreAssociationsOfThoseWhoDoNotNeedThemAndOfTakenAddresses() {
        keycloak.run(session -> new ExpectedLinks(session, session.realm())
                .expect(
                        provider(session).issuer(),
                        List.of(new ExpectedLink(carol, "Dora@magento.example", DATE, UNTIL))));

        BundleReport report = importing(bundle, false);

        assertThat(report.expected()).isEqualTo(new Counts(0, 0, 1));
        assertThat(report.left())
                .extracting(left -> left.kind() + " " + left.obstacle() + " " + left.examples())
                .containsExactly("expected address-expected [" + dora + "]");

        keycloak.run(session -> new ExpectedLinks(session, session.realm()).end(List.of(carol)));
        keycloak.run(session -> session.users()
                .addFederatedIdentity(
                        session.realm(),
                        session.users().getUserById(session.realm(), dora),
                        new FederatedIdentityModel(ALIAS, "four", "four")));
        assertThat(importing(bundle, false).expected()).isEqualTo(new Counts(0, 1, 0));
    }

    @Test
    void exemptionOfGroupThatRealmDoesNotHaveIsAccountsOwn() {
        sql("delete from KEYCLOAK_GROUP where REALM_ID = :realmId");

        importing(bundle, false);

        assertThat(groupsOfExemptions()).isEmpty();
        assertThat(keycloak.<Boolean>ask(session -> new Exemptions(session, session.realm())
                        .of(session.users().getUserById(session.realm(), dora))
                        .isPresent()))
                .isTrue();
    }

    @Test
    void importsNothingOfBundleThatIsNotWhole() {
        List<String> lines = bundle.lines().toList();

        refused(text(lines.subList(0, lines.size() - 1)), "the end is missing");
        refused("", "the end is missing");
        refused(text(lines.subList(1, lines.size())), "a bundle begins with its header");
        refused(bundle + lines.get(1) + "\n", "there is something after the end");
        refused(bundle.substring(0, bundle.length() - 20), "cannot be read");
    }

    @Test
    void importsNothingOfAnotherVersionOrIssuer() {
        refused(bundle.replace("\"version\":2", "\"version\":3"), "does not read");
        keycloak.run(session -> {
            IdentityProviderModel provider = session.identityProviders().getByAlias(ALIAS);
            provider.getConfig().put("issuer", "https://another.example");
            session.identityProviders().update(provider);
        });

        assertThatThrownBy(() -> importing(bundle, false))
                .isInstanceOfSatisfying(
                        BundleException.class, e -> assertThat(e.kind()).isEqualTo(BundleException.Kind.CONFLICT));
        assertThat(earlier()).isEmpty();
    }

    @Test
    void importsNothingWhereCheckpointIsNotAsItWasSigned() {
        refused(
                withToken(bundle, checkpoint.substring(0, checkpoint.length() - 8) + "AAAAAAAA"),
                "is not as it was signed");
    }

    @Test
    void importsNothingWhereLedgerIsNotAsCheckpointSawIt() {
        List<String> lines = new ArrayList<>(bundle.lines().toList());
        int last = lines.size() - 3;
        assertThat(lines.get(last)).contains("link-expected");
        lines.remove(last);

        refused(text(lines), "the checkpoint of");
    }

    @Test
    void readsPartsInTheirOrder() {
        List<String> lines = bundle.lines().toList();
        keycloak.run(session -> {
            parts(session).keep(2, text(lines.subList(3, lines.size())));
            parts(session).keep(1, text(lines.subList(0, 3)));
        });

        BundleReport report =
                keycloak.ask(session -> new BundleImport(session, session.realm(), provider(session), false)
                        .run(BundleSource.of(parts(session)), null));

        assertThat(report.links()).isEqualTo(new Counts(2, 0, 0));
        assertRestored();
    }

    @Test
    void refusesPartsOfWhichOneIsMissing() {
        keycloak.run(session -> parts(session).keep(2, bundle));

        assertThatThrownBy(() -> keycloak.run(session -> BundleSource.of(parts(session))))
                .hasMessageContaining("A part is missing");
    }

    @Test
    void erasesPersonFromEarlierLedgerToo() {
        importing(bundle, false);

        assertThat(keycloak.<Optional<List<Long>>>ask(
                        session -> new Erasure(session, session.realm()).erase(carol, "ticket 1")))
                .hasValueSatisfying(seqs -> assertThat(seqs).hasSize(2));

        assertThat(verify(earlier().get(0)))
                .isInstanceOfSatisfying(
                        ChainResult.Whole.class,
                        whole -> assertThat(whole.erased()).isEqualTo(1));
        assertThat(keycloak.<Number>ask(session -> (Number) session.entities()
                                .createNativeQuery("select count(*) from MAGENTO_LEDGER_PERSON where PERSON_ID = :id"
                                        + " and PART = 'account'")
                                .setParameter("id", carol)
                                .getSingleResult())
                        .longValue())
                .isZero();
    }

    @Test
    void carriesEarlierLedgersOnToTheNextRealm() {
        importing(bundle, false);

        assertThat(export().lines().filter(line -> line.contains("\"type\":\"ledger\"")))
                .hasSize(2);
    }

    private void assertRestored() {
        assertThat(List.of(link(agnes), link(boris))).allSatisfy(link -> {
            assertThat(link.map(Link::linkedAt)).contains(DATE);
            assertThat(link.map(Link::proof)).contains(LinkProof.PASSWORD);
        });
        assertThat(keycloak.<Optional<Exemption>>ask(session -> new Exemptions(session, session.realm())
                        .of(session.users().getUserById(session.realm(), carol))))
                .hasValueSatisfying(exemption -> {
                    assertThat(exemption.until()).isEqualTo(UNTIL);
                    assertThat(exemption.grantedBy()).isEqualTo("somebody");
                    assertThat(exemption.grantedAt()).isEqualTo(DATE);
                });
        assertThat(groupsOfExemptions()).containsExactly(group);
        assertThat(keycloak.<Optional<ExpectedLink>>ask(session -> new ExpectedLinks(session, session.realm())
                        .ofAddress(provider(session).issuer(), "dora@magento.example")))
                .contains(new ExpectedLink(dora, "dora@magento.example", DATE, UNTIL));
        assertThat(keycloak.<Optional<String>>ask(session -> new FormerProviders(session, session.realm()).of(ALIAS)))
                .contains("{\"as\":\"it was\"}");
    }

    private List<String> groupsOfExemptions() {
        return keycloak.ask(session ->
                List.copyOf(new GroupExemptions(session, session.realm()).all().keySet()));
    }

    private static String sha256(String text) {
        RunningHash hash = new RunningHash();
        hash.add(text.getBytes(StandardCharsets.UTF_8));
        return hash.hex();
    }

    private void refused(String changed, String why) {
        assertThat(changed).isNotEqualTo(bundle);
        assertThatThrownBy(() -> importing(changed, false))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(why);
        assertThat(earlier()).isEmpty();
        assertThat(link(agnes)).isEmpty();
    }

    private String export() {
        return keycloak.ask(session -> {
            try {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                new BundleExport(session, session.realm(), provider(session)).write(out);
                return out.toString(StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private BundleReport importing(String text, boolean dryRun) {
        return importing(text, dryRun, null);
    }

    private BundleReport importing(String text, boolean dryRun, @Nullable String fingerprint) {
        return keycloak.ask(session -> new BundleImport(session, session.realm(), provider(session), dryRun)
                .run(BundleSource.of(text), fingerprint));
    }

    private void adopt() {
        keycloak.run(session -> {
            MagentoIdentityProviderConfig provider = provider(session);
            LinkAdoption adoption = new LinkAdoption(session, session.realm(), provider.getAlias(), provider.issuer());
            adoption.adopt(adoption.read(Source.LOCAL, "", 100).links(), session);
        });
    }

    private static MagentoIdentityProviderConfig provider(TestSession session) {
        return MagentoProvider.in(session, session.realm()).orElseThrow();
    }

    private static BundleParts parts(TestSession session) {
        return new BundleParts(session, session.realm(), "an-upload");
    }

    private Optional<Link> link(String userId) {
        return keycloak.ask(session -> new LinkRegistry(session, session.realm()).ofAccount(userId, ALIAS));
    }

    private List<EarlierLedger> earlier() {
        return keycloak.ask(session -> new EarlierLedgers(session, session.realm()).all());
    }

    private ChainResult verify(EarlierLedger earlier) {
        return keycloak.ask(session -> new EarlierLedgers(session, session.realm()).verify(earlier));
    }

    private LedgerVerification.Findings verification() {
        return keycloak.ask(session -> new LedgerVerification(session, session.realm()).verify());
    }

    private List<String> lines() {
        return keycloak.ask(session -> {
            List<String> lines = new ArrayList<>();
            new LedgerReader(session, session.realm()).each(0, Long.MAX_VALUE, entry -> lines.add(entry.line()));
            return lines;
        });
    }

    private List<String> types() {
        return keycloak.ask(session -> {
            List<String> types = new ArrayList<>();
            new LedgerReader(session, session.realm()).each(0, Long.MAX_VALUE, entry -> types.add(entry.type()));
            return types;
        });
    }

    private String withToken(String text, String token) {
        return text.replace(checkpoint, token);
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void sql(String statement) {
        keycloak.run(session -> session.entities()
                .createNativeQuery(statement)
                .setParameter("realmId", keycloak.realmId())
                .executeUpdate());
    }
}
