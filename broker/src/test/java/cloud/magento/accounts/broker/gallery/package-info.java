/** Every page and mail that is shipped, in each state that a person can meet: shown, and held to what it has to be. */
@NullMarked
package cloud.magento.accounts.broker.gallery;

import org.jspecify.annotations.NullMarked;
