package cloud.magento.accounts.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import cloud.magento.accounts.broker.support.DemoStage;
import cloud.magento.accounts.broker.support.FederatedIdentity;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Readme;
import cloud.magento.accounts.broker.support.RealmAdmin;
import cloud.magento.accounts.broker.support.Tourist;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AuditPage;
import cloud.magento.accounts.broker.support.pages.ConnectedPage;
import cloud.magento.accounts.broker.support.pages.DemoMagentoPage;
import cloud.magento.accounts.broker.support.pages.DemoRegistrationPage;
import cloud.magento.accounts.broker.support.pages.LinkPage;
import cloud.magento.accounts.broker.support.pages.LoginRequiredPage;
import cloud.magento.accounts.broker.support.pages.OperatePage;
import cloud.magento.accounts.broker.support.pages.PreviewPage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SignedOutPage;
import cloud.magento.accounts.broker.support.pages.SwitchPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a stranger lives through who runs {@code ./start} and nothing else, where the demo realm plays Magento.com: the
 * words of the README's tour are those of the pages, and whatever else is pressed on the way leads on.
 */
class TourIT {
    private static final String PASSWORD = "a long enough password";

    @RegisterExtension
    static final DemoStage STAGE = new DemoStage();

    /** The README's steps from the first sign-in to the second, by the very words in bold. */
    @Test
    void followsReadmeStepsByTheirWords() {
        Readme readme = Readme.read();
        assertThat(readme.steps()).hasSize(12);
        Account ada = STAGE.broker().admin().account("ada", "ada");
        Page tab = STAGE.visitor().firstTab();
        Tourist tourist = Tourist.in(tab);

        tab.navigate(STAGE.broker().accountPage().toString());
        new SignInPage(tab).enter("ada", "ada", LinkPage::new);
        press(tab, readme.bold(2).get(0));
        new DemoMagentoPage(tab);
        press(tab, readme.bold(3).get(0));
        new DemoRegistrationPage(tab).submit("ada-up", "ada.up@example.com", PASSWORD, PreviewPage::new);
        assertThat(tab.locator("h1").innerText()).isEqualTo(readme.bold(4).get(0));
        assertThat(STAGE.broker().database().links(ada)).isEmpty();
        press(tab, readme.bold(4).get(1));
        new UserPage(tab);
        assertThat(STAGE.broker().admin().federatedIdentities(ada))
                .singleElement()
                .extracting(FederatedIdentity::userName)
                .isEqualTo("ada-up");
        assertThat(STAGE.broker().database().links(ada)).hasSize(1);
        assertThat(STAGE.broker().admin().events(ada, "FEDERATED_IDENTITY_LINK"))
                .hasSize(1);
        assertThat(readme.bold(5))
                .allSatisfy(word -> assertThat(tab.locator("main").innerText()).contains(word));
        press(tab, readme.bold(5).get(2));
        new SignedOutPage(tab);

        tab.navigate(STAGE.broker().accountPage().toString());
        new SignInPage(tab).enter("ada", "ada", LoginRequiredPage::new);
        assertThat(tab.locator("h1").innerText()).isEqualTo(readme.bold(6).get(0));
        press(tab, readme.bold(6).get(1));
        new DemoMagentoPage(tab).logIn("ada-up", PASSWORD, UserPage::new);
        press(tab, readme.bold(8).get(0));
        new SwitchPage(tab);
        tourist.assertAlive("the tour");
        tab.navigate(STAGE.broker().url("/admin/").toString());
        tab.locator("#kc-login").waitFor();
    }

    /** The README's steps about a reminder and the deadline, on the way to the demo application. */
    @Test
    void remindsThenConnectsOnTheWayToTheDemoApplication() {
        Readme readme = Readme.read();
        Account grace = STAGE.broker().admin().account("grace", "grace");
        try {
            STAGE.broker()
                    .admin()
                    .configureProvider(
                            Broker.PROVIDER,
                            Map.of(
                                    "linkRemindFrom", readme.code(9).get(2),
                                    "linkEnforceFrom", readme.code(9).get(3)));
            Page tab = STAGE.visitor().firstTab();
            tab.navigate(here(readme.link(9)));
            new SignInPage(tab).enter(grace, LinkPage::new);
            press(tab, readme.bold(9).get(3));
            assertThat(new UserPage(tab).isConnected()).isFalse();
        } finally {
            Stop.AUDIT.reach(STAGE.visitor());
            Map<String, String> back = Map.of(
                    "linkRemindFrom", "", "linkEnforceFrom", readme.code(10).get(0));
            Answer refused = STAGE.broker().admin().tryToConfigureProvider(Broker.PROVIDER, back);
            assertThat(refused.status()).isEqualTo(409);
            Map<String, String> acknowledged = new HashMap<>(back);
            acknowledged.put(
                    "linkEnforceAcknowledged", refused.json().get("stopped").asText());
            STAGE.broker()
                    .admin()
                    .tryToConfigureProvider(Broker.PROVIDER, acknowledged)
                    .expecting(204);
        }

        Page tab = STAGE.visitor().firstTab();
        tab.navigate(here(readme.link(10)));
        LinkPage deadline = new SignInPage(tab).enter(grace, LinkPage::new);
        assertThat(deadline.canBePutOff()).isFalse();
        deadline.connect(DemoMagentoPage::new)
                .register(DemoRegistrationPage::new)
                .submit("grace-up", "grace.up@example.com", PASSWORD, PreviewPage::new)
                .connect(ConnectedPage::new);
        assertThat(tab.locator("h1").innerText()).isEqualTo(readme.bold(10).get(5));
        press(tab, readme.bold(10).get(6));
        assertThat(new UserPage(tab).isConnected()).isTrue();
    }

