package cloud.magento.accounts.upstream;

import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.policy.InvitationSettings;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.policy.PrimaryLogin;
import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.upstream.protocol.ClientAuthMethod;
import cloud.magento.accounts.upstream.protocol.PushedRequestMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Declares what the admin console offers for a provider of type {@code magento}, in the order in which it is asked for.
 * The console knows no headings and shows a help text as it is written, so a label begins with what it belongs to, and
 * a page is named by its path. What the console shows by itself, such as the client and its secret, the scopes, or
 * whether an application's {@code prompt=none} is passed on, is not among it.
 */
final class MagentoIdentityProviderConfigProperties {
    private static final String POLICY = "Policy: ";
    private static final String PAGES = "Pages: ";
    private static final String INVITATIONS = "Invitations: ";
    private static final String CONNECTION = "Connection: ";
    private static final String CHECKS = "Checks: ";

    /** The form of a date, and in which zone it is without one. */
    private static final String DATE = " (such as 2020-04-01T00:00:00Z; UTC)";

    /** Where an operator sees what the policy does and would do. */
    private static final String OPERATE = " See /realms/{realm}/magento/operate.";

    private MagentoIdentityProviderConfigProperties() {}

    static List<ProviderConfigProperty> all() {
        return Stream.of(policy(), pages(), invitations(), upstream(), security())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ProviderConfigProperty> upstream() {
        return List.of(
                text(
                        IdentityProviderModel.ISSUER,
                        CONNECTION + "Issuer",
                        "The issuer identifier of Magento.com, an https URL. Endpoints and keys are read from"
                                + " <issuer>/.well-known/openid-configuration, and only tokens with exactly this issuer"
                                + " are taken. Changing it later makes every existing link point to another provider's"
                                + " people.",
                        UpstreamIdentity.DEFAULT_ISSUER),
                flag(
                        MagentoIdentityProviderConfig.DISCOVERY,
                        CONNECTION + "Discovery",
                        "On (default): endpoints are read from the issuer's metadata; a URL given below takes"
                                + " precedence. Off: for an issuer that publishes none; the token URL and the JWKS URL"
                                + " are then needed.",
                        true),
                text(
                        MagentoIdentityProviderConfig.AUTHORIZATION_URL,
                        CONNECTION + "Authorization URL",
                        "Where people are sent to sign in. Empty: as published by the issuer, or "
                                + MagentoIdentityProviderConfig.DEFAULT_AUTHORIZATION_URL + " where discovery is off.",
                        null),
                text(
                        MagentoIdentityProviderConfig.TOKEN_URL,
                        CONNECTION + "Token URL",
                        "Where codes are redeemed. Empty: as published by the issuer.",
                        null),
                text(
                        MagentoIdentityProviderConfig.USER_INFO_URL,
                        CONNECTION + "Userinfo URL",
                        "Asked only when the ID token lacks the email address or the name. Empty: as published by the"
                                + " issuer, or never. Disable user info, under Advanced settings, does nothing here."
                                + " Which scopes are asked for is set there too: empty means openid profile email, and"
                                + " without email no existing account is recognised by its address.",
                        null),
                text(
                        MagentoIdentityProviderConfig.JWKS_URL,
                        CONNECTION + "JWKS URL",
                        "Where the issuer's public keys are. Empty: as published by the issuer.",
                        null),
                text(
                        MagentoIdentityProviderConfig.LOGOUT_URL,
                        CONNECTION + "Logout URL",
                        "Where people are sent to end their session at Magento.com too. Empty: as published by the"
                                + " issuer, or not at all.",
                        null),
                choice(
                        MagentoIdentityProviderConfig.PUSHED_REQUESTS,
                        CONNECTION + "Pushed authorization requests",
                        "Whether this server hands a sign-in's request to Magento.com itself (RFC 9126), so that the"
                                + " browser's address carries nothing of it. auto (default): wherever Magento.com"
                                + " announces that it takes such requests; where that fails the sign-in ends, and no"
                                + " plain request takes its place. required: nobody signs in any other way. off:"
                                + " never.",
                        PushedRequestMode.AUTO.id(),
                        Arrays.stream(PushedRequestMode.values()).map(PushedRequestMode::id)),
                text(
                        MagentoIdentityProviderConfig.PUSHED_REQUEST_URL,
                        CONNECTION + "Pushed authorization request URL",
                        "Where requests are pushed to. It receives the client's secret. Empty: as published by the"
                                + " issuer.",
                        null),
                choice(
                        MagentoIdentityProviderConfig.CLIENT_AUTH_METHOD,
                        CONNECTION + "Client authentication",
                        "How this server proves itself when it redeems a code or pushes a request. private_key_jwt"
                                + " signs with the realm's active key, so that no secret is shared; Magento.com must"
                                + " then know the realm's keys, a new one before it signs.",
                        ClientAuthMethod.CLIENT_SECRET_BASIC.id(),
                        Arrays.stream(ClientAuthMethod.values()).map(ClientAuthMethod::id)),
                choice(
                        MagentoIdentityProviderConfig.PROMPT,
                        CONNECTION + "Prompt",
                        "Sent with every sign-in. Empty (default): people who are signed in at Magento.com are not"
                                + " asked again. login: they are asked each time. none: they are never asked, and"
                                + " refused where they would have to be. Accepts prompt=none, under Advanced settings,"
                                + " is about an application that asks so and names this provider: whether Magento.com's"
                                + " session answers it too.",
                        "",
                        Stream.concat(
                                Stream.of(""),
                                ConfigurationCheck.PROMPTS.stream().sorted())));
    }

    private static List<ProviderConfigProperty> security() {
        return List.of(
                text(
                        MagentoIdentityProviderConfig.SIGNATURE_ALGORITHMS,
                        CHECKS + "Signature algorithms",
                        "The algorithms an ID token may be signed with, separated by commas. Unsigned tokens and shared"
                                + " secrets are never taken. Fewer is safer.",
                        MagentoIdentityProviderConfig.DEFAULT_SIGNATURE_ALGORITHMS),
                text(
                        IdentityProviderModel.ALLOWED_CLOCK_SKEW,
                        CHECKS + "Clock skew (seconds)",
                        "How far the clocks of the two servers may be apart, 0 to 600. Each second lets an expired"
                                + " token live one second longer.",
                        Integer.toString(MagentoIdentityProviderConfig.DEFAULT_CLOCK_SKEW_SECONDS)),
                flag(
                        IdentityProviderModel.PASS_MAX_AGE,
                        CHECKS + "Pass max_age",
                        "On (default): an application's wish for a recent login is handed on to Magento.com and its"
                                + " fulfilment is checked. Off: an old session there satisfies such an application.",
                        true),
                text(
                        MagentoIdentityProviderConfig.PROBE_SECONDS,
                        CHECKS + "Probe (seconds)",
                        "How often each node asks Magento.com for its metadata and keys when nobody's sign-in did, so"
                                + " that an outage and its end are known. 0: never; at most 3600.",
                        Integer.toString(MagentoIdentityProviderConfig.DEFAULT_PROBE_SECONDS)),
                text(
                        MagentoIdentityProviderConfig.TIMEOUT_MILLIS,
                        CHECKS + "Timeout (milliseconds)",
                        "How long everything that one sign-in asks of Magento.com may take together, 100 to 60000."
                                + " Longer holds more threads of this server when Magento.com is slow.",
                        Integer.toString(MagentoIdentityProviderConfig.DEFAULT_TIMEOUT_MILLIS)),
                text(
                        MagentoIdentityProviderConfig.MAX_ANSWER_BYTES,
                        CHECKS + "Largest answer (bytes)",
                        "An answer longer than this, unpacked, is refused, 1024 to 10485760.",
                        Integer.toString(MagentoIdentityProviderConfig.DEFAULT_MAX_ANSWER_BYTES)),
                flag(
                        MagentoIdentityProviderConfig.ALLOW_PRIVATE_ADDRESSES,
                        CHECKS + "Allow private addresses (risk)",
                        "Off (default): this server calls Magento.com at public addresses only. On: whoever controls"
                                + " the issuer's metadata can make this server call machines inside your network. For"
                                + " an issuer inside it, or a server that reaches out only through a proxy and cannot"
                                + " resolve names.",
                        false));
    }

    private static List<ProviderConfigProperty> policy() {
        return List.of(
                flag(
                        LinkSettings.REPORT_ONLY,
                        POLICY + "Report only",
                        "On (default): everything below is decided and counted, and nobody is stopped. Off: it is"
                                + " enforced. Saving that is refused until somebody signed in through this provider in"
                                + " the last day, an administrator stays able to come in, and you said how many are"
                                + " stopped at once." + OPERATE,
                        true),
                text(
                        LinkSettings.REMIND_FROM,
                        POLICY + "Remind from" + DATE,
                        "From when people without a link are reminded at sign-in, with a way to put it off. A date and"
                                + " time with an offset, such as 2020-03-01T00:00:00Z, or a date, which begins at"
                                + " midnight UTC. Empty (default): no reminders." + OPERATE,
                        null),
                text(
                        LinkSettings.ENFORCE_FROM,
                        POLICY + "Enforce from" + DATE,
                        "The deadline: from then on an account without a link gets no session and no token, only the"
                                + " way to link. A date and time with an offset, or a date, which begins at midnight"
                                + " UTC. A group attribute magento.link.enforceFrom overrides it for the group's"
                                + " members." + OPERATE,
                        LinkSettings.DEFAULT_ENFORCE_FROM),
                text(
                        EnforcementConsent.ACKNOWLEDGED,
                        POLICY + "Stopped at once, acknowledged",
                        "Only for a save that stops people: how many accounts you know it stops, at once or within"
                                + " a day. A refused save tells the number, and it must still be right. It is not"
                                + " stored." + OPERATE,
                        null),
                text(
                        EnforcementConsent.OVERRIDE,
                        POLICY + "Reason to enforce all the same",
                        "Only for a save that is refused because of what it stops: why it is to be done nevertheless,"
                                + " in one line. It is in the ledger for good, so write a ticket's number and no name."
                                + " It is not stored here." + OPERATE,
                        null),
                text(
                        LinkSettings.MAX_SKIPS,
                        POLICY + "Reminders that may be put off",
                        "How often a person may put a reminder off before linking is required, the deadline or not."
                                + " Empty (default): no limit." + OPERATE,
                        null),
                choice(
                        LinkSettings.PRIMARY_LOGIN,
                        POLICY + "Primary login",
                        "required (default): a linked account opens only through Magento.com. preferred: its local"
                                + " credentials still open it too, for whoever knows them." + OPERATE,
                        PrimaryLogin.REQUIRED.id(),
                        Arrays.stream(PrimaryLogin.values()).map(PrimaryLogin::id)),
                choice(
                        LinkSettings.SECOND_FACTOR,
                        POLICY + "Second factor",
                        "kept (default): an account whose second factor was shown when it was linked, or was set up"
                                + " since, is asked for it after a login at Magento.com, unless Magento.com tells of"
                                + " one. upstream: it is not asked for, and Magento.com has to tell of one. never"
                                + " (risk): such an account opens by whatever Magento.com asks for." + OPERATE,
                        SecondFactorRule.KEPT.id(),
                        Arrays.stream(SecondFactorRule.values()).map(SecondFactorRule::id)),
                text(
                        MagentoIdentityProviderConfig.SECOND_FACTOR_ACR,
                        POLICY + "Second factor told by acr",
                        "Values of the ID token's acr by which Magento.com tells of a second factor, one space between"
                                + " two. Its amr and the acr values of REFEDS and OpenID are known. Empty (default): no"
                                + " others." + OPERATE,
                        null),
                text(
                        LoginStrength.LEVELS,
                        POLICY + "Levels of authentication",
                        "What Magento.com calls (acr) each level of this realm, as level=acr with one space between"
                                + " two, such as 2=second-factor 3=urn:example:key. second-factor stands for a login by"
                                + " more than one factor, whoever asked for the second. A higher level that an"
                                + " application wants (acr_values, essential acr, Minimum ACR) is asked of Magento.com"
                                + " in these words, and tokens tell the level that was reached. Empty (default): every"
                                + " login has level 1, and an application that insists on more is refused." + OPERATE,
                        null),
                text(
                        LoginStrength.REQUIRED_LEVEL,
                        POLICY + "Required level",
                        "The level that every sign-in must reach, by whatever way; for one application use its Minimum"
                                + " ACR, for a group its attribute magento.link.requiredLevel. Whoever does not reach"
                                + " it is stopped at once. Empty (default): any login will do." + OPERATE,
                        null),
                text(
                        LoginStrength.MAX_AGE,
                        POLICY + "Longest time since Magento.com (seconds)",
                        "How long a login at Magento.com counts, by the time that Magento.com tells (auth_time). After"
                                + " that the person is asked to sign in there again, and tokens are refused until then."
                                + " 60 to 31536000. Empty (default): for as long as the session." + OPERATE,
                        null),
                flag(
                        LinkSettings.SELF_UNLINK,
                        POLICY + "People may disconnect",
                        "Off (default): only an operator can remove a link. On: people can, and are asked to link again"
                                + " once the deadline has passed. Changing to another Magento.com account is possible"
                                + " either way." + OPERATE,
                        false),
                flag(
                        LinkSettings.NEW_ACCOUNTS,
                        POLICY + "New accounts",
                        "On (default): who signs in at Magento.com and has no account here gets one. Off: such people"
                                + " are refused." + OPERATE,
                        true),
                flag(
                        LinkSettings.TRUST_VERIFIED_EMAIL,
                        POLICY + "Trust verified email (risk)",
                        "Off (default): who comes with the address of an existing account proves that the account is"
                                + " theirs. On: an address that Magento.com calls verified is proof enough, so a"
                                + " recycled address there opens an account here. Trust Email under Advanced settings"
                                + " is another matter, does nothing here and cannot be on." + OPERATE,
                        false),
                text(
                        MagentoIdentityProviderConfig.OUTAGE_MAX_HOURS,
                        POLICY + "Longest declared outage (hours)",
                        "How many hours an outage of Magento.com may last that an operator declares, so that linked"
                                + " people may use their local password meanwhile. 1 to 168; 0: none may be declared."
                                + OPERATE,
                        Integer.toString(MagentoIdentityProviderConfig.DEFAULT_OUTAGE_MAX_HOURS)),
                flag(
                        LinkSettings.ALLOW_IMPERSONATION,
                        POLICY + "Allow impersonation (risk)",
                        "Off (default): the gate stops an administrator's impersonation as it stops a login that did"
                                + " not come through Magento.com. On: administrators can open linked accounts."
                                + OPERATE,
                        false));
    }

    private static List<ProviderConfigProperty> pages() {
        return List.of(text(
                MagentoIdentityProviderConfig.SUPPORT_URL,
                PAGES + "Support",
                "Where people who cannot go on find help: an https address, or mailto: and an email address. It stands"
                        + " on every page that refuses something or leaves one way only. Empty (default): no such"
                        + " link.",
                null));
    }

    private static List<ProviderConfigProperty> invitations() {
        return List.of(
                text(
                        InvitationSettings.HOURS,
                        INVITATIONS + "Valid for (hours)",
                        "How long a person can use an invitation, 1 to 720. An operator may give one a shorter time."
                                + " Longer leaves more mails about that somebody else may read."
                                + " See /realms/{realm}/magento/operate/invitations.",
                        Integer.toString(InvitationSettings.DEFAULT_HOURS)),
                text(
                        InvitationSettings.AN_HOUR,
                        INVITATIONS + "At most an hour",
                        "How many invitations the realm sends in an hour, 1 to 100000. What goes beyond is not sent and"
                                + " has to be sent again later, so that no mail server takes this one for a spammer's.",
                        Integer.toString(InvitationSettings.DEFAULT_AN_HOUR)));
    }

    /** What a setting is called on the screen, or empty for one that is not declared here. */
    static Optional<String> label(String key) {
        return all().stream()
                .filter(property -> property.getName().equals(key))
                .map(ProviderConfigProperty::getLabel)
                .findFirst();
    }

    private static ProviderConfigProperty text(String name, String label, String help, @Nullable String whenAbsent) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.STRING_TYPE, whenAbsent);
    }

    private static ProviderConfigProperty flag(String name, String label, String help, boolean whenAbsent) {
        return new ProviderConfigProperty(
                name, label, help, ProviderConfigProperty.BOOLEAN_TYPE, Boolean.toString(whenAbsent));
    }

    private static ProviderConfigProperty choice(
            String name, String label, String help, String whenAbsent, Stream<String> options) {
        ProviderConfigProperty property =
                new ProviderConfigProperty(name, label, help, ProviderConfigProperty.LIST_TYPE, whenAbsent);
        property.setOptions(options.toList());
        return property;
    }
}
