package cloud.magento.accounts.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.OrganizationModel;

/** Whether the sign-in page offers Magento.com to everybody. */
final class ButtonCheck implements Check {
    @Override
    public String id() {
        return "hidden-button";
    }

    @Override
    public Changes changes() {
        return Changes.PROVIDERS;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        IdentityProviderModel provider = examination.provider();
        List<String> hidden = new ArrayList<>();
        if (Boolean.TRUE.equals(provider.isHideOnLogin())) {
            hidden.add("hideOnLogin is on");
        }
        if (isHiddenUntilOrganizationIsKnown(provider)) {
            hidden.add("it is hidden until the person's organization is known");
        }
        if (hidden.isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(Found.warning(
                        provider.getAlias(),
                        "Of the provider, " + String.join(", and ", hidden) + ".",
                        "The sign-in page does not offer Magento.com. Linked people have to type a password that opens"
                                + " nothing to be shown the way, and who is new finds none.",
                        "Turn it off, unless each application names the provider by kc_idp_hint. Terraform:"
                                + " hide_on_login_page.")
                .fixedBy(() -> examination.changeProvider(changed -> {
                    changed.setHideOnLogin(false);
                    changed.getConfig().remove(OrganizationModel.HIDE_IDP_ON_LOGIN_WHEN_ORGANIZATION_UNKNOWN);
                })));
    }

    private static boolean isHiddenUntilOrganizationIsKnown(IdentityProviderModel provider) {
        return provider.getOrganizationId() != null
                && Boolean.parseBoolean(
                        provider.getConfig().get(OrganizationModel.HIDE_IDP_ON_LOGIN_WHEN_ORGANIZATION_UNKNOWN));
    }
}
