package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.Database.LinkRow;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.support.Walker;
import cloud.magento.accounts.broker.support.Walker.Shown;
import cloud.magento.accounts.broker.upstream.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a first login makes, it makes whole: an account of the realm's rules with its link, or nothing. */
class FirstLoginIntegrityIT {
    private static final Map<String, String> CONNECT = Map.of("action", "connect");

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void createsOneAccountOnReplayOfConfirmation() {
        // given: the offer of a new account, open five times over
        Person nia = stage.person("Nia");
        List<Walker> walkers = IntStream.range(0, 5).mapToObj(i -> new Walker()).toList();
        List<Shown> offers = walkers.stream().map(walker -> arrive(walker, nia)).toList();

        // when
        IntStream.range(0, 5).forEach(i -> walkers.get(i).send(offers.get(i), CONNECT));

        // then
        assertOneAccountOf(nia);
        assertThat(arrive(new Walker(), nia).has("data-status=\"connected\"")).isTrue();
    }

    @Test
    void leavesNoAccountWhenMapperFails() {
        // given: a mapper that grants a role, and a database that refuses that
        Person nia = stage.person("Nia");
        String roles = "/" + Broker.REALM + "/roles";
        String role = "role-of-" + nia.preferredUsername();
        stage.broker().server().post(roles, Map.of("name", role));
        String roleId =
                stage.broker().server().get(roles + "/" + role).get("id").asText();
        URI mapper = stage.broker()
                .admin()
                .addMapper(
                        Broker.PROVIDER, "oidc-hardcoded-role-idp-mapper", Map.of("syncMode", "INHERIT", "role", role));
        refuse("USER_ROLE_MAPPING", "ROLE_ID <> '" + roleId + "'");
        try {
            // when
            Shown refused = create(nia);

            // then
            assertRefused(refused, "sign-in-failed");
            assertNothingOf(nia);
        } finally {
            allow("USER_ROLE_MAPPING");
        }

        try {
            // when: the operator has mended it
            create(nia);

            // then
            assertOneAccountOf(nia);
        } finally {
            stage.broker().admin().deleteMapper(Broker.PROVIDER, mapper);
        }
    }

    @Test
    void leavesNoAccountWhenDatabaseFlushFails() {
        // given
        Person failing = stage.person("Failing");
        refuse("USER_ENTITY", "FIRST_NAME <> 'Failing'");
        try {
            // when
            Shown refused = create(failing);

            // then
            assertRefused(refused, "sign-in-failed");
            assertNothingOf(failing);
        } finally {
            allow("USER_ENTITY");
        }
    }

    @Test
    void leavesNoAccountWhenTabSwitchedToOtherAccount() {
        // given: at the preview, the forgotten password of somebody else is asked for in the same tab
        Account other = stage.account("Other");
        Person nia = stage.person("Nia");
        Walker walker = new Walker();
        Shown preview = arrive(walker, nia);
        String address = preview.page().uri().toString();
        assertThat(address).contains("/first-broker-login");
        Shown forgotten = walker.open(URI.create(address.replace("/first-broker-login", "/reset-credentials")));
        walker.submit(forgotten, Map.of("username", other.username()));

        // when
        Shown refused = walker.submit(walker.open(URI.create(address)), CONNECT);

        // then
        assertRefused(refused, "upstream-answer-stale");
        assertNothingOf(nia);
    }

    @Test
    void reopensSameAccountAfterAbandonedFirstLogin() {
        // given: the realm's profile wants a last name, which nobody knows
        Person nia = stage.magento().add(Person.called("Nia").withName("Nia"));
        Shown profile = create(nia);
        assertThat(profile.has("id=\"kc-update-profile-form\"")).isTrue();

        // when: another browser, since the first was closed there
        Shown again = arrive(new Walker(), nia);

        // then
        assertThat(again.has("id=\"kc-update-profile-form\"")).isTrue();
        assertOneAccountOf(nia);
    }

    @Test
    void preventsPreHijackingOfEmailWhereNoneIsRequired() {
        // given: no address is needed here, and Mallory tells one that is not hers
        Person owner = stage.person("Olga");
        Person mallory = stage.magento()
                .add(Person.called("Mallory").withEmail(owner.email()).unverified());
        inARealmThatNeedsNoAddress(() -> {
            // when
            Walker walker = new Walker();
            Shown offer = arrive(walker, mallory);

            // then: signing in to an existing account comes first, whether there is one or not
            assertThat(offer.page().body().indexOf("value=\"existing\""))
                    .isPositive()
                    .isLessThan(offer.page().body().indexOf("value=\"connect\""));
            walker.submit(offer, CONNECT);
            assertThat(emailOf(mallory)).isNull();
        });

        // when
        create(owner);

        // then
        assertThat(emailOf(owner)).isEqualTo(owner.email());
    }

