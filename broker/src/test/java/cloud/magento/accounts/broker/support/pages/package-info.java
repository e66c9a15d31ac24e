/** Page objects: what a person sees and can do, page by page, by what the templates keep stable. */
@NullMarked
package cloud.magento.accounts.broker.support.pages;

import org.jspecify.annotations.NullMarked;
