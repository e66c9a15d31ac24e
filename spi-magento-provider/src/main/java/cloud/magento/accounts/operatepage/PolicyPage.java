package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.policy.EnforcementConsent;
import cloud.magento.accounts.policy.LinkSettings;
import cloud.magento.accounts.policy.LoginStrength;
import cloud.magento.accounts.policy.PrimaryLogin;
import cloud.magento.accounts.policy.SecondFactorRule;
import cloud.magento.accounts.rollout.RolloutChange;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The policy: from when people are reminded and stopped, and what holds meanwhile. */
final class PolicyPage implements OperatorPage {
    private static final String CHANGE = "change";
    private static final List<String> TEXTS = List.of(
            LinkSettings.MAX_SKIPS,
            LinkSettings.PRIMARY_LOGIN,
            LinkSettings.SECOND_FACTOR,
            LoginStrength.LEVELS,
            LoginStrength.REQUIRED_LEVEL,
            LoginStrength.MAX_AGE);

    private static final List<String> TIMES = List.of(LinkSettings.REMIND_FROM, LinkSettings.ENFORCE_FROM);
    private static final List<String> FLAGS = List.of(
            LinkSettings.REPORT_ONLY,
            LinkSettings.SELF_UNLINK,
            LinkSettings.NEW_ACCOUNTS,
            LinkSettings.TRUST_VERIFIED_EMAIL,
            LinkSettings.ALLOW_IMPERSONATION);

    private static final Set<String> NOT_SENT_AGAIN = Set.of(
            "stateChecker",
            Form.ACT,
            Form.CONFIRMED,
            Told.FIELD,
            EnforcementConsent.ACKNOWLEDGED,
            EnforcementConsent.OVERRIDE);

    private final Operator operator;
    private final String url;

    PolicyPage(Operator operator) {
        this.operator = operator;
        this.url = Place.POLICY.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        Map<?, ?> now = now();
        Section section = new Section("policy").say("policy.text");
        if (!operator.may(Right.POLICY)) {
            section.alert("info", "role.policy");
        }
        return new Screen(operator, Place.POLICY).with(section.form(form(now))).render();
    }

    private Form form(Map<?, ?> now) {
        Form form = Form.post(CHANGE, url).button("try").primary();
        form.flag(LinkSettings.REPORT_ONLY, flag(now, LinkSettings.REPORT_ONLY));
        TIMES.forEach(key -> form.field("datetime-local", key, time(now.get(key))));
        form.field("number", LinkSettings.MAX_SKIPS, text(now.get(LinkSettings.MAX_SKIPS)));
        form.choice(
                LinkSettings.PRIMARY_LOGIN,
                text(now.get(LinkSettings.PRIMARY_LOGIN)),
                Arrays.stream(PrimaryLogin.values()).map(PrimaryLogin::id).toList());
        form.choice(
                LinkSettings.SECOND_FACTOR,
                text(now.get(LinkSettings.SECOND_FACTOR)),
                Arrays.stream(SecondFactorRule.values())
                        .map(SecondFactorRule::id)
                        .toList());
        form.field("text", LoginStrength.LEVELS, text(now.get(LoginStrength.LEVELS)));
        form.field("number", LoginStrength.REQUIRED_LEVEL, text(now.get(LoginStrength.REQUIRED_LEVEL)));
        form.field("number", LoginStrength.MAX_AGE, text(now.get(LoginStrength.MAX_AGE)));
        FLAGS.stream().skip(1).forEach(key -> form.flag(key, flag(now, key)));
        return form;
    }

    @Override
    public Response post(Sent sent) {
        RolloutCall call = RolloutCall.make(operator, Map.of("settings", settings(sent, now())), sent);
        Form form = Form.post(CHANGE, url);
        sent.values().forEach((name, values) -> {
            if (!NOT_SENT_AGAIN.contains(name)) {
                form.hidden(name, values.get(0));
            }
        });
        return call.render(
                operator, Place.POLICY, new Section("policy"), changes(call.changes()), "policy.confirm", form);
    }

    private Map<?, ?> now() {
        return operator.api().rollout().get().get("settings") instanceof Map<?, ?> settings ? settings : Map.of();
    }

    /** A time that was left as it is stays to the second: the field has room for minutes only. */
    private static Map<String, Object> settings(Sent sent, Map<?, ?> now) {
        Map<String, Object> settings = new LinkedHashMap<>();
        TIMES.stream()
                .filter(key -> !sent.text(key).equals(time(now.get(key))))
                .forEach(key -> settings.put(key, sent.time(key)));
        FLAGS.forEach(key -> settings.put(key, sent.flag(key)));
        TEXTS.forEach(key -> settings.put(key, sent.text(key)));
        return settings;
    }

    private static Table changes(List<RolloutChange> all) {
        Table table = new Table("changes", "setting", "from", "to");
        all.stream()
                .filter(RolloutChange::isChange)
                .forEach(change -> table.row(
                        change.name(),
                        Cell.say("field." + change.name()),
                        Cell.code(change.from()),
                        Cell.code(change.to())));
        return table;
    }

    private static String time(@Nullable Object stored) {
        try {
            return text(stored).isEmpty() ? "" : Sent.field(Instant.parse(text(stored)));
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static boolean flag(Map<?, ?> now, String key) {
        return "true".equals(text(now.get(key)));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