    @Test
    void preventsPreHijackingOfEmailByUnverifiedNewcomer() {
        // given: a realm that wants an address of everybody
        Person owner = stage.person("Olga");
        Person mallory = stage.magento()
                .add(Person.called("Mallory").withEmail(owner.email()).unverified());
        create(mallory);
        assertThat(userOf(mallory).get("emailVerified").asBoolean()).isFalse();

        // when
        create(owner);

        // then
        assertThat(emailOf(owner)).isEqualTo(owner.email());
        assertThat(emailOf(mallory)).isNull();
    }

    @Test
    void preventsPreHijackingOfEmailByLinkedAccountWithoutProof() {
        // given
        Person mallory = stage.person("Mallory");
        Person owner = stage.person("Olga");
        Account squatter = stage.linkedAccount(mallory);
        stage.broker().admin().change(squatter, Map.of("email", email(owner), "emailVerified", false));

        // when
        Walker walker = new Walker();
        Shown offer = arrive(walker, owner);

        // then: whoever takes it is told
        assertThat(offer.has("id=\"magento-takes-address\"")).isTrue();

        // when
        walker.submit(offer, CONNECT);

        // then
        assertOneAccountOf(owner);
        assertThat(emailOf(owner)).isEqualTo(owner.email());
        assertThat(stage.broker().admin().user(squatter.id()).path("email").asText(""))
                .isEmpty();
        assertThat(stage.broker().database().links(squatter)).hasSize(1);
    }

    @Test
    void preventsPreHijackingOfEmailByDisabledAccount() {
        // given
        Person owner = stage.person("Olga");
        Account squatter = stage.linkedAccount(stage.person("Mallory"));
        stage.broker()
                .admin()
                .change(squatter, Map.of("email", email(owner), "emailVerified", false, "enabled", false));

        // when
        create(owner);

        // then
        assertThat(emailOf(owner)).isEqualTo(owner.email());
    }

    @Test
    void keepsEmailWithLinkedAccountThatVerifiedIt() {
        // given
        Account holder = stage.linkedAccount(stage.person("Ada"));
        stage.broker().admin().change(holder, Map.of("emailVerified", true));
        Person other = stage.magento().add(Person.called("Eve").withEmail(holder.email()));

        // when
        Shown refused = arrive(new Walker(), other);

        // then
        assertRefused(refused, "account-already-linked");
        assertThat(stage.broker().admin().usersWithEmail(holder.email())).hasSize(1);
    }

