package cloud.magento.accounts.ledger.logkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log key from a file, and makes one. A file that others can read is refused: whoever read it can sign.
 * Messages are clauses about the file, and repeat nothing of what is in it.
 */
final class LogKeyFile {
    private static final int LARGEST = 1 << 20;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String PRIVATE = "PRIVATE KEY";
    private static final Set<PosixFilePermission> TOO_OPEN = EnumSet.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private LogKeyFile() {}

    /** @throws IllegalArgumentException if there is no such file, it is open to others, or holds no such key */
    static LogKey pem(String name) {
        byte[] bytes = bytes(path(name));
        Matcher block = PEM.matcher(new String(bytes, US_ASCII));
        if (!block.find()) {
            throw new IllegalArgumentException("is no PEM file");
        }
        if (!block.group(1).equals(PRIVATE)) {
            throw new IllegalArgumentException(
                    block.group(1).equals("ENCRYPTED PRIVATE KEY")
                            ? "is encrypted: put the key into a keystore, or keep it unencrypted with mode 0600"
                            : "holds no private key in PKCS#8 (BEGIN PRIVATE KEY)");
        }
        String base64 = block.group(2);
        if (block.find()) {
            throw new IllegalArgumentException("holds more than one key");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            return LogKey.of(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("holds no Ed25519 key: openssl genpkey -algorithm ed25519 makes one");
        }
    }

    /**
     * The key in a keystore.
     *
     * @param type such as PKCS12 or JKS; null for what Java recognises
     * @throws IllegalArgumentException if there is no such file or key, or it cannot be opened
     */
    static LogKey keystore(String name, @Nullable String type, String password, String alias) {
        Path path = path(name);
        bytes(path);
        try {
            KeyStore store = type == null
                    ? KeyStore.getInstance(path.toFile(), password.toCharArray())
                    : opened(KeyStore.getInstance(type), path, password);
            Key key = store.getKey(alias, password.toCharArray());
            if (!(key instanceof PrivateKey secret)) {
                throw new IllegalArgumentException("holds no private key with that alias");
            }
            return LogKey.of(secret);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "cannot be opened: its type or its password is another, or it is damaged", e);
        }
    }

    /** The first line of a file that holds a password. */
    static String password(String name) {
        return new String(bytes(path(name)), UTF_8)
                .lines()
                .findFirst()
                .filter(line -> !line.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("is empty"));
    }

    /**
     * Makes a key where there is no file yet, readable by nobody else. Of two who make it at once one does, and both
     * have that.
     *
     * @return whether this call made it
     */
    static boolean create(String name) {
        Path path = path(name);
        if (Files.exists(path)) {
            return false;
        }
        Path folder = path.toAbsolutePath().getParent();
        Path draft = path.resolveSibling("." + path.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            write(draft, LogKey.generate().pem());
            try {
                Files.createLink(path, draft);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("cannot be made: " + why(e), e);
        }
    }

    private static void write(Path draft, String text) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out =
                isPosix(draft) ? FileChannel.open(draft, options, OWN) : FileChannel.open(draft, options)) {
            out.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
            out.force(true);
        }
    }

    private static KeyStore opened(KeyStore store, Path path, String password)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(path)) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no name of a file", e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException(Files.exists(path) ? "is no file" : "is not there");
            }
            requireOwn(path);
            if (Files.size(path) > LARGEST) {
                throw new IllegalArgumentException("is larger than 1 MiB");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + why(e), e);
        }
    }

    private static void requireOwn(Path path) throws IOException {
        if (isPosix(path)) {
            List<String> open = Files.getPosixFilePermissions(path).stream()
                    .filter(TOO_OPEN::contains)
                    .map(PosixFilePermission::name)
                    .sorted()
                    .toList();
            if (!open.isEmpty()) {
                throw new IllegalArgumentException(
                        "is open to others (" + String.join(", ", open) + "): give it mode 0600, or 0640");
            }
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The system's own words, without the name of the file, which the option says. */
    private static String why(Exception e) {
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName();
    }
}
