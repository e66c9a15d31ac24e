package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.ReminderSchedule;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What a call asks a campaign to be: {@code group} (an id, or a path that begins with a slash), {@code cohort} (the id
 * of a cohort's group, or {@code none}), {@code withinDays}, {@code unverified}, {@code days} (a list; without it once,
 * now) and {@code perMinute}.
 */
record CampaignWish(KeycloakSession session, RealmModel realm, Map<String, Object> wish) {
    private static final Set<String> KNOWN = Set.of("group", "cohort", "withinDays", "unverified", "days", "perMinute");

    /** @throws jakarta.ws.rs.WebApplicationException where it asks for what there is not */
    Campaign.Terms terms(String page) {
        if (!KNOWN.containsAll(wish.keySet())) {
            throw bad("There is group, cohort, withinDays, unverified, days and perMinute, and nothing else.");
        }
        @Nullable Integer perMinute = number("perMinute");
        try {
            return new Campaign.Terms(
                    group(text("group")),
                    text("cohort"),
                    number("withinDays"),
                    flag("unverified"),
                    schedule(),
                    perMinute == null ? Campaign.USUAL_PER_MINUTE : perMinute,
                    page);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private ReminderSchedule schedule() {
        Object days = wish.get("days");
        if (days == null) {
            return ReminderSchedule.once();
        }
        if (days instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Integer.class::isInstance)) {
            return ReminderSchedule.before(
                    list.stream().map(Integer.class::cast).toList());
        }
        throw bad("\"days\" is a list of whole numbers, such as [30, 7, 1]; without it mails go once, now.");
    }

    private @Nullable String group(@Nullable String named) {
        if (named == null) {
            return null;
        }
        GroupModel group = named.startsWith("/")
                ? KeycloakModelUtils.findGroupByPath(session, realm, named)
                : session.groups().getGroupById(realm, named);
        if (group == null) {
            throw bad("This realm has no such group. \"group\" is its id, or its path, such as /staff/sales.");
        }
        return group.getId();
    }

    private @Nullable String text(String key) {
        Object value = wish.get(key);
        if (value == null || value instanceof String text && text.isEmpty()) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        throw bad("\"" + key + "\" must be a text.");
    }

    private @Nullable Integer number(String key) {
        Object value = wish.get(key);
        if (value == null || value instanceof Integer) {
            return (Integer) value;
        }
        throw bad("\"" + key + "\" must be a whole number.");
    }

    private boolean flag(String key) {
        if (wish.getOrDefault(key, false) instanceof Boolean flag) {
            return flag;
        }
        throw bad("\"" + key + "\" must be true or false.");
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Response.Status.BAD_REQUEST, detail);
    }
}
