package cloud.magento.accounts.broker.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The YAML files below {@code docker}, with what refers to another place of a file put there. */
final class Manifests {
    static final Path FOLDER = Path.of("..", "docker");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    /** The documents of a file, in their order. A key that stands twice is an error. */
    static List<JsonNode> of(String file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(file))) {
            List<JsonNode> documents = new ArrayList<>();
            new Yaml(options).loadAll(reader).forEach(document -> documents.add(JSON.valueToTree(document)));
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T as(Class<T> type, JsonNode document) {
        return JSON.convertValue(document, type);
    }

    static JsonNode tree(Object model) {
        return JSON.valueToTree(model);
    }
}
