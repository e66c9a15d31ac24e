package cloud.magento.accounts.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page ends, as it travels to the caller and back: the account's name after which the next page begins. A name
 * and not a number, so that accounts that come and go meanwhile make no other appear twice or be left out.
 */
final class PageCursor {
    private static final String VERSION = "1:";

    private PageCursor() {}

    static String after(String username) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + username).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InvalidFilterException for what no page has given out */
    static String username(String cursor) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
            if (text.length() > VERSION.length() && text.startsWith(VERSION) && text.indexOf('\0') < 0) {
                return text.substring(VERSION.length());
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw bad();
        }
        throw bad();
    }

    private static InvalidFilterException bad() {
        return new InvalidFilterException("\"after\" is the \"next\" of a page before, and nothing else.");
    }
}
