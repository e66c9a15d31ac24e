package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.Account;
import cloud.magento.accounts.broker.support.Broker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/** A Kerberos realm: its key distribution centre, and what a person's machine does to get a ticket for the broker. */
final class Kerberos implements AutoCloseable {
    /**
     * Of the same name as the domain of everybody's address: Keycloak takes addresses for names in a Kerberos realm.
     */
    private static final String REALM = "LOCAL.EXAMPLE";

    private static final String BROKER = "HTTP/localhost@" + REALM;
    private static final String SPNEGO = "1.3.6.1.5.5.2";
    private static final String PRINCIPAL_NAME = "1.2.840.113554.1.2.2.1";

    private final SimpleKdcServer centre;
    private final Path keys;

    private Kerberos(SimpleKdcServer centre, Path keys) {
        this.centre = centre;
        this.keys = keys;
    }

    /** Starts one that the broker, and this machine's Java, find. */
    static Kerberos knownTo(Broker broker) {
        try {
            Path config = broker.kerberosConfig();
            Files.writeString(config, """
                    [libdefaults]
                    default_realm = %1$s
                    udp_preference_limit = 1
                    [realms]
                    %1$s = {
                      kdc = 127.0.0.1:%2$d
                    }
                    """.formatted(REALM, broker.kerberosPort()));
            System.setProperty("java.security.krb5.conf", config.toString());
            Path folder = Files.createTempDirectory(config.getParent(), "kerberos");
            SimpleKdcServer centre = new SimpleKdcServer();
            centre.setKdcRealm(REALM);
            centre.setKdcHost("127.0.0.1");
            centre.setAllowUdp(false);
            centre.setKdcTcpPort(broker.kerberosPort());
            centre.setWorkDir(folder.toFile());
            centre.init();
            centre.start();
            centre.createPrincipal(BROKER);
            Path keys = folder.resolve("broker.keytab");
            centre.exportPrincipal(BROKER, keys.toFile());
            return new Kerberos(centre, keys);
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings by which a realm of Keycloak's takes in the people of this one. */
    Map<String, List<String>> providerConfig() {
        return Map.of(
                "kerberosRealm", List.of(REALM),
                "serverPrincipal", List.of(BROKER),
                "keyTab", List.of(keys.toString()),
                "editMode", List.of("UNSYNCED"),
                "allowPasswordAuthentication", List.of("false"),
                "updateProfileFirstLogin", List.of("false"),
                "enabled", List.of("true"));
    }

    void add(Account person) {
        try {
            centre.createPrincipal(person.username() + "@" + REALM, person.password());
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new ticket of the person's for the broker, as browsers send it. */
    String ticket(Account person) {
        try {
            Subject subject = new Subject();
            new LoginContext("person", subject, callbacks -> answer(callbacks, person), new Login()).login();
            return Subject.doAs(subject, (PrivilegedExceptionAction<String>) Kerberos::ticket);
        } catch (LoginException | PrivilegedActionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ticket() throws GSSException {
        GSSManager manager = GSSManager.getInstance();
        GSSContext context = manager.createContext(
                manager.createName(BROKER, new Oid(PRINCIPAL_NAME)),
                new Oid(SPNEGO),
                null,
                GSSContext.DEFAULT_LIFETIME);
        return Base64.getEncoder().encodeToString(context.initSecContext(new byte[0], 0, 0));
    }

    private static void answer(Callback[] callbacks, Account person) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(person.username() + "@" + REALM);
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword(person.password().toCharArray());
            }
        }
    }

    @Override
    public void close() {
        try {
            centre.stop();
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By name and password, with the Java platform's own module. */
    private static final class Login extends Configuration {
        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(
                        "com.sun.security.auth.module.Krb5LoginModule",
                        LoginModuleControlFlag.REQUIRED,
                        Map.of("refreshKrb5Config", "true"))
            };
        }
    }
}
