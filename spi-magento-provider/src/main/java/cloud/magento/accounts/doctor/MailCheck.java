package cloud.magento.accounts.doctor;

import java.util.Map;
import java.util.stream.Stream;

/** Whether the realm can send mail. */
final class MailCheck implements Check {
    @Override
    public String id() {
        return "mail";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        Map<String, String> smtp = examination.realm().getSmtpConfig();
        return isSet(smtp, "host") && isSet(smtp, "from")
                ? Stream.empty()
                : Stream.of(Found.warning(
                        "realm",
                        "No mail server, or no sender, is set.",
                        "People cannot prove an account by mail that they have here already, and nobody is told that an"
                                + " account was connected, switched or disconnected.",
                        "Set Realm settings > Email."));
    }

    private static boolean isSet(Map<String, String> smtp, String key) {
        return smtp != null && !smtp.getOrDefault(key, "").isBlank();
    }
}
