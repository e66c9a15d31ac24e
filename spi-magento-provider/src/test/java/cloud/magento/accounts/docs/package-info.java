/** Holds the documentation to the code: what it lists is what there is. */
@NullMarked
package cloud.magento.accounts.docs;

import org.jspecify.annotations.NullMarked;
