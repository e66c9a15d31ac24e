package cloud.magento.accounts.ledger;

import cloud.magento.accounts.campaign.Campaign;
import cloud.magento.accounts.campaign.CampaignChanged;
import cloud.magento.accounts.campaign.CampaignState;
import cloud.magento.accounts.outage.Outage;
import cloud.magento.accounts.outage.OutageChanged;
import cloud.magento.accounts.policy.UpstreamIdentity;
import cloud.magento.accounts.refusal.Refused;
import cloud.magento.accounts.registry.AccountDeleted;
import cloud.magento.accounts.registry.ArrivedLogin;
import cloud.magento.accounts.registry.Exemption;
import cloud.magento.accounts.registry.ExemptionChanged;
import cloud.magento.accounts.registry.ExpectedLink;
import cloud.magento.accounts.registry.ExpectedLinksChanged;
import cloud.magento.accounts.registry.Invitation;
import cloud.magento.accounts.registry.InvitationChanged;
import cloud.magento.accounts.registry.InvitationEnd;
import cloud.magento.accounts.registry.Invitations;
import cloud.magento.accounts.registry.Link;
import cloud.magento.accounts.registry.LinkEnded;
import cloud.magento.accounts.registry.LinkMade;
import cloud.magento.accounts.registry.LinkRefused;
import cloud.magento.accounts.registry.LinksAdopted;
import cloud.magento.accounts.registry.LinksImported;
import cloud.magento.accounts.registry.LinksReconciled;
import cloud.magento.accounts.registry.LinksRestored;
import cloud.magento.accounts.registry.LinksUnlinked;
import cloud.magento.accounts.registry.NewLink;
import cloud.magento.accounts.registry.ProviderRemoved;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Writes an entry for every change that the registry and the realm tell of, in the transaction of the change. */
final class LedgerHistory implements ProviderEventListener {
    private static final String ACCOUNT_DELETED = "account-deleted";
    private static final String RECONCILED = "reconciled";
    private static final String INVITATION = "invitation";

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof LinkMade made) {
            made(made);
        } else if (event instanceof LinksAdopted adopted) {
            adopted(adopted);
        } else if (event instanceof LinksImported imported) {
            imported(imported);
        } else if (event instanceof LinksUnlinked ended) {
            unlinked(ended);
        } else if (event instanceof ExpectedLinksChanged expected) {
            expected(expected);
        } else if (event instanceof InvitationChanged changed) {
            invited(changed);
        } else if (event instanceof CampaignChanged changed) {
            changed(changed);
        } else if (event instanceof LinksReconciled reconciled) {
            reconciled(reconciled);
        } else if (event instanceof LinksRestored restored) {
            restored(restored);
        } else if (event instanceof LinkEnded ended) {
            ended(ended);
        } else if (event instanceof AccountDeleted gone) {
            gone(gone);
        } else if (event instanceof ProviderRemoved gone) {
            gone(gone);
        } else if (event instanceof LinkRefused refused) {
            RefusalEntry.of(refused).recordAfter(refused.session());
        } else if (event instanceof Refused refused) {
            refused(refused);
        } else if (event instanceof ExemptionChanged changed) {
            changed(changed);
        } else if (event instanceof OutageChanged changed) {
            changed(changed);
        } else if (event instanceof RealmModel.IdentityProviderUpdatedEvent updated) {
            new PolicyHistory(updated.getKeycloakSession(), updated.getRealm()).record();
        } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
            new PolicyHistory(created.getKeycloakSession(), created.getCreatedRealm()).record();
        } else if (event instanceof GroupModel.GroupUpdatedEvent updated) {
            new PolicyHistory(updated.getKeycloakSession(), updated.getRealm()).record();
        } else if (event instanceof RealmModel.RealmRemovedEvent gone) {
            new Ledger(gone.getKeycloakSession(), gone.getRealm()).removeUnlessReplaced();
        }
    }

    private static void made(LinkMade made) {
        UpstreamIdentity identity = made.link().identity();
        Link replaced = made.replaced();
        EntryDraft draft = draft(replaced == null ? EntryType.LINK_MADE : EntryType.LINK_SWITCHED, made.session())
                .proof(made.link().proof().id())
                .account(made.user().getId())
                .identity(identity)
                .name(made.upstreamName());
        if (replaced != null) {
            draft.previous(replaced.identity());
        }
        if (!made.link().secondFactors().isEmpty()) {
            draft.detail("secondFactors", List.copyOf(new TreeSet<>(made.link().secondFactors())));
        }
        ArrivedLogin.of(identity, made.session()).ifPresent(draft::login);
        Invitations.used(made.session(), made.user().getId()).ifPresent(id -> draft.detail(INVITATION, id));
        append(made.session(), made.realm(), draft);
    }

    private static void adopted(LinksAdopted adopted) {
        Actor asker = Actor.in(adopted.asker());
        for (LinksAdopted.Adopted one : adopted.links()) {
            append(adopted.session(), adopted.realm(), made(asker, one.link(), one.upstreamName()));
        }
    }

    private static EntryDraft made(Actor asker, Link link, String upstreamName) {
        return EntryDraft.of(EntryType.LINK_MADE, asker)
                .proof(link.proof().id())
                .account(link.userId())
                .identity(link.identity())
                .name(upstreamName);
    }

    private static void imported(LinksImported imported) {
        Actor asker = Actor.in(imported.session());
        for (NewLink one : imported.links()) {
            append(imported.session(), imported.realm(), made(asker, one.link(), one.upstreamName()));
        }
    }

    private static void unlinked(LinksUnlinked ended) {
        Actor asker = Actor.in(ended.session());
        for (Link link : ended.links()) {
            append(
                    ended.session(),
                    ended.realm(),
                    EntryDraft.of(EntryType.LINK_ENDED, asker)
                            .account(link.userId())
                            .identity(link.identity()));
        }
    }

    private static void expected(ExpectedLinksChanged changed) {
        Actor asker = Actor.in(changed.session());
        for (ExpectedLink link : changed.links()) {
            EntryDraft draft = EntryDraft.of(
                            changed.made() ? EntryType.LINK_EXPECTED : EntryType.LINK_NOT_EXPECTED, asker)
                    .account(link.userId())
                    .upstreamEmail(link.address());
            append(
                    changed.session(),
                    changed.realm(),
                    changed.made() ? draft.detail("until", link.until().toString()) : draft);
        }
    }

    /** Who invited is the entry's actor; the link that came of it names the same invitation. */
    private static void invited(InvitationChanged changed) {
        Invitation invitation = changed.invitation();
        InvitationEnd end = invitation.end();
        EntryDraft draft = draft(
                        end == null ? EntryType.INVITATION_SENT : EntryType.INVITATION_ENDED, changed.session())
                .account(invitation.userId())
                .detail(INVITATION, invitation.id());
        append(
                changed.session(),
                changed.realm(),
                end == null
                        ? draft.detail("until", invitation.until().toString())
                                .detail("mailAlone", invitation.mailAlone())
                        : draft.reason(end.id()));
    }

    private static void reconciled(LinksReconciled reconciled) {
        Actor asker = Actor.in(reconciled.asker());
        for (Link link : reconciled.links()) {
            append(
                    reconciled.session(),
                    reconciled.realm(),
                    EntryDraft.of(EntryType.LINK_ENDED, asker)
                            .reason(RECONCILED)
                            .account(link.userId())
                            .identity(link.identity()));
        }
    }

    /** The proof was shown where the bundle was made: its ledger, which an entry before this one names, tells of it. */
    private static void restored(LinksRestored restored) {
        Actor asker = Actor.in(restored.asker());
        for (Link link : restored.links()) {
            append(
                    restored.session(),
                    restored.realm(),
                    EntryDraft.of(EntryType.LINK_MADE, asker)
                            .reason(EntryType.BUNDLE_IMPORTED.id())
                            .proof(link.proof().id())
                            .account(link.userId())
                            .identity(link.identity())
                            .detail("linkedAt", link.linkedAt().toString()));
        }
    }

    private static void ended(LinkEnded ended) {
        append(
                ended.session(),
                ended.realm(),
                draft(EntryType.LINK_ENDED, ended.session())
                        .account(ended.user().getId())
                        .identity(ended.link().identity())
                        .name(ended.identity().getUserName()));
    }

    private static void gone(AccountDeleted gone) {
        for (Link link : gone.links()) {
            append(
                    gone.session(),
                    gone.realm(),
                    draft(EntryType.LINK_ENDED, gone.session())
                            .reason(ACCOUNT_DELETED)
                            .account(gone.userId())
                            .identity(link.identity()));
        }
        if (gone.exempt()) {
            append(
                    gone.session(),
                    gone.realm(),
                    draft(EntryType.EXEMPTION_ENDED, gone.session())
                            .reason(ACCOUNT_DELETED)
                            .account(gone.userId()));
        }
    }

    /** A known account or identity gets a ledger entry; for anonymous requests only the reference is kept. */
    private static void refused(Refused refused) {
        RefusalEntry.of(refused)
                .ifPresentOrElse(
                        entry -> entry.recordAfter(refused.session()),
                        () -> new AnonymousReference(refused).recordAfter(refused.session()));
    }

    private static void gone(ProviderRemoved gone) {
        EntryDraft draft = draft(EntryType.PROVIDER_REMOVED, gone.session())
                .detail("alias", gone.alias())
                .detail("links", gone.links());
        new Ledger(gone.session(), gone.realm())
                .appendIfStillTrue(
                        "provider " + gone.alias(),
                        () -> gone.lasting().getAsBoolean() ? Optional.of(draft) : Optional.empty());
    }

    private static void changed(OutageChanged changed) {
        Outage outage = changed.outage() == null ? changed.before() : changed.outage();
        if (outage != null) {
            append(
                    changed.session(),
                    changed.realm(),
                    draft(
                                    changed.outage() == null ? EntryType.OUTAGE_ENDED : EntryType.OUTAGE_DECLARED,
                                    changed.session())
                            .detail("outage", outage.id())
                            .detail("since", outage.since().toString())
                            .detail("until", outage.until().toString())
                            .detail("why", outage.reason()));
        }
    }

    /** Who was reminded is told by the campaign's own rows; here is that there was one, and what it came to. */
    private static void changed(CampaignChanged changed) {
        Campaign campaign = changed.campaign();
        EntryDraft draft = draft(
                        switch (campaign.state()) {
                            case RUNNING -> EntryType.CAMPAIGN_STARTED;
                            case STOPPED -> EntryType.CAMPAIGN_STOPPED;
                            case ENDED -> EntryType.CAMPAIGN_ENDED;
                        },
                        changed.session())
                .detail("campaign", campaign.id());
        if (campaign.state() == CampaignState.RUNNING) {
            draft.detail("resumed", changed.resumed())
                    .detail("days", campaign.terms().schedule().days());
        }
        append(
                changed.session(),
                changed.realm(),
                draft.detail("mails", changed.counts().byId()));
    }

    private static void changed(ExemptionChanged changed) {
        Exemption exemption = changed.exemption();
        EntryDraft draft = draft(
                        exemption == null ? EntryType.EXEMPTION_ENDED : EntryType.EXEMPTION_GRANTED, changed.session())
                .account(changed.userId());
        if (exemption != null) {
            draft.detail("until", exemption.until().toString()).why(exemption.reason());
        }
        append(changed.session(), changed.realm(), draft);
    }

    private static EntryDraft draft(EntryType type, KeycloakSession session) {
        return EntryDraft.of(type, Actor.in(session));
    }

    private static void append(KeycloakSession session, RealmModel realm, EntryDraft draft) {
        new Ledger(session, realm).append(draft);
    }
}
