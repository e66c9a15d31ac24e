package cloud.magento.accounts.broker.links;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that their owner alone can read: secrets, and lists of people. */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFile() {}

    /** Opens it for writing from its beginning, and takes it away from everybody else first. */
    static OutputStream create(Path file) throws IOException {
        if (POSIX && !Files.exists(file)) {
            Files.createFile(file, only(OWNER_FILE));
        } else if (POSIX && Files.isRegularFile(file)) {
            Files.setPosixFilePermissions(file, OWNER_FILE);
        }
        return Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Puts it in the place of what is there, at once and whole. */
    static void replace(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            createFolder(folder);
        }
        Path partial = partial(file);
        try (OutputStream out = create(partial)) {
            out.write(content);
        }
        move(partial, file);
    }

    /** Where it is written until it is whole. */
    static Path partial(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    static void move(Path partial, Path file) throws IOException {
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether somebody else may read it. */
    static boolean isReadByOthers(Path file) throws IOException {
        return POSIX && !OWNER_FILE.containsAll(Files.getPosixFilePermissions(file));
    }

    private static void createFolder(Path folder) throws IOException {
        if (POSIX) {
            Files.createDirectories(folder, only(OWNER_FOLDER));
        } else {
            Files.createDirectories(folder);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> only(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }
}
