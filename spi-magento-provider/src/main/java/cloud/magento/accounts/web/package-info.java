/** What a person sees: our pages on top of Keycloak's forms. Knows no policy; it is handed a reason and says it. */
@NullMarked
package cloud.magento.accounts.web;

import org.jspecify.annotations.NullMarked;
