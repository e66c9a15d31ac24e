package cloud.magento.accounts.broker.links;

import java.util.Map;
import picocli.CommandLine.Option;

/** What {@code import} and {@code unlink} have in common: they write no mail unless they are asked to. */
abstract class LinkFileCommand extends BulkCommand {
    @Option(names = "--notify", description = "Write the usual mails to the people. Otherwise nobody is written to.")
    private boolean notify;

    LinkFileCommand(LinksCommand root, String path) {
        super(root, path);
    }

    @Override
    final Map<String, String> terms() {
        return Map.of("notify", Boolean.toString(notify));
    }
}
