/** Where our pages hang in a realm. Knows every feature that has pages; none knows it. */
@NullMarked
package cloud.magento.accounts.site;

import org.jspecify.annotations.NullMarked;
