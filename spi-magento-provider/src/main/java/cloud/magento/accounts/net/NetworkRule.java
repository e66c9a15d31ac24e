package cloud.magento.accounts.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whom this server may call. Outside of loopback only https; private addresses only where the operator allowed them;
 * loopback only where upstream itself is configured to be there. What upstream's metadata name is held to the same
 * rule, so that nobody who controls it can make this server call its internal network (SSRF).
 *
 * @param allowPrivate whether addresses that are not global may be called: private, link-local, reserved and the like
 * @param allowLoopback whether this machine may be called, over plain http too
 */
public record NetworkRule(boolean allowPrivate, boolean allowLoopback) {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** The rule that follows from the configured issuer. */
    public static NetworkRule of(URI issuer, boolean allowPrivate) {
        return new NetworkRule(allowPrivate, isLoopbackName(issuer.getHost()));
    }

    /** The text as a URL that can be an endpoint at all: absolute, http(s), with a host, no user info, no fragment. */
    public static Optional<URI> url(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException notUrl) {
            return Optional.empty();
        }
    }

    /** Whether the scheme is right for the host. The address behind the host is another question. */
    public boolean admits(URI url) {
        if (url.getHost() == null || isAmbiguous(url.getHost())) {
            return false;
        }
        return "https".equalsIgnoreCase(url.getScheme()) || (allowLoopback && isLoopbackName(url.getHost()));
    }

    public boolean admits(InetAddress address) {
        InetAddress target = unwrap(address);
        if (target.isLoopbackAddress()) {
            return allowLoopback || allowPrivate;
        }
        return allowPrivate || AddressBlock.isGlobal(target);
    }

    /**
     * Whether clients read the host differently: some take {@code 0177.0.0.1}, {@code 0x7f.1}, {@code 2130706433} and
     * {@code 127.1} for this machine, others for an address elsewhere or for a name. Whatever ends in a number is an
     * IPv4 address to somebody (WHATWG URL Standard, section 3.5), so it must be one to all.
     */
    public static boolean isAmbiguous(String host) {
        String named = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        boolean number = named.substring(named.lastIndexOf('.') + 1).matches("\\d+|0[xX][0-9a-fA-F]*");
        return number && !host.matches(OCTET + "(\\." + OCTET + "){3}");
    }

    /** Whether the name can only be this machine (RFC 6761, section 6.3, and the literal addresses). */
    public static boolean isLoopbackName(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static boolean startsWith(byte[] address, int... prefix) {
        return IntStream.range(0, prefix.length).allMatch(i -> (address[i] & 0xff) == prefix[i]);
    }

    /**
     * The IPv4 address inside a NAT64 (RFC 6052) or 6to4 (RFC 3056) address, which is the one that is really called.
     */
    private static InetAddress unwrap(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean nat64 = bytes.length == 16
                && startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00);
        boolean sixToFour = bytes.length == 16 && startsWith(bytes, 0x20, 0x02);
        if (!nat64 && !sixToFour) {
            return address;
        }
        try {
            return InetAddress.getByAddress(
                    nat64 ? Arrays.copyOfRange(bytes, 12, 16) : Arrays.copyOfRange(bytes, 2, 6));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
