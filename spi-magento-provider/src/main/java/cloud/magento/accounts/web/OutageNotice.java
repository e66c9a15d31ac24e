package cloud.magento.accounts.web;

import java.util.Map;

/**
 * What people are told of an outage of upstream that an operator declared.
 *
 * @param until its end, in the reader's language
 * @param reason why, in the operator's words
 */
public record OutageNotice(String until, String reason) {
    /** Puts it among what a page is given. */
    public void show(Map<String, Object> data) {
        data.put("outageUntil", until);
        data.put("outageReason", reason);
    }

    /** The reason for a message of Keycloak's, which some themes escape and others take for HTML. */
    public String reasonWithoutMarkup() {
        return reason.replace('<', '\u2039').replace('>', '\u203a');
    }
}
