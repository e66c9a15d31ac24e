package cloud.magento.accounts.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Limits the rate of mails (mail bombing): an account gets a limited number of each kind per period, and so does an
 * address,
 * whichever accounts it is written to for. Counted by all nodes together.
 */
public final class MailPace {
    private final Slots slots;
    private final String realmId;

    /** Places that are taken once and are free again after a time. */
    @FunctionalInterface
    interface Slots {
        /** Takes the place with this name; false where it is taken. */
        boolean take(String name, long seconds);
    }

    MailPace(Slots slots, String realmId) {
        this.slots = slots;
        this.realmId = realmId;
    }

    public static MailPace of(KeycloakSession session, RealmModel realm) {
        SingleUseObjectProvider objects = session.getProvider(SingleUseObjectProvider.class);
        return new MailPace(objects::putIfAbsent, realm.getId());
    }

    /**
     * Whether one more mail may go; if so, it counts.
     *
     * @param kind what kind of mail, for example {@code notice}
     * @param whose the account's id or the address
     * @param most how many may go within the time
     */
    public boolean admits(String kind, String whose, int most, Duration within) {
        String name = "magento-mail." + kind + "." + realmId + "." + digest(whose.toLowerCase(Locale.ROOT)) + ".";
        return IntStream.range(0, most).anyMatch(place -> slots.take(name + place, within.toSeconds()));
    }

    /** Addresses are kept nowhere but where they belong. */
    private static String digest(String whose) {
        try {
            byte[] bytes = whose.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
