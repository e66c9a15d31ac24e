package cloud.magento.accounts.broker.gallery;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** The pictures in README and guides that are of one card alone: few colours, small files. */
final class DocumentPictures {
    private static final Path FOLDER = Path.of("..", "docs", "images");
    private static final int RGB = 0xffffff;
    private static final int COLOURS = 64;
    private static final Map<String, String> NAMES = Map.of(
            "sign-in", "sign-in",
            "link-due", "connect",
            "link-reminder", "reminder",
            "preview-link", "preview",
            "account-connected", "account");

    private DocumentPictures() {}

    /** Writes the entry's picture, if a document has one of it. */
    static void renew(GalleryEntry entry, Page page) {
        String name = NAMES.get(entry.id());
        if (name == null) {
            return;
        }
        View.DESK.show(page);
        Locator card = page.locator(".pf-v5-c-login__main");
        try {
            BufferedImage taken = ImageIO.read(new ByteArrayInputStream(card.screenshot()));
            ImageIO.write(
                    fewColours(taken), "png", FOLDER.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same in its most frequent colours, each other one as the nearest of these. */
    private static BufferedImage fewColours(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y) & RGB, 1, Integer::sum);
            }
        }
        int[] palette = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(COLOURS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        IndexColorModel colours = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage few =
                new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int colour = picture.getRGB(x, y) & RGB;
                int place = nearest.computeIfAbsent(colour, unused -> nearest(palette, colour));
                few.getRaster().setSample(x, y, 0, place);
            }
        }
        return few;
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int place = 1; place < palette.length; place++) {
            if (distance(palette[place], colour) < distance(palette[best], colour)) {
                best = place;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int part = (one >> shift & 0xff) - (other >> shift & 0xff);
            sum += part * part;
        }
        return sum;
    }
}
