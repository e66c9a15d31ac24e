package cloud.magento.accounts.rollout;

import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.Exemptions;
import cloud.magento.accounts.registry.GroupExemptions;
import cloud.magento.accounts.registry.GroupExemptions.Granted;
import cloud.magento.accounts.rollout.RolloutChange.Outcome;
import cloud.magento.accounts.transaction.OwnTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Exemptions by group: each person in it today gets one of their own. Many are granted in transactions of their own,
 * before anything else is changed, and ended after all else: while the rest is still to come, nobody is stopped whom
 * the document exempts, and where the rest is refused nobody has lost anything.
 */
final class RolloutExemptions {
    /** Up to so many are granted and ended in the request's own transaction, with all the rest or not at all. */
    static final int AT_ONCE = 1000;

    /** So many ids are in memory at a time. */
    private static final int FOUND_AHEAD = 20 * AT_ONCE;

    /** No group's id, so that nobody is a member. */
    private static final Set<String> NO_GROUP = Set.of("");

    private final KeycloakSession session;
    private final String actor;
    private final RolloutGroups groups;
    private final GroupExemptions exemptions;
    private final Map<String, Granted> now;
    private final Instant at = Instant.ofEpochMilli(Time.currentTimeMillis());

    RolloutExemptions(KeycloakSession session, RealmModel realm, String actor) {
        this.session = session;
        this.actor = actor;
        this.groups = new RolloutGroups(session, realm);
        this.exemptions = new GroupExemptions(session, realm);
        this.now = exemptions.all();
    }

    /**
     * The exemption of one group.
     *
     * @param granted what each member is to have; of one that ends, what they had
     * @param groups the ids of the groups whose members are meant
     * @param grants how many have to be granted it
     * @param ends of how many it has to end
     */
    record Planned(RolloutChange change, Granted granted, Set<String> groups, long grants, long ends) {}

    /** Those that are in force. */
    List<Map<String, Object>> now() {
        return now.values().stream()
                .filter(granted -> !granted.isOver(at) && groups.has(granted.groupId()))
                .map(granted -> {
                    Map<String, Object> member = new LinkedHashMap<>();
                    member.put("group", groups.nameOf(granted.groupId()));
                    member.put("until", granted.until().toString());
                    member.put("reason", granted.reason());
                    return member;
                })
                .sorted(Comparator.comparing(member -> String.valueOf(member.get("group"))))
                .toList();
    }

    List<Planned> plan(RolloutDocument document) {
        List<Planned> planned = new ArrayList<>();
        Map<String, Granted> rest = new LinkedHashMap<>(now);
        for (RolloutDocument.Exemption wanted : document.exemptions()) {
            GroupModel group = groups.named(wanted.group(), wanted.path());
            planned.add(plan(wanted, group, rest.remove(group.getId())));
        }
        rest.values().stream().filter(granted -> !granted.isOver(at)).forEach(granted -> {
            Outcome outcome = document.prune() ? Outcome.REMOVED : Outcome.LEFT;
            long ends = document.prune() ? exemptions.strayed(granted.groupId(), NO_GROUP) : 0;
            planned.add(new Planned(
                    change(groups.nameOf(granted.groupId()), outcome, told(granted), null),
                    granted,
                    NO_GROUP,
                    0,
                    ends));
        });
        return planned;
    }

    private Planned plan(RolloutDocument.Exemption wanted, GroupModel group, @Nullable Granted granted) {
        Granted then = new Granted(group.getId(), wanted.until(), wanted.reason(), 0);
        if (then.isOver(at)
                && granted != null
                && granted.until().equals(wanted.until())
                && granted.reason().equals(wanted.reason())) {
            return new Planned(
                    change(wanted.group(), Outcome.UNCHANGED, told(granted), told(granted)), then, NO_GROUP, 0, 0);
        }
        check(wanted);
        Set<String> members = exemptions.withDescendants(group.getId());
        long grants = exemptions.wanting(members, then);
        long ends = exemptions.strayed(group.getId(), members);
        @Nullable Granted inForce = granted == null || granted.isOver(at) ? null : granted;
        Outcome outcome = inForce == null ? Outcome.ADDED : Outcome.CHANGED;
        Map<String, Object> to =
                told(new Granted(group.getId(), wanted.until(), wanted.reason(), exemptions.members(members)));
        if (grants + ends > 0) {
            to.put("grants", grants);
            to.put("ends", ends);
        }
        return new Planned(
                change(
                        wanted.group(),
                        grants + ends == 0 ? Outcome.UNCHANGED : outcome,
                        inForce == null ? null : told(inForce),
                        to),
                then,
                members,
                grants,
                ends);
    }

