package cloud.magento.accounts.broker.gallery;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a page is laid out: where its card, headings, fields, buttons, alerts, lists and tables are on each screen, how
 * large their text is, and in what colours. Words are not part of it, and what other words or another font move by a
 * line makes no difference.
 */
record Layout(List<Box> boxes) {
    private static final List<View> VIEWS = List.of(View.DESK, View.PHONE, View.PHONE_DARK);

    /** Finds the boxes in the order of the document. What is in tables, and how high they are, depends on the data. */
    private static final String BOXES = """
            () => {
              const kinds = [
                ['card', '.pf-v5-c-login__main, .card, .magento-operate-card'],
                ['h1', 'h1'], ['h2', 'h2'], ['h3', 'h3'],
                ['field', 'input:not([type=hidden]), select, textarea'],
                ['button', 'button, a[class*="-c-button"]'],
                ['alert', '[class*="-c-alert "], .magento-alert'],
                ['list', 'dl, ol'], ['nav', 'nav'], ['table', 'table']];
              const colour = css => (css.match(/[\\d.]+/g) ?? []).slice(0, 3)
                  .map(part => Math.round(part).toString(16).padStart(2, '0')).join('');
              const opaque = css => css !== 'transparent' && !/, 0\\)$/.test(css);
              const behind = one => {
                while (one && !opaque(getComputedStyle(one).backgroundColor)) one = one.parentElement;
                return colour(one ? getComputedStyle(one).backgroundColor : 'rgb(255, 255, 255)');
              };
              const within = one => {
                const style = getComputedStyle(one);
                return one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
              };
              const found = [];
              let top = 0;
              for (const one of document.querySelectorAll(kinds.map(kind => kind[1]).join(', '))) {
                if (!one.checkVisibility({visibilityProperty: true}) || one.parentElement.closest('table')) continue;
                const kind = kinds.find(kind => one.matches(kind[1]))[0];
                const shown = kind === 'table' ? one.parentElement : one;
                const box = shown.getBoundingClientRect();
                if (box.width < 2 || box.height < 2) continue;
                const style = getComputedStyle(one);
                const name = /^[a-z]+(-[a-z]+)*$/.test(one.id) ? '#' + one.id : '';
                const y = box.top + scrollY;
                found.push([kind + name, Math.round(box.left), Math.round(y - top), Math.round(box.width),
                    Math.round(box.height), Math.abs(box.width - within(shown.parentElement)) <= 2,
                    Math.round(parseFloat(style.fontSize)), behind(one), colour(style.color)]);
                top = kind === 'table' ? y + box.height : y;
              }
              return found;
            }
            """;

    Layout {
        boxes = List.copyOf(boxes);
    }

    /**
     * One of them.
     *
     * @param below by how many CSS pixels its top is below that of the one before, or below the end of a table
     * @param fills whether it takes the whole width of what it is in, so that its words do not matter for it
     * @param size of its text, in CSS pixels
     */
    record Box(
            String view,
            String name,
            int left,
            int below,
            int width,
            int height,
            boolean fills,
            int size,
            String background,
            String text) {
        private static final int SIDEWAYS = 12;
        private static final int DOWNWARDS = 48;
        private static final int LINE = 32;
        private static final int SHADE = 40;

        static Box parse(String line) {
            String[] parts = line.split("\t", -1);
            return new Box(
                    parts[0],
                    parts[1],
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    Integer.parseInt(parts[4]),
                    Integer.parseInt(parts[5]),
                    parts[6].equals("fills"),
                    Integer.parseInt(parts[7]),
                    parts[8],
                    parts[9]);
        }

        String line() {
            return String.join(
                    "\t",
                    view,
                    name,
                    "" + left,
                    "" + below,
                    "" + width,
                    "" + height,
                    fills ? "fills" : "",
                    "" + size,
                    background,
                    text);
        }

        String place() {
            return view + " " + name;
        }

        /** What a person would see to be different in the other one, or nothing. */
        Stream<String> differences(Box now) {
            List<String> found = new ArrayList<>();
            if (fills != now.fills) {
                found.add(fills ? "no longer takes the whole width" : "takes the whole width now");
            } else if (fills && far(width, now.width, SIDEWAYS, 20)) {
                found.add("is " + now.width + " px wide and was " + width);
            }
            if (fills && far(left, now.left, SIDEWAYS, 0)) {
                found.add("begins at " + now.left + " px and did at " + left);
            }
            if (far(below, now.below, DOWNWARDS, 3)) {
                found.add("is " + now.below + " px below what is before it and was " + below);
            }
            if (isOneLine() && far(height, now.height, LINE, 3)) {
                found.add("is " + now.height + " px high and was " + height);
            }
            if (far(size, now.size, 1, 0)) {
                found.add("has text of " + now.size + " px and had " + size);
            }
            if (farShade(background, now.background)) {
                found.add("is on #" + now.background + " and was on #" + background);
            }
            if (farShade(text, now.text)) {
                found.add("is written in #" + now.text + " and was in #" + text);
            }
            return found.stream().map(what -> place() + " " + what);
        }

        /** A heading, field or button, which other words make higher by a line at most. */
        private boolean isOneLine() {
            return Stream.of("h1", "h2", "h3", "field", "button").anyMatch(name::startsWith);
        }

        /** Further apart than this, and than this part of what was. */
        private static boolean far(int was, int is, int allowed, int part) {
            return Math.abs(was - is) > Math.max(allowed, part == 0 ? 0 : Math.abs(was) / part);
        }

        private static boolean farShade(String was, String is) {
            if (was.length() != 6 || is.length() != 6) {
                return !was.equals(is);
            }
            for (int part = 0; part < 6; part += 2) {
                int from = Integer.parseInt(was.substring(part, part + 2), 16);
                int to = Integer.parseInt(is.substring(part, part + 2), 16);
                if (Math.abs(from - to) > SHADE) {
                    return true;
                }
            }
            return false;
        }
    }

    /** How the page is laid out now. */
    static Layout of(Page page) {
        List<Box> all = new ArrayList<>();
        for (View view : VIEWS) {
            view.show(page);
            for (Object found : (List<?>) page.evaluate(BOXES)) {
                List<?> box = (List<?>) found;
                all.add(new Box(
                        Map.of(View.DESK, "desk", View.PHONE, "phone").getOrDefault(view, "night"),
                        String.valueOf(box.get(0)),
                        number(box.get(1)),
                        number(box.get(2)),
                        number(box.get(3)),
                        number(box.get(4)),
                        Boolean.TRUE.equals(box.get(5)),
                        number(box.get(6)),
                        String.valueOf(box.get(7)),
                        String.valueOf(box.get(8))));
            }
        }
        return new Layout(all);
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }

    /** What is different in the other one: first what came or went, else what moved or changed. */
    List<String> differences(Layout now) {
        List<String> was = boxes.stream().map(Box::place).toList();
        List<String> is = now.boxes.stream().map(Box::place).toList();
        if (!was.equals(is)) {
            List<String> gone = new ArrayList<>(was);
            is.forEach(gone::remove);
            List<String> come = new ArrayList<>(is);
            was.forEach(come::remove);
            String order = gone.isEmpty() && come.isEmpty() ? ", in another order" : "";
            return List.of("gone: " + gone + ", new: " + come + order);
        }
        List<String> found = new ArrayList<>();
        for (int place = 0; place < boxes.size(); place++) {
            boxes.get(place).differences(now.boxes.get(place)).forEach(found::add);
        }
        return found;
    }
}
