/**
 * Who is linked to whom, one to one, held by the database: every link that Keycloak stores is written here in the same
 * transaction, and one that breaks the rule is rolled back whatever path it came by.
 */
@NullMarked
package cloud.magento.accounts.registry;

import org.jspecify.annotations.NullMarked;
