package cloud.magento.accounts.broker.support.pages;

import com.microsoft.playwright.Page;

/** Any of the operator's pages. */
public final class OperatePage extends Screen {
    public OperatePage(Page page) {
        super(page, ".magento-operate");
    }

    /** What the button of this act hands out. */
    public String export(String act) {
        return download("form[data-act=" + act + "] button");
    }
}
