/**
 * H2, PostgreSQL and MariaDB with Keycloak's tables and ours, made by Keycloak's own change logs, and sessions on them
 * without a server.
 */
@NullMarked
package cloud.magento.accounts.database;

import org.jspecify.annotations.NullMarked;
