/**
 * The command {@code magento-ledger}, which verifies an exported ledger and checkpoints of it with nothing of Keycloak:
 * what it proves must not rest on the server that it judges. It is shipped apart from the providers, under
 * tools/ledger.
 */
@NullMarked
package cloud.magento.accounts.broker.ledger;

import org.jspecify.annotations.NullMarked;
