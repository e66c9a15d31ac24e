package cloud.magento.accounts.broker.links;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * At which server, by what and for which realm a command works, as {@code login} keeps it.
 *
 * @param server the server's address with its path, without a slash at the end
 * @param realm where the sign-in is
 * @param targetRealm the realm that commands work on
 * @param client the client that signs in
 * @param device whether a person signs in on another device; otherwise the client does for itself
 * @param secret the client's secret, if it was typed; one from the environment or a file is not kept
 * @param secretFile the file that has the secret
 * @param truststore the file with the certificates that vouch for the server, if not Java's
 * @param insecureHttp whether http was allowed to another machine
 * @param tokens what the last sign-in gave
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Configuration(
        String server,
        String realm,
        String targetRealm,
        String client,
        boolean device,
        @Nullable String secret,
        @Nullable String secretFile,
        @Nullable String truststore,
        boolean insecureHttp,
        @Nullable Tokens tokens) {
    /** What a command signs in with when {@code --client} does not say. */
    static final String USUAL_CLIENT = "magento-links";

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    /**
     * What the server gave.
     *
     * @param access opens the API
     * @param expires from when on it does not, in seconds since 1970
     * @param renewFrom from when on a new one is asked for, in seconds since 1970
     * @param refresh gives a new one; null where the client signs in anew
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tokens(
            String access,
            long expires,
            long renewFrom,
            @Nullable String refresh) {
        /** Nothing of a token is ever shown. */
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** Nothing of a secret is ever shown. */
    @Override
    public String toString() {
        return "Configuration of " + server;
    }

    Configuration with(@Nullable Tokens other) {
        return new Configuration(
                server, realm, targetRealm, client, device, secret, secretFile, truststore, insecureHttp, other);
    }

    Configuration withSecret(@Nullable String other) {
        return new Configuration(
                server, realm, targetRealm, client, device, other, secretFile, truststore, insecureHttp, tokens);
    }

    Configuration onRealm(String other) {
        return new Configuration(
                server, realm, other, client, device, secret, secretFile, truststore, insecureHttp, tokens);
    }

    /** Whether what is sent can be read on the way: by http to another machine. */
    boolean isOpen() {
        return !isProtected(URI.create(server));
    }

    /**
     * The address as it is kept.
     *
     * @throws CommandException where no server can be at it, or what is sent there could be read on the way
     */
    static String server(String text, boolean insecureHttp) {
        URI address = address(text);
        if (!insecureHttp && !isProtected(address)) {
            throw CommandException.usage("By http everybody on the way to " + address.getHost()
                    + " can read secrets and tokens. Use https, or --insecure-http where you trust the way.");
        }
        return address.toString().replaceFirst("/+$", "");
    }

    private static URI address(String text) {
        URI address;
        try {
            address = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw noServer();
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean complete = (scheme.equals("https") || scheme.equals("http"))
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
        if (!complete) {
            throw noServer();
        }
        return address;
    }

    private static CommandException noServer() {
        return CommandException.usage("--server is an address such as https://sso.example.com, with the path that the"
                + " server is under, and nothing after it.");
    }

    private static boolean isProtected(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                || LOOPBACK.matcher(address.getHost().toLowerCase(Locale.ROOT)).matches();
    }
}
