/** What a person sees: our pages on top of Keycloak's forms. Knows no policy; it is handed a reason and says it. */
@NullMarked
package cloud.magento.accounts.pages;

import org.jspecify.annotations.NullMarked;
