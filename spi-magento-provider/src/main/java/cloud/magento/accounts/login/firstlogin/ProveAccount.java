package cloud.magento.accounts.login.firstlogin;

import cloud.magento.accounts.login.step.SignInNotice;
import cloud.magento.accounts.login.step.Step;
import cloud.magento.accounts.policy.EventDetails;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.policy.ReasonCode;
import cloud.magento.accounts.web.MailName;
import cloud.magento.accounts.web.MailPace;
import cloud.magento.accounts.web.MailServer;
import cloud.magento.accounts.web.PreviewPage;
import cloud.magento.accounts.web.SupportAddress;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.FormMessage;

/**
 * Asks a person who came from upstream to prove the account that has the same email address, by its password or by a
 * code mailed to it. Where an operator has said whose the account is, or trusts upstream's word, agreeing is enough.
 * The page is the preview at once: it names both accounts, and its one button connects them. Wrong passwords count
 * towards Keycloak's brute-force protection of the account.
 */
final class ProveAccount implements Step {
    private static final Logger LOG = Logger.getLogger(ProveAccount.class);

    /** One mail in this time for one account, however many sign-ins ask for it. */
    private static final Duration BETWEEN_MAILS = Duration.ofSeconds(30);

    private static final int MAILS_AN_HOUR = 6;

    private final KeycloakSession session;

    ProveAccount(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        withAccount(context, (login, account) -> {
            if (proofByUpstream(login, account).isPresent()) {
                context.challenge(preview(context, login, account));
            } else if (code(context, login, account).isPending()) {
                context.challenge(codePage(context, login, account, null));
            } else {
                context.challenge(provePage(context, login, account, null));
            }
        });
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        withAccount(context, (login, account) -> {
            MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
            String action = form.getFirst("action");
            switch (action == null ? "" : action) {
                case "password" -> byPassword(context, login, account, form.getFirst("password"));
                case "mail", "resend" -> mail(context, login, account);
                case "code" -> byCode(context, login, account, form.getFirst("code"));
                case "password-instead" -> {
                    code(context, login, account).forget();
                    context.challenge(provePage(context, login, account, null));
                }
                case "connect" -> byTrust(context, login, account);
                case "other" -> login.useAnother();
                case "cancel" -> login.startOver(SignInNotice.CANCELLED);
                default -> authenticate(context);
            }
        });
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    private void byPassword(
            AuthenticationFlowContext context, FirstLogin login, UserModel account, @Nullable String password) {
        context.getAuthenticationSession()
                .setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, account.getUsername());
        if (AuthenticatorUtils.getDisabledByBruteForceEventError(context, account) != null) {
            login.refuse(ReasonCode.ACCOUNT_UNAVAILABLE);
        } else if (password != null
                && !password.isEmpty()
                && account.credentialManager().isValid(UserCredentialModel.password(password))) {
            login.proven(account, LinkProof.PASSWORD);
        } else {
            wrong(context, account);
            context.failureChallenge(
                    AuthenticationFlowError.INVALID_CREDENTIALS,
                    provePage(context, login, account, new FormMessage("password", "magento.error.proof-failed")));
        }
    }

    private void byCode(
            AuthenticationFlowContext context, FirstLogin login, UserModel account, @Nullable String typed) {
        switch (code(context, login, account).take(typed)) {
            case CORRECT -> login.proven(account, LinkProof.MAIL);
            case INCORRECT -> {
                wrong(context, account);
                context.forceChallenge(
                        codePage(context, login, account, new FormMessage("code", "magento.error.proof-failed")));
            }
            case OVER -> login.refuse(ReasonCode.PROOF_EXPIRED);
        }
    }

    private void byTrust(AuthenticationFlowContext context, FirstLogin login, UserModel account) {
        proofByUpstream(login, account)
                .ifPresentOrElse(proof -> login.proven(account, proof), () -> authenticate(context));
    }

    /** What makes upstream's word for the address enough, asked anew at each step: an operator's word, or a setting. */
    private static Optional<LinkProof> proofByUpstream(FirstLogin login, UserModel account) {
        if (login.isExpected(account)) {
            return Optional.of(LinkProof.PRE_ASSOCIATION);
        }
        return login.settings().trustVerifiedEmail() ? Optional.of(LinkProof.VERIFIED_EMAIL) : Optional.empty();
    }

