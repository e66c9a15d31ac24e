package cloud.magento.accounts.operatepage;

import cloud.magento.accounts.adoption.LeftLinks;
import java.util.List;
import java.util.Locale;

/** The links that somebody has to decide about, by what stands in their way. */
final class LeftTable {
    private static final int SHOWN = 5;

    private LeftTable() {}

    static Table of(List<LeftLinks> left, Locale locale) {
        Table table = new Table("left", "what", "#count", "repair", "calls");
        left.forEach(one -> table.row(
                one.obstacle(),
                Cell.code(one.obstacle()),
                Cell.number(one.count(), locale),
                Cell.english(one.repair()),
                Cell.lines(one.examples().stream()
                        .limit(SHOWN)
                        .map(LeftLinks.Example::call)
                        .toList())));
        return table;
    }
}
