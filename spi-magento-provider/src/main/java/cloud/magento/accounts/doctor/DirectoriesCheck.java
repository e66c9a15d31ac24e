package cloud.magento.accounts.doctor;

import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.storage.UserStorageProvider;

/** Directories whose people cannot be linked, since nothing tells one of them from the next with the same name. */
final class DirectoriesCheck implements Check {
    @Override
    public String id() {
        return "directories";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        return examination
                .realm()
                .getComponentsStream(examination.realm().getId(), UserStorageProvider.class.getName())
                .filter(directory -> "ldap".equals(directory.getProviderId()))
                .filter(directory -> !is(directory, "enabled", "false") && is(directory, "importEnabled", "false"))
                .filter(directory -> is(
                        directory,
                        "uuidLDAPAttribute",
                        String.valueOf(directory.getConfig().getFirst("usernameLDAPAttribute"))))
                .map(directory -> Found.severe(
                        "directory " + directory.getName(),
                        "Its people are not imported, and the attribute for their id is the one for their name.",
                        "None of them can be linked (directory-unsupported): from the deadline on they are shut out.",
                        "Turn on Import users, set UUID LDAP attribute to a lasting id such as entryUUID, or exempt"
                                + " them."));
    }

    private static boolean is(ComponentModel directory, String key, String value) {
        return value.equalsIgnoreCase(directory.getConfig().getFirst(key));
    }
}