    private void mail(AuthenticationFlowContext context, FirstLogin login, UserModel account) {
        MailedCode code = code(context, login, account);
        Optional<FormMessage> notNow = tooManyMails(context.getRealm(), account);
        if (notNow.isPresent()) {
            FormMessage wait = notNow.get();
            context.challenge(
                    code.isPending()
                            ? codePage(context, login, account, wait)
                            : provePage(context, login, account, wait));
            return;
        }
        Map<String, Object> data = new HashMap<>();
        data.put("code", code.issue());
        data.put("minutes", MailedCode.LIFETIME.toMinutes());
        data.put("upstreamName", MailName.of(login.upstreamName()));
        data.put("accountName", MailName.of(account.getUsername()));
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(context.getRealm())
                    .setUser(account)
                    .setAuthenticationSession(context.getAuthenticationSession())
                    .send("magento.mail.proof-code.subject", List.of(), "magento-proof-code.ftl", data);
            context.challenge(codePage(context, login, account, null));
        } catch (EmailException notSent) {
            LOG.warnf("The proof mail for account %s could not be sent", account.getId());
            code.forget();
            login.refuse(ReasonCode.PROOF_MAIL_FAILED);
        }
    }

    /** What the person is told where no more mails go to the account for now. */
    private Optional<FormMessage> tooManyMails(RealmModel realm, UserModel account) {
        MailPace pace = MailPace.of(session, realm);
        if (!pace.admits("proof", account.getId(), 1, BETWEEN_MAILS)) {
            return Optional.of(new FormMessage("magento.prove.mail-wait"));
        }
        return pace.admits("proofs", account.getId(), MAILS_AN_HOUR, Duration.ofHours(1))
                ? Optional.empty()
                : Optional.of(new FormMessage("magento.prove.mail-enough"));
    }

    private static void wrong(AuthenticationFlowContext context, UserModel account) {
        context.getEvent()
                .clone()
                .user(account)
                .detail(EventDetails.REASON, ReasonCode.PROOF_FAILED.id())
                .error(Errors.INVALID_USER_CREDENTIALS);
    }

    private Response preview(AuthenticationFlowContext context, FirstLogin login, UserModel account) {
        return new PreviewPage("link")
                .keepingLocalLogin(!login.settings().closesLocalLogin())
                .account(account.getUsername(), account.getEmail())
                .upstream(login.upstreamName(), login.email(), login.emailVerified())
                .render(session, context.form());
    }

    private Response provePage(
            AuthenticationFlowContext context, FirstLogin login, UserModel account, @Nullable FormMessage message) {
        Map<String, Object> data = common(login, account);
        data.put("mailAvailable", MailServer.isConfigured(context.getRealm()));
        return page(context, data, message, "magento-prove.ftl");
    }

    private Response codePage(
            AuthenticationFlowContext context, FirstLogin login, UserModel account, @Nullable FormMessage message) {
        Map<String, Object> data = common(login, account);
        data.put("minutes", MailedCode.LIFETIME.toMinutes());
        return page(context, data, message, "magento-prove-code.ftl");
    }

    private static Map<String, Object> common(FirstLogin login, UserModel account) {
        Map<String, Object> data = new HashMap<>();
        data.put("localLoginKept", !login.settings().closesLocalLogin());
        data.put("upstreamName", login.upstreamName());
        if (login.email() != null) {
            data.put("upstreamEmail", login.email());
        }
        data.put("accountEmail", account.getEmail());
        data.put("passwordAvailable", account.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE));
        return data;
    }

    private Response page(
            AuthenticationFlowContext context,
            Map<String, Object> data,
            @Nullable FormMessage message,
            String template) {
        SupportAddress.show(session, data);
        LoginFormsProvider form = context.form().setAttribute("magento", data);
        if (message != null && message.getField().equals(FormMessage.GLOBAL)) {
            form.setInfo(message.getMessage());
        } else if (message != null) {
            form.addError(message);
        }
        return form.createForm(template);
    }

    private static MailedCode code(AuthenticationFlowContext context, FirstLogin login, UserModel account) {
        return new MailedCode(
                context.getAuthenticationSession(),
                account.getId(),
                context.getSession().users().getNotBeforeOfUser(context.getRealm(), account),
                login.upstreamIdentity());
    }

    /** With no match the step steps aside; an account gone, linked or disabled meanwhile begins the matching anew. */
    private void withAccount(AuthenticationFlowContext context, Proving proving) {
        FirstLogin.step(context, login -> {
            Optional<UserModel> account = login.matched().filter(UserModel::isEnabled);
            if (!login.isMatched()) {
                context.attempted();
            } else if (account.isEmpty()) {
                login.refuse(ReasonCode.ACCOUNT_UNAVAILABLE);
            } else if (session.users()
                            .getFederatedIdentity(
                                    context.getRealm(),
                                    account.get(),
                                    login.provider().getAlias())
                    != null) {
                login.refuse(ReasonCode.ACCOUNT_ALREADY_LINKED);
            } else {
                proving.with(login, account.get());
            }
        });
    }

    @FunctionalInterface
    private interface Proving {
        void with(FirstLogin login, UserModel account);
    }
}
