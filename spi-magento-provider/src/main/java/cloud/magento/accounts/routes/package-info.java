/** Where our pages hang in a realm. Knows every feature that has pages; none knows it. */
@NullMarked
package cloud.magento.accounts.routes;

import org.jspecify.annotations.NullMarked;
