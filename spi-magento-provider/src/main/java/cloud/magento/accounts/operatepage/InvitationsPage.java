package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adminapi.InvitationBody;
import cloud.magento.accounts.adminapi.InvitationsResource;
import cloud.magento.accounts.invitation.InvitationSender;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/** Who was invited, what became of it, and inviting one account. */
final class InvitationsPage implements OperatorPage {
    private static final String INVITE = "invite";
    private static final String WITHDRAW = "withdraw";
    private static final String ACCOUNT = "account";
    private static final String HOURS = "hours";
    private static final String MAIL_ALONE = "mailAlone";
    private static final String ID = "id";
    private static final String AFTER = "after";
    private static final String SIZE = "50";

    private final Operator operator;
    private final String url;

    InvitationsPage(Operator operator) {
        this.operator = operator;
        this.url = Place.INVITATIONS.url(operator.session());
    }

    @Override
    public Response show(MultivaluedMap<String, String> parameters) {
        InvitationsResource.Page page = operator.api().invitations().list(null, parameters.getFirst(AFTER), SIZE);
        long hours = InvitationSender.lifetime(operator.session(), operator.realm())
                .map(Duration::toHours)
                .orElse(0L);
        Section section = new Section("invitations")
                .say("invitations.text", hours)
                .table(table(page.invitations()), "invitations.none");
        if (page.next() != null) {
            section.link("next", Place.INVITATIONS.url(operator.session(), Map.of(AFTER, page.next())));
        }
        Screen screen = new Screen(operator, Place.INVITATIONS);
        if (!operator.may(Right.LINKS)) {
            section.alert("info", "role.links");
            return screen.with(section).render();
        }
        return screen.with(new Section(INVITE)
                        .say("invite.text")
                        .form(Form.post(INVITE, url)
                                .required("text", ACCOUNT, parameters.getFirst(ACCOUNT))
                                .field("number", HOURS, "")
                                .flag(MAIL_ALONE, false)
                                .button("try")
                                .primary()))
                .with(section)
                .with(new Section("invite-many")
                        .say("invite-many.text")
                        .link("invite-many", Place.LINKS.url(operator.session())))
                .render();
    }

    @Override
    public Response post(Sent sent) {
        operator.require(Right.LINKS);
        return sent.is(WITHDRAW)
                ? withdraw(sent)
                : NamedAccount.in(
                        operator,
                        Place.INVITATIONS,
                        INVITE,
                        sent.text(ACCOUNT),
                        (user, section) -> invite(sent, user, section));
    }

    /** Told first: a mail that is out opens nothing from then on. */
    private Response withdraw(Sent sent) {
        Section section = new Section("withdraw-invitation");
        if (sent.isConfirmed()) {
            operator.act(api -> api.invitations().withdraw(sent.text(ID)));
            section.alert("success", "policy.done").link("back", url);
        } else {
            section.say("withdraw-invitation.confirm")
                    .form(Form.post(WITHDRAW, url)
                            .hidden(ID, sent.text(ID))
                            .confirming()
                            .cancel(url));
        }
        return new Screen(operator, Place.INVITATIONS).with(section).render();
    }

    private Response invite(Sent sent, UserModel user, Section section) {
        Screen screen = new Screen(operator, Place.INVITATIONS).with(section);
        operator.act(api -> api.invitations().invite(wish(user, sent), !sent.isConfirmed()));
        if (sent.isConfirmed()) {
            section.alert("success", "invite.done").link("back", url);
            return screen.render();
        }
        section.table(
                        new Table("invitation", "account", "email")
                                .row(user.getId(), Cell.text(user.getUsername()), Cell.text(user.getEmail())),
                        "invitations.none")
                .say("invite.confirm")
                .form(Form.post(INVITE, url)
                        .hidden(ACCOUNT, user.getId())
                        .hidden(HOURS, sent.text(HOURS))
                        .hidden(MAIL_ALONE, Boolean.toString(sent.flag(MAIL_ALONE)))
                        .confirming()
                        .cancel(url));
        return screen.render();
    }

    private static Map<String, Object> wish(UserModel user, Sent sent) {
        Map<String, Object> wish = new HashMap<>(Map.of("userId", user.getId(), MAIL_ALONE, sent.flag(MAIL_ALONE)));
        if (!sent.text(HOURS).isEmpty()) {
            wish.put(HOURS, sent.text(HOURS));
        }
        return wish;
    }

    private Table table(List<InvitationBody> page) {
        Table table = new Table("invitations", "account", "state", "reason", "invited", "until", "do");
        boolean may = operator.may(Right.LINKS);
        for (InvitationBody one : page) {
            @Nullable UserModel user = operator.session().users().getUserById(operator.realm(), one.userId());
            table.row(
                    one.id(),
                    user == null ? Cell.code(one.userId()) : Cell.text(user.getUsername()),
                    Cell.say("invitation.state." + one.state()),
                    one.reason() == null ? Cell.none() : Cell.say("invitation.end." + one.reason()),
                    Cell.time(Instant.parse(one.invitedAt()), operator.locale()),
                    Cell.time(Instant.parse(one.until()), operator.locale()),
                    may && one.isLive() ? Cell.button(Form.post(WITHDRAW, url).hidden(ID, one.id())) : Cell.none());
        }
        return table;
    }
}