    @Test
    void linksAccountToDemoPerson() {
        // given
        Account tess = account();

        // when
        UserPage user = STAGE.visitor()
                .open(STAGE.broker().accountPage(), SignInPage::new)
                .enter(tess, LinkPage::new)
                .connect(DemoMagentoPage::new)
                .logIn("magda", "magda", PreviewPage::new)
                .connect(UserPage::new);

        // then
        assertThat(user.isConnected()).isTrue();
        assertThat(STAGE.broker().database().links(tess))
                .singleElement()
                .satisfies(row -> assertThat(row.issuer())
                        .isEqualTo(STAGE.broker()
                                .url("/realms/" + Broker.DEMO_UPSTREAM_REALM)
                                .toString()));
    }

    @Test
    void letsDemoAuditorVerifyLedger() {
        // when
        AuditPage page = STAGE.visitor()
                .open(STAGE.broker().realmUrl("/magento/audit"), SignInPage::new)
                .withMagento(DemoMagentoPage::new)
                .logIn("auditor", "auditor", AuditPage::new)
                .verify();

        // then
        assertThat(page.findings()).contains("The record is whole.");
        assertThat(page.accounts("total"))
                .isEqualTo(STAGE.broker().admin().get("/users/count").asText());
    }

    @Test
    void letsDemoOperatorSeeWhereTheRollOutStands() {
        // when
        OperatePage page = STAGE.visitor()
                .open(STAGE.broker().realmUrl("/magento/operate"), SignInPage::new)
                .withMagento(DemoMagentoPage::new)
                .logIn("operator", "operator", OperatePage::new);

        // then: nothing is out of reach for lack of a role
        assertThat(page.text()).contains("accounts are connected");
        assertThat(page.page()
                        .navigate(STAGE.broker()
                                .realmUrl("/magento/operate/policy")
                                .toString())
                        .status())
                .isEqualTo(200);
        assertThat(new OperatePage(page.page())
                        .page()
                        .locator("[id*='magento-role']")
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void meetsNoDeadEnd(Stop stop) {
        Visitor visitor = STAGE.visitor();
        Tourist here = Tourist.in(visitor.firstTab());
        stop.reach(visitor);
        here.assertAlive(stop.name());
        List<String> buttons = here.buttons();

        Page tab = visitor.context().newPage();
        for (String link : here.links()) {
            Tourist.in(tab).follow(link, stop + ", " + link);
        }
        for (int place : signingOutLast(buttons)) {
            Tourist tourist = Tourist.in(stop.reachAgain(visitor));
            tourist.press(place);
            tourist.assertAlive(stop + ", " + buttons.get(place));
        }
    }

    /** The places of the buttons; what ends the session comes last, so that one is enough for all. */
    private static List<Integer> signingOutLast(List<String> buttons) {
        return IntStream.range(0, buttons.size())
                .boxed()
                .sorted(Comparator.comparing(place -> buttons.get(place).equals("Sign out")))
                .toList();
    }

    /** A page of the tour, and how somebody whom nobody met before comes to it. */
    enum Stop {
        SIGN_IN {
            @Override
            void reach(Visitor visitor) {
                visitor.open(STAGE.broker().accountPage(), SignInPage::new);
            }
        },
        CONNECT {
            @Override
            void reach(Visitor visitor) {
                visitor.open(STAGE.broker().accountPage(), SignInPage::new).enter(account(), LinkPage::new);
            }
        },
        MAGENTO {
            @Override
            void reach(Visitor visitor) {
                CONNECT.reach(visitor);
                new LinkPage(visitor.firstTab()).connect(DemoMagentoPage::new);
            }
        },
        REGISTER {
            @Override
            void reach(Visitor visitor) {
                MAGENTO.reach(visitor);
                new DemoMagentoPage(visitor.firstTab()).register(DemoRegistrationPage::new);
            }
        },
        PREVIEW {
            @Override
            void reach(Visitor visitor) {
                MAGENTO.reach(visitor);
                Account person = person();
                new DemoMagentoPage(visitor.firstTab()).logIn(person.username(), person.password(), PreviewPage::new);
            }
        },
        CONNECTED {
            @Override
            void reach(Visitor visitor) {
                PREVIEW.reach(visitor);
                new PreviewPage(visitor.firstTab()).connect(UserPage::new);
            }
        },
        SIGNED_OUT {
            @Override
            void reach(Visitor visitor) {
                CONNECTED.reach(visitor);
                new UserPage(visitor.firstTab()).signOut(SignedOutPage::new);
            }
        },
        LOGIN_REQUIRED {
            @Override
            void reach(Visitor visitor) {
                visitor.open(STAGE.broker().accountPage(), SignInPage::new)
                        .enter(linked(person()), LoginRequiredPage::new);
            }
        },
        CONFLICT {
            @Override
            void reach(Visitor visitor) {
                Account taken = person();
                linked(taken);
                MAGENTO.reach(visitor);
                new DemoMagentoPage(visitor.firstTab()).logIn(taken.username(), taken.password(), LinkPage::new);
            }
        },
        SWITCH {
            @Override
            void reach(Visitor visitor) {
                CONNECTED.reach(visitor);
                new UserPage(visitor.firstTab()).switchAccount(SwitchPage::new);
            }
        },
        NEW_ACCOUNT {
            @Override
            void reach(Visitor visitor) {
                Account person = person();
                visitor.open(STAGE.broker().accountPage(), SignInPage::new)
                        .withMagento(DemoMagentoPage::new)
                        .logIn(person.username(), person.password(), PreviewPage::new);
            }
        },
        EXISTING_ACCOUNT {
            @Override
            void reach(Visitor visitor) {
                NEW_ACCOUNT.reach(visitor);
                new PreviewPage(visitor.firstTab()).haveOneAlready(SignInPage::new);
            }
        },
        AUDIT {
            @Override
            void reach(Visitor visitor) {
                visitor.open(STAGE.broker().realmUrl("/magento/audit"), SignInPage::new)
                        .withMagento(DemoMagentoPage::new)
                        .logIn("auditor", "auditor", AuditPage::new);
            }

            @Override
            Page reachAgain(Visitor visitor) {
                return inNewTab(visitor, "/magento/audit");
            }
        },
        AUDIT_ACCOUNTS {
            @Override
            void reach(Visitor visitor) {
                AUDIT.reach(visitor);
                visitor.firstTab().navigate(address("/magento/audit/accounts"));
            }

            @Override
            Page reachAgain(Visitor visitor) {
                return inNewTab(visitor, "/magento/audit/accounts");
            }
        },
        AUDIT_ENTRIES {
            @Override
            void reach(Visitor visitor) {
                AUDIT.reach(visitor);
                visitor.firstTab().navigate(address("/magento/audit/entries"));
            }

            @Override
            Page reachAgain(Visitor visitor) {
                return inNewTab(visitor, "/magento/audit/entries");
            }
        };

        abstract void reach(Visitor visitor);

        /** The page once more, for the person who was there or another one. */
        Page reachAgain(Visitor visitor) {
            Visitor another = STAGE.visitor();
            reach(another);
            return another.firstTab();
        }
    }

    /** Presses what has this name, button or link, as a person who reads does. */
    private static void press(Page tab, String name) {
        Page.GetByRoleOptions named = new Page.GetByRoleOptions().setName(name).setExact(true);
        tab.getByRole(AriaRole.BUTTON, named)
                .or(tab.getByRole(AriaRole.LINK, named))
                .click();
    }

    /** An address of the README's, in the broker of these tests. */
    private static String here(String address) {
        return address.replace("http://localhost:8080/", STAGE.broker().url("/").toString());
    }

    /** An address of the accounts' realm. */
    private static String address(String path) {
        return STAGE.broker().realmUrl(path).toString();
    }

    private static Page inNewTab(Visitor visitor, String path) {
        Page tab = visitor.context().newPage();
        tab.navigate(address(path));
        return tab;
    }

    private static Account account() {
        return STAGE.broker().admin().create(Account.called("Tess"));
    }

    private static Account person() {
        return magento().create(Account.called("Terry"));
    }

    private static Account linked(Account person) {
        Account account = account();
        STAGE.broker().admin().link(account, Broker.PROVIDER, person.id(), person.username());
        return account;
    }

    private static RealmAdmin magento() {
        return STAGE.broker().server().realm(Broker.DEMO_UPSTREAM_REALM);
    }
}