    @Test
    void createsAccountWithoutEmailWhenAddressIsDuplicate() {
        // given: a realm that allowed it once
        Account one = stage.account("Sam");
        Account other = stage.account("Sam");
        Person sam = stage.magento().add(Person.called("Sam").withEmail(one.email()));
        stage.broker().database().update("update USER_ENTITY set EMAIL = ? where ID = ?", one.email(), other.id());
        try {
            // when
            Shown needed = arrive(new Walker(), sam);

            // then: nobody is matched
            assertRefused(needed, "email-needed");
            inARealmThatNeedsNoAddress(() -> {
                create(sam);
                assertOneAccountOf(sam);
                assertThat(emailOf(sam)).isNull();
            });
        } finally {
            stage.broker().admin().delete(other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>bob</b>", "ab", "admin", "service-account-broker"})
    void replacesForbiddenOrReservedUsernames(String wish) {
        // given
        Person bob = stage.magento().add(called(wish));

        // when
        create(bob);

        // then
        assertThat(nameOf(bob)).matches("[a-z0-9-]{3,255}").isNotEqualTo(wish);
    }

    @Test
    void numbersTakenUsernameOf255Characters() {
        // given
        String wish = "x".repeat(255);
        Person first = stage.magento().add(called(wish));
        Person second = stage.magento().add(called(wish));

        // when
        create(first);
        create(second);

        // then
        assertThat(nameOf(second)).isNotEqualTo(nameOf(first)).hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void avoidsUsernameThatIsEmailOfOtherAccount() {
        // given
        Account account = stage.account("Sam");
        Person eve = stage.magento().add(called(account.email()));

        // when
        create(eve);

        // then
        assertThat(nameOf(eve)).isNotEqualTo(account.email()).doesNotContain("@");
    }

    @Test
    void omitsPersonNameThatRealmRejects() {
        // given
        Person bob = stage.magento().add(Person.called("Bob").withName("Bob <script>"));

        // when
        create(bob);

        // then
        JsonNode user = userOf(bob);
        assertThat(user.path("firstName").asText()).isEqualTo("Bob");
        assertThat(user.path("lastName").asText("")).isEmpty();
    }

    @Test
    void addsNewcomerToOrganizationOfProvider() {
        // given
        stage.broker().admin().changeRealm(Map.of("organizationsEnabled", true));
        String organizations = "/" + Broker.REALM + "/organizations";
        String name = "org-" + stage.person("Org").subject().toLowerCase(Locale.ROOT);
        URI made = stage.broker()
                .server()
                .post(organizations, Map.of("name", name, "domains", List.of(Map.of("name", "upstream.example"))));
        String organization =
                organizations + made.getPath().substring(made.getPath().lastIndexOf('/'));
        Person nia = stage.person("Nia");
        try {
            stage.broker()
                    .server()
                    .send("POST", organization + "/identity-providers", Admin.json(Broker.PROVIDER))
                    .expecting(204);

            // when
            create(nia);

            // then
            assertOneAccountOf(nia);
            assertThat(stage.broker().server().get(organization + "/members"))
                    .singleElement()
                    .satisfies(member -> {
                        assertThat(member.get("username").asText()).isEqualTo(nia.preferredUsername());
                        assertThat(member.get("membershipType").asText()).isEqualTo("MANAGED");
                    });
        } finally {
            stage.broker().server().delete(organization);
            stage.broker().admin().changeRealm(Map.of("organizationsEnabled", false));
        }
    }

    private void inARealmThatNeedsNoAddress(Runnable story) {
        String path = "/" + Broker.REALM + "/users/profile";
        JsonNode before = stage.broker().server().get(path);
        ObjectNode without = before.deepCopy();
        without.get("attributes").forEach(attribute -> {
            if (attribute.get("name").asText().equals("email")) {
                ((ObjectNode) attribute).remove("required");
            }
        });
        setProfile(path, without);
        try {
            story.run();
        } finally {
            setProfile(path, before);
        }
    }

    private void setProfile(String path, JsonNode profile) {
        stage.broker().server().send("PUT", path, Admin.json(profile)).expecting(200);
    }

    private static Person called(String wish) {
        Person bob = Person.called("Bob");
        return new Person(bob.subject(), bob.email(), true, wish, bob.name());
    }

    private JsonNode userOf(Person person) {
        List<String> owners = stage.broker().database().ownersOf(person.subject());
        assertThat(owners).hasSize(1);
        return stage.broker().admin().user(owners.get(0));
    }

    private String nameOf(Person person) {
        return userOf(person).get("username").asText();
    }

    private @Nullable String emailOf(Person person) {
        return userOf(person).path("email").textValue();
    }

    private static String email(Person person) {
        return String.valueOf(person.email());
    }

    private void refuse(String table, String unless) {
        stage.broker().database().update("alter table " + table + " add constraint REFUSED check (" + unless + ")");
    }

    private void allow(String table) {
        stage.broker().database().update("alter table " + table + " drop constraint REFUSED");
    }

    private Shown arrive(Walker walker, Person person) {
        return walker.signInThrough(stage.broker().accountPage(), stage.magento(), person);
    }

    private Shown create(Person person) {
        Walker walker = new Walker();
        return walker.submit(arrive(walker, person), CONNECT);
    }

    private void assertOneAccountOf(Person person) {
        List<JsonNode> accounts = stage.broker().admin().usersNamed(person.preferredUsername());
        assertThat(accounts).hasSize(1);
        String id = accounts.get(0).get("id").asText();
        assertThat(stage.broker().database().linksOfSubject(person.subject()))
                .extracting(LinkRow::userId)
                .containsExactly(id);
        assertThat(stage.broker().database().ownersOf(person.subject())).containsExactly(id);
    }

    private void assertNothingOf(Person person) {
        assertThat(stage.broker().admin().usersNamed(person.preferredUsername()))
                .isEmpty();
        assertThat(stage.broker().database().linksOfSubject(person.subject())).isEmpty();
        assertThat(stage.broker().database().ownersOf(person.subject())).isEmpty();
    }

    private void assertRefused(Shown page, String reason) {
        assertThat(page.has("data-reason=\"" + reason + "\""))
                .as(page.page().body())
                .isTrue();
        assertThat(page.page().status()).isLessThan(500);
        assertThat(stage.broker()
                        .admin()
                        .eventsWith("magento_reference", page.reference().orElseThrow()))
                .singleElement()
                .satisfies(event -> assertThat(event.detail("magento_reason")).isEqualTo(reason));
    }
}
