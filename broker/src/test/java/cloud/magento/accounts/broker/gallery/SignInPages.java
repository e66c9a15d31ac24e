package cloud.magento.accounts.broker.gallery;

import static cloud.magento.accounts.broker.gallery.GalleryEntry.page;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.OneTimeCodes;
import cloud.magento.accounts.broker.support.Policy;
import cloud.magento.accounts.broker.support.Visitor;
import cloud.magento.accounts.broker.support.pages.AnyPage;
import cloud.magento.accounts.broker.support.pages.ForgottenPasswordPage;
import cloud.magento.accounts.broker.support.pages.NewPasswordPage;
import cloud.magento.accounts.broker.support.pages.OneTimeCodePage;
import cloud.magento.accounts.broker.support.pages.ProfilePage;
import cloud.magento.accounts.broker.support.pages.SignInPage;
import cloud.magento.accounts.broker.support.pages.SignedOutPage;
import cloud.magento.accounts.broker.support.pages.UserPage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Signing in with what an account has here, and where Keycloak stops by itself: the theme's pages and Keycloak's. */
final class SignInPages {
    private static final String FORM = "theme/login/login.ftl";
    private static final String ERROR = "theme/login/error.ftl";
    private static final String KEYCLOAKS = "Keycloak’s own";

    private SignInPages() {}

    static List<GalleryEntry> entries() {
        return List.of(
                page("sign-in", FORM, "loginAccountTitle", Walk::signInPage)
                        .by("theme/login/footer.ftl")
                        .saying("magento.signin.hint", "magento.signin.local.heading", "magento.signin.local.text"),
                page(
                        "sign-in-wrong-password",
                        FORM,
                        "loginAccountTitle",
                        way -> way.signInPage().enter("nobody", "wrong", SignInPage::new)),
                page("sign-in-provider-disabled", FORM, "loginAccountTitle", way -> {
                    way.disableProvider();
                    return way.signInPage();
                }),
                page("sign-in-after-password", FORM, "loginAccountTitle", way -> {
                            way.policy(Policy.before(Duration.ofDays(60)));
                            return way.signIn(way.account("ada"), UserPage::new)
                                    .signOut(SignedOutPage::new)
                                    .signInAgain(SignInPage::new);
                        })
                        .saying("magento.signin.last", "magento.signin.fold.upstream"),
                page(
                                "sign-in-after-magento",
                                FORM,
                                "loginAccountTitle",
                                way -> way.linkedUser()
                                        .signOut(SignedOutPage::new)
                                        .signInAgain(SignInPage::new))
                        .saying("magento.signin.last", "magento.signin.fold.local"),
                page("sign-in-in-outage", FORM, "loginAccountTitle", way -> {
                            way.declareOutage();
                            return way.signInPage();
                        })
                        .saying("magento.sign-in.outage"),
                page(
                        "forgotten-password",
                        KEYCLOAKS,
                        "emailForgotTitle",
                        way -> way.signInPage().forgotPassword(ForgottenPasswordPage::new)),
                page(
                        "forgotten-password-sent",
                        FORM,
                        "loginAccountTitle",
                        way -> way.signInPage()
                                .forgotPassword(ForgottenPasswordPage::new)
                                .send(way.account("ada").username(), SignInPage::new)),
                page("new-password", KEYCLOAKS, "updatePasswordTitle", SignInPages::newPassword),
                page("one-time-code", KEYCLOAKS, "doLogIn", way -> withCode(way)),
                page(
                        "one-time-code-wrong",
                        KEYCLOAKS,
                        "doLogIn",
                        way -> withCode(way).enter(OneTimeCodes.wrong(), OneTimeCodePage::new)),
                page("profile", KEYCLOAKS, "loginProfileTitle", SignInPages::profile)
                        .by("theme/login/name-order.ftl"),
                page("page-expired", "theme/login/login-page-expired.ftl", "pageExpiredTitle", SignInPages::expired)
                        .saying("magento.expired.text"),
                page(
                        "error-unknown-address",
                        ERROR,
                        "magento.stop.not-found.title",
                        way -> way.open("/nowhere", AnyPage::new)),
                page(
                        "error-unknown-application",
                        ERROR,
                        "magento.stop.application.title",
                        way -> way.visitor().open(authorization(way, "nobody"), AnyPage::new)),
                page(
                        "error-expired",
                        ERROR,
                        "magento.stop.expired.title",
                        way -> way.open("/login-actions/action-token?key=outdated", AnyPage::new)),
                page("error-no-cookie", ERROR, "magento.stop.cookies.title", SignInPages::withoutCookies));
    }

    private static NewPasswordPage newPassword(Walk way) {
        way.policy(Policy.before(Duration.ofDays(60)));
        Account ada = way.account("ada");
        Visitor visitor = way.visitor();
        visitor.open(way.accountPage(), SignInPage::new)
                .forgotPassword(ForgottenPasswordPage::new)
                .send(ada.username(), SignInPage::new);
        return visitor.open(way.mail(ada, "passwordResetSubject").link(), NewPasswordPage::new);
    }

    private static OneTimeCodePage withCode(Walk way) {
        way.policy(Policy.before(Duration.ofDays(60)));
        Account ada = way.account("ada");
        way.admin().change(ada, Map.of("credentials", List.of(OneTimeCodes.credential())));
        return way.signIn(ada, OneTimeCodePage::new);
    }

    private static Visitor signedIn(Walk way) {
        way.policy(Policy.before(Duration.ofDays(60)));
        Visitor visitor = way.visitor();
        visitor.open(way.accountPage(), SignInPage::new).enter(way.account("ada"), UserPage::new);
        return visitor;
    }

    private static ProfilePage profile(Walk way) {
        Visitor visitor = signedIn(way);
        return visitor.open(way.app().signIn(Map.of("kc_action", "UPDATE_PROFILE")), ProfilePage::new);
    }

    private static AnyPage expired(Walk way) {
        Visitor visitor = way.visitor();
        SignInPage signIn = visitor.open(way.accountPage(), SignInPage::new);
        URI authenticate = way.realm().url("/login-actions/authenticate");
        return visitor.open(
                URI.create(signIn.inThisSignIn(authenticate) + "&session_code=stale&execution=another"), AnyPage::new);
    }

    private static AnyPage withoutCookies(Walk way) {
        SignInPage signIn = way.signInPage();
        URI authenticate = way.realm().url("/login-actions/authenticate");
        return way.visitor().open(signIn.inThisSignInOnce(authenticate), AnyPage::new);
    }

    private static URI authorization(Walk way, String client) {
        return Http.uri(
                way.realm().url("/protocol/openid-connect/auth").toString(),
                Map.of("response_type", "code", "client_id", client, "scope", "openid"));
    }
}
