/** Changes of many accounts in one call: links, pre-associations and exemptions, row by row from a file. */
@NullMarked
package cloud.magento.accounts.bulk;

import org.jspecify.annotations.NullMarked;