    /** As strict as where one account is exempted. */
    private void check(RolloutDocument.Exemption wanted) {
        try {
            new Exemption("", wanted.until(), wanted.reason(), actor, at);
        } catch (IllegalArgumentException e) {
            String member = wanted.until().isAfter(at) ? ".reason" : ".until";
            throw new RolloutException(wanted.path() + member, String.valueOf(e.getMessage()));
        }
    }

    /** Whether it is too much for one transaction. */
    static boolean areMany(List<Planned> planned) {
        return planned.stream().mapToLong(one -> one.grants() + one.ends()).sum() > AT_ONCE;
    }

    /**
     * Grants, the longest last: an account in several groups keeps that.
     *
     * @param together whether in the session's transaction, or else in transactions of their own
     */
    void grant(List<Planned> planned, boolean together) {
        grants(planned).stream().filter(grants -> grants.one().grants() > 0).forEach(one -> inTurns(together, one));
    }

    /** Ends what has to end. Who is a member of another group of these has its exemption in the same moment. */
    void end(List<Planned> planned, boolean together) {
        List<Grants> grants = grants(planned);
        planned.stream().filter(one -> one.ends() > 0).forEach(one -> inTurns(together, new Ends(one, grants)));
    }

    /** Tells what was done. */
    static void tell(List<Planned> planned, RolloutLog log) {
        planned.stream().filter(one -> one.change().isChange()).forEach(one -> log.exemption(one.change()));
    }

    private List<Grants> grants(List<Planned> planned) {
        return planned.stream()
                .filter(one -> !one.groups().equals(NO_GROUP))
                .sorted(Comparator.comparing(one -> one.granted().until()))
                .map(one -> new Grants(one, actor))
                .toList();
    }

    /**
     * Finds accounts many at a time, since the database looks at all members for that, and changes fewer of them in one
     * transaction, which asks once more of these whether it has to be.
     */
    private void inTurns(boolean together, Turn turn) {
        String after = "";
        List<String> found;
        do {
            String last = after;
            found = in(together, own -> turn.find(own, last, FOUND_AHEAD));
            for (int from = 0; from < found.size(); from += AT_ONCE) {
                List<String> some = found.subList(from, Math.min(from + AT_ONCE, found.size()));
                in(together, own -> turn.change(own, some));
                after = some.get(some.size() - 1);
            }
        } while (found.size() == FOUND_AHEAD);
    }

    private <T> T in(boolean together, Function<KeycloakSession, T> work) {
        return together ? work.apply(session) : OwnTransaction.run(session, "magento-rollout", work);
    }

    /** What is done with the members of a group. */
    private interface Turn {
        /** The next whom it concerns, in the order of their ids. */
        List<String> find(KeycloakSession own, String after, int max);

        /** Does it with those of these accounts whom it still concerns, and says who they were. */
        List<String> change(KeycloakSession own, List<String> userIds);
    }

    /** Grants what is planned for a group. */
    private record Grants(Planned one, String actor) implements Turn {
        @Override
        public List<String> find(KeycloakSession own, String after, int max) {
            return exemptions(own).wanting(one.groups(), one.granted(), after, max);
        }

        @Override
        public List<String> change(KeycloakSession own, List<String> userIds) {
            List<String> wanting = exemptions(own).wantingAmong(one.groups(), one.granted(), userIds);
            if (!wanting.isEmpty()) {
                exemptions(own).grant(wanting, one.granted(), actor);
            }
            return wanting;
        }
    }

    /** Ends what is planned to end for a group, and grants in its place what is granted for others. */
    private record Ends(Planned one, List<Grants> others) implements Turn {
        @Override
        public List<String> find(KeycloakSession own, String after, int max) {
            return exemptions(own).strayed(one.granted().groupId(), one.groups(), after, max);
        }

        @Override
        public List<String> change(KeycloakSession own, List<String> userIds) {
            List<String> strayed = exemptions(own).strayedAmong(one.granted().groupId(), one.groups(), userIds);
            if (!strayed.isEmpty()) {
                new Exemptions(own, own.getContext().getRealm()).endAll(strayed);
                others.forEach(grants -> grants.change(own, strayed));
            }
            return strayed;
        }
    }

    private static GroupExemptions exemptions(KeycloakSession own) {
        return new GroupExemptions(own, own.getContext().getRealm());
    }

    private static RolloutChange change(String group, Outcome outcome, @Nullable Object from, @Nullable Object to) {
        return RolloutChange.of(RolloutChange.EXEMPTION, group, outcome, from, to);
    }

    private static Map<String, Object> told(Granted granted) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("until", granted.until().toString());
        told.put("reason", granted.reason());
        told.put("accounts", granted.accounts());
        return told;
    }
}
