package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file in which {@code login} keeps the {@link Configuration}, for its owner alone. */
final class ConfigurationFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Path path;

    ConfigurationFile(Path path) {
        this.path = path;
    }

    /** Where it is when {@code --config} does not say. */
    static Path usual(Path home) {
        return home.resolve(".magento-links").resolve("config.json");
    }

    Path path() {
        return path;
    }

    /**
     * What was kept, if anything was.
     *
     * @throws CommandException where others can read it too, or it is damaged
     */
    Optional<Configuration> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            if (PrivateFile.isReadByOthers(path)) {
                throw CommandException.usage(
                        "Others can read " + path + ", which holds secrets. Run: chmod 600 '" + path + "'");
            }
            return Optional.of(whole(JSON.readValue(path.toFile(), Configuration.class)));
        } catch (JsonProcessingException e) {
            throw damaged();
        } catch (IOException e) {
            throw CommandException.usage(path + " cannot be read.");
        }
    }

    void write(Configuration configuration) {
        try {
            PrivateFile.replace(path, JSON.writeValueAsBytes(configuration));
        } catch (IOException e) {
            throw CommandException.usage(
                    path + " cannot be written. Name another file with --config, or keep nothing with --no-config.");
        }
    }

    boolean delete() {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw CommandException.usage(path + " cannot be deleted.");
        }
    }

    /** Jackson leaves out what is not in the file, whatever the record says. */
    private Configuration whole(Configuration read) {
        if (read.server() == null || read.realm() == null || read.targetRealm() == null || read.client() == null) {
            throw damaged();
        }
        return read;
    }

    private CommandException damaged() {
        return CommandException.usage(path + " is damaged. Sign in anew: magento-links login");
    }
}
