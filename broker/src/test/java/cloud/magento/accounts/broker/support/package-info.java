/**
 * What the stories stand on: the broker as it is shipped, browsers, pages, mail, the admin's and the database's view.
 */
@NullMarked
package cloud.magento.accounts.broker.support;

import org.jspecify.annotations.NullMarked;
