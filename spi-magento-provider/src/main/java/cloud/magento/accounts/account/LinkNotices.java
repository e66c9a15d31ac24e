package cloud.magento.accounts.account;

import cloud.magento.accounts.evaluation.StoredPolicy;
import cloud.magento.accounts.policy.LinkProof;
import cloud.magento.accounts.registry.FormerOwner;
import cloud.magento.accounts.registry.LinkEnded;
import cloud.magento.accounts.registry.LinkMade;
import cloud.magento.accounts.registry.MailSilence;
import cloud.magento.accounts.upstream.MagentoProvider;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Tells the owner by mail that the account was connected or disconnected, whoever did it. No mail goes out for an
 * account that was just created for its upstream identity. A switch notifies more addresses, so {@link SwitchAction}
 * sends those mails.
 */
final class LinkNotices implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof LinkMade made && isReplacedByInvitation(made)) {
            replaced(made);
        } else if (event instanceof LinkMade made
                && isNews(made.link().proof())
                && !MailSilence.isKept(made.session())) {
            new OwnerMail(made.session(), made.realm(), made.user())
                    .naming("upstreamName", made.upstreamName())
                    .keepingLocalLogin(isLocalLoginKept(made))
                    .afterCommit("linked");
        } else if (event instanceof LinkEnded ended && !MailSilence.isKept(ended.session())) {
            new OwnerMail(ended.session(), ended.realm(), ended.user())
                    .naming("oldUpstreamName", ended.identity().getUserName())
                    .afterCommit("unlinked");
        }
    }

    /**
     * Who lost a Magento.com account has been replaced by an operator's word: its former owner hears of it there too,
     * where upstream had vouched for the address.
     */
    private static void replaced(LinkMade made) {
        FormerOwner former = made.former();
        new OwnerMail(made.session(), made.realm(), made.user())
                .naming("oldUpstreamName", former == null ? null : former.name())
                .naming("upstreamName", made.upstreamName())
                .alsoTo(former == null || former.address() == null ? "" : former.address())
                .afterCommit("switched");
    }

    private static boolean isReplacedByInvitation(LinkMade made) {
        LinkProof proof = made.link().proof();
        return made.replaced() != null && (proof == LinkProof.INVITATION || proof == LinkProof.INVITATION_MAIL);
    }

    private static boolean isLocalLoginKept(LinkMade made) {
        return MagentoProvider.in(made.session(), made.realm())
                .filter(provider -> !StoredPolicy.of(provider).closesLocalLogin())
                .isPresent();
    }

    private static boolean isNews(LinkProof proof) {
        return proof != LinkProof.NEW_ACCOUNT && proof != LinkProof.UPSTREAM_LOGIN;
    }
}
