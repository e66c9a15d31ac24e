package cloud.magento.accounts.broker.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.broker.support.Html;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import cloud.magento.accounts.broker.support.Pkce;
import cloud.magento.accounts.broker.upstream.Requests.ClientProof;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in keeps the rules itself: what it accepts from the broker, Magento.com would accept too. */
class MagentoStandInIT {
    private static final String BACK = "http://localhost:1/back";

    private final MagentoStandIn magento = MagentoStandIn.start();
    private final Person ada = magento.add(Person.called("Ada"));
    private final Http browser = new Http();
    private final Pkce pkce = Pkce.fresh();

    MagentoStandInIT() {
        magento.client().redirectingTo(URI.create(BACK));
    }

    @AfterEach
    void close() {
        magento.close();
    }

    @Test
    void issuesSignedIdTokenAfterLogin() throws Exception {
        // when
        URI back = logIn(authorize(Map.of()));
        Answer answer = redeem(Http.parameter(back, "code"));

        // then
        assertThat(Http.query(back)).containsEntry("state", "a-state").containsEntry("iss", magento.issuer());
        SignedJWT token =
                SignedJWT.parse(answer.expecting(200).json().get("id_token").asText());
        JWKSet keys = JWKSet.parse(
                browser.get(magento.address(Endpoint.KEYS)).expecting(200).body());
        assertThat(token.verify(new RSASSAVerifier((RSAKey) keys.getKeys().get(0))))
                .isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(magento.issuer());
        assertThat(claims.getAudience()).containsExactly(magento.client().id());
        assertThat(claims.getSubject()).isEqualTo(ada.subject());
        assertThat(claims.getStringClaim("nonce")).isEqualTo("a-nonce");
        assertThat(claims.getStringClaim("email")).isEqualTo(ada.email());
        assertThat(magento.requests().clientProofs()).containsExactly(ClientProof.CLIENT_SECRET_BASIC);
    }

    @Test
    void publishesDiscoveryDocument() {
        // when
        JsonNode metadata =
                browser.get(magento.address(Endpoint.DISCOVERY)).expecting(200).json();

        // then
        assertThat(metadata.get("issuer").asText()).isEqualTo(magento.issuer());
        assertThat(metadata.get("token_endpoint").asText()).isEqualTo(magento.issuer() + "/token");
        assertThat(magento.requests().count(Endpoint.DISCOVERY)).isEqualTo(1);
    }

    @Test
    void skipsLoginWithOpenSession() {
        // given
        logIn(authorize(Map.of()));

        // when
        Answer second = authorize(Map.of());

        // then
        assertThat(second.location().toString()).startsWith(BACK).contains("code=");
    }

    @Test
    void asksAgainForPromptLoginWithHint() {
        // given
        logIn(authorize(Map.of()));

        // when
        Answer second = authorize(Map.of("prompt", "login", "login_hint", "ada@upstream.example"));

        // then
        assertThat(second.expecting(200).body())
                .contains("data-page=\"login\"")
                .contains("name=\"login\" value=\"ada@upstream.example\"");
    }

    @Test
    void asksAgainForMaxAgeAndReportsAuthTime() throws Exception {
        // given
        logIn(authorize(Map.of()));
        Instant before = Instant.now();

        // when
        URI back = logIn(authorize(Map.of("max_age", "0")));
        Answer answer = redeem(Http.parameter(back, "code"));

        // then
        assertThat(authTime(answer)).isGreaterThanOrEqualTo(before.getEpochSecond());
    }

    @Test
    void skipsPromptAndReportsOldAuthTimeWhenKeepingLogins() throws Exception {
        // given
        logIn(authorize(Map.of()));
        magento.keepOldLogins();

        // when
        URI back = authorize(Map.of("max_age", "0", "prompt", "login")).location();
        Answer answer = redeem(Http.parameter(back, "code"));

        // then
        assertThat(authTime(answer)).isLessThan(Instant.now().minusSeconds(3000).getEpochSecond());
    }

    @Test
    void answersLoginRequiredForPromptNone() {
        // when
        Answer answer = authorize(Map.of("prompt", "none"));

        // then
        assertThat(Http.query(answer.location())).containsEntry("error", "login_required");
    }

    @Test
    void redirectsWithErrorWhenLoginIsDenied() {
        // when
        Answer answer = submit(authorize(Map.of()), Map.of("action", "deny"));

        // then
        assertThat(Http.query(answer.location()))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "a-state");
    }

    @Test
    void signsInWithCreatedAccount() {
        // when
        Answer answer = submit(
                authorize(Map.of()), Map.of("action", "create", "name", "Grace New", "email", "grace@new.example"));

        // then
        assertThat(Http.query(answer.location())).containsKey("code");
        assertThat(magento.personWithEmail("grace@new.example").name()).isEqualTo("Grace New");
    }

    @Test
    void rejectsCodeReplay() {
        // given
        String code = code();
        redeem(code).expecting(200);

        // when
        Answer second = redeem(code);

        // then
        assertThat(second.expecting(400).json().get("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void rejectsCodeWithWrongPkceVerifier() {
        // given
        String code = code();
        Map<String, String> form = form(code);
        form.put("code_verifier", Pkce.fresh().verifier());

        // when
        Answer answer = browser.post(
                magento.address(Endpoint.TOKEN),
                form,
                magento.client().id(),
                magento.client().secret());

        // then
        assertThat(answer.expecting(400).json().get("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void rejectsAuthorizationRequestWithoutPkce() {
        // when
        Answer answer = authorize(Map.of("code_challenge", "", "code_challenge_method", ""));

        // then
        assertThat(Http.query(answer.location())).containsEntry("error", "invalid_request");
    }

    @Test
    void takesReferenceToPushedRequestOnce() {
        // given
        String reference = push(magento.client().secret())
                .expecting(201)
                .json()
                .get("request_uri")
                .asText();

        // when
        Answer page = arriveWith(reference, Map.of());
        Answer again = arriveWith(reference, Map.of());

        // then
        assertThat(Http.query(logIn(page))).containsKey("code").containsEntry("state", "a-state");
        assertThat(again.status()).isEqualTo(400);
    }

    @Test
    void rejectsPushWithoutClientAuthentication() {
        assertThat(push("wrong").expecting(401).json().get("error").asText()).isEqualTo("invalid_client");
        assertThat(magento.requests().clientProofs()).isEmpty();
    }

    @Test
    void rejectsRequestBesideReferenceOrInItsPlace() {
        // given
        magento.takePushedRequests(PushedRequestRule.REQUIRED);
        String reference =
                push(magento.client().secret()).json().get("request_uri").asText();

        // when, then
        assertThat(arriveWith(reference, Map.of("scope", "openid")).status()).isEqualTo(400);
        assertThat(authorize(Map.of()).status()).isEqualTo(400);
    }

    @Test
    void redirectsWithErrorWhenPushedRequestExpired() {
        // given
        magento.keepPushedRequests(Duration.ZERO);
        String reference =
                push(magento.client().secret()).json().get("request_uri").asText();

        // when
        Answer answer = arriveWith(reference, Map.of());

        // then
        assertThat(Http.query(answer.location())).containsEntry("error", "invalid_request_uri");
    }

    @Test
    void rejectsOpenRedirectToUnregisteredUri() {
        // when
        Answer answer = authorize(Map.of("redirect_uri", "http://localhost:2/back"));

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.isRedirect()).isFalse();
    }

    @Test
    void rejectsWrongClientSecret() {
        // given
        String code = code();

        // when
        Answer basic = browser.post(
                magento.address(Endpoint.TOKEN), form(code), magento.client().id(), "wrong");
        Map<String, String> form = form(code);
        form.putAll(Map.of("client_id", magento.client().id(), "client_secret", "wrong"));
        Answer post = browser.post(magento.address(Endpoint.TOKEN), form);

        // then
        assertThat(List.of(basic.status(), post.status())).containsOnly(401);
        assertThat(magento.requests().clientProofs()).isEmpty();
    }

    @Test
    void acceptsClientSecretPost() {
        // given
        Map<String, String> form = form(code());
        form.putAll(Map.of(
                "client_id",
                magento.client().id(),
                "client_secret",
                magento.client().secret()));

        // when
        Answer answer = browser.post(magento.address(Endpoint.TOKEN), form);

        // then
        answer.expecting(200);
        assertThat(magento.requests().clientProofs()).containsExactly(ClientProof.CLIENT_SECRET_POST);
    }

    @Test
    void acceptsPrivateKeyJwt() {
        // given
        RSAKey key = Keys.fresh();

        // when
        Answer answer = redeemWithAssertion(key, key);

        // then
        answer.expecting(200);
        assertThat(magento.requests().clientProofs()).containsExactly(ClientProof.PRIVATE_KEY_JWT);
    }

    @Test
    void rejectsClientAssertionSignedByOtherKey() {
        // given
        RSAKey key = Keys.fresh();
        RSAKey another = new RSAKey.Builder(Keys.fresh()).keyID(key.getKeyID()).build();

        // when
        Answer answer = redeemWithAssertion(key, another);

        // then
        assertThat(answer.expecting(401).json().get("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void returnsInUserinfoWhatIdTokenOmits() throws Exception {
        // given
        magento.tellAllInIdTokens(false);
        JsonNode tokens = redeem(code()).json();

        // when
        Answer userinfo = browser.send(HttpRequest.newBuilder(magento.address(Endpoint.USERINFO))
                .header("Authorization", "Bearer " + tokens.get("access_token").asText()));

        // then
        assertThat(SignedJWT.parse(tokens.get("id_token").asText())
                        .getJWTClaimsSet()
                        .getClaim("email"))
                .isNull();
        assertThat(userinfo.expecting(200).json().get("email").asText()).isEqualTo(ada.email());
    }

    @Test
    void issuesSidThatLogoutTokenNames() throws Exception {
        // given
        SignedJWT idToken =
                SignedJWT.parse(redeem(code()).json().get("id_token").asText());
        String session = idToken.getJWTClaimsSet().getStringClaim("sid");

        // when
        SignedJWT order = SignedJWT.parse(magento.logoutTokens().forSession(ada, session));

        // then
        assertThat(magento.sessionIds(ada)).containsExactly(session);
        JWKSet keys = JWKSet.parse(browser.get(magento.address(Endpoint.KEYS)).body());
        assertThat(order.verify(new RSASSAVerifier((RSAKey) keys.getKeys().get(0))))
                .isTrue();
        JWTClaimsSet claims = order.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(magento.issuer());
        assertThat(claims.getAudience()).containsExactly(magento.client().id());
        assertThat(claims.getSubject()).isEqualTo(ada.subject());
        assertThat(claims.getStringClaim("sid")).isEqualTo(session);
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getJSONObjectClaim("events"))
                .containsOnlyKeys("http://schemas.openid.net/event/backchannel-logout");
        assertThat(claims.getClaim("nonce")).isNull();
    }

    @Test
    void endsSessionAndRedirectsAtLogout() {
        // given
        String idToken = redeem(code()).json().get("id_token").asText();
        magento.client().redirectingAfterLogoutTo(URI.create(BACK));

        // when
        Answer answer = signOut(idToken);

        // then
        assertThat(answer.location().toString()).isEqualTo(BACK + "?state=a-state");
        assertThat(magento.sessionIds(ada)).isEmpty();
        assertThat(authorize(Map.of()).expecting(200).body()).contains("data-page=\"login\"");
    }

    @Test
    void rejectsForgedIdTokenHintAtLogout() {
        // given
        logIn(authorize(Map.of()));
        magento.client().redirectingAfterLogoutTo(URI.create(BACK));

        // when
        Answer answer = signOut("not.our.token");

        // then
        assertThat(answer.expecting(400).isRedirect()).isFalse();
        assertThat(magento.sessionIds(ada)).hasSize(1);
    }

    private Answer signOut(String idToken) {
        return browser.get(Http.uri(
                magento.address(Endpoint.LOGOUT).toString(),
                Map.of(
                        "client_id",
                        magento.client().id(),
                        "post_logout_redirect_uri",
                        BACK,
                        "id_token_hint",
                        idToken,
                        "state",
                        "a-state")));
    }

    private Map<String, String> request() {
        return Map.of(
                "client_id", magento.client().id(),
                "redirect_uri", BACK,
                "response_type", "code",
                "scope", "openid profile email",
                "state", "a-state",
                "nonce", "a-nonce",
                "code_challenge", pkce.challenge(),
                "code_challenge_method", "S256");
    }

    private Answer push(String secret) {
        return browser.post(
                magento.address(Endpoint.PAR), request(), magento.client().id(), secret);
    }

    private Answer arriveWith(String reference, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put("client_id", magento.client().id());
        parameters.put("request_uri", reference);
        return browser.get(Http.uri(magento.address(Endpoint.AUTHORIZATION).toString(), parameters));
    }

    private Answer authorize(Map<String, String> changes) {
        Map<String, String> parameters = new HashMap<>(request());
        parameters.putAll(changes);
        return browser.get(Http.uri(magento.address(Endpoint.AUTHORIZATION).toString(), parameters));
    }

    private URI logIn(Answer page) {
        return submit(page, Map.of("action", "login", "login", ada.preferredUsername()))
                .location();
    }

    private Answer submit(Answer page, Map<String, String> answers) {
        Map<String, String> form = new HashMap<>(answers);
        form.put("request", Html.of(page.expecting(200)).field("request").orElseThrow());
        return browser.post(magento.address(Endpoint.LOGIN), form);
    }

    private Map<String, String> form(String code) {
        return new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                BACK,
                "code_verifier",
                pkce.verifier()));
    }

    private String code() {
        return Http.parameter(logIn(authorize(Map.of())), "code");
    }

    private Answer redeemWithAssertion(RSAKey published, RSAKey used) {
        magento.client()
                .withKeysAt(URI.create(magento.issuer()
                        + Forgery.echoing(
                                Map.of("keys", List.of(published.toPublicJWK().toJSONObject())))));
        String assertion = Keys.sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(used.getKeyID()).build(),
                used,
                Map.of(
                        "iss", magento.client().id(),
                        "sub", magento.client().id(),
                        "aud", magento.issuer(),
                        "jti", UUID.randomUUID().toString(),
                        "exp", Instant.now().plusSeconds(60).getEpochSecond()));
        Map<String, String> form = form(code());
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return browser.post(magento.address(Endpoint.TOKEN), form);
    }

    private static long authTime(Answer answer) throws ParseException {
        String token = answer.expecting(200).json().get("id_token").asText();
        return SignedJWT.parse(token).getJWTClaimsSet().getLongClaim("auth_time");
    }

    private Answer redeem(String code) {
        return browser.post(
                magento.address(Endpoint.TOKEN),
                form(code),
                magento.client().id(),
                magento.client().secret());
    }
}
