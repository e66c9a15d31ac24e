package cloud.magento.accounts.upstream;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whom this server may call. Outside of loopback only https; private addresses only where the operator allowed them;
 * loopback only where upstream itself is configured to be there. What upstream's metadata name is held to the same rule,
 * so that nobody who controls them can make this server knock on doors inside its own network.
 *
 * @param allowPrivate whether private, link-local and reserved addresses may be called
 * @param allowLoopback whether this machine may be called, over plain http too
 */
record NetworkRule(boolean allowPrivate, boolean allowLoopback) {

    /** The rule that follows from the configured issuer. */
    static NetworkRule of(URI issuer, boolean allowPrivate) {
        return new NetworkRule(allowPrivate, isLoopbackName(issuer.getHost()));
    }

    /** The text as a URL that can be an endpoint at all: absolute, http(s), with a host, no user info, no fragment. */
    static Optional<URI> url(String text) {
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
    boolean admits(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) || (allowLoopback && isLoopbackName(url.getHost()));
    }

    boolean admits(InetAddress address) {
        InetAddress target = unwrap(address);
        if (target.isLoopbackAddress()) {
            return allowLoopback || allowPrivate;
        }
        return allowPrivate || isPublic(target);
    }

    /** Whether the name can only be this machine (RFC 6761, section 6.3, and the literal addresses). */
    static boolean isLoopbackName(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            int third = bytes[2] & 0xff;
            boolean carrierGrade = first == 100 && (second & 0xc0) == 64;
            boolean benchmark = first == 198 && (second & 0xfe) == 18;
            boolean protocol = first == 192 && second == 0 && third == 0;
            boolean documentation = first == 192 && second == 0 && third == 2
                    || first == 198 && second == 51 && third == 100
                    || first == 203 && second == 0 && third == 113;
            return first != 0 && first < 240 && !carrierGrade && !benchmark && !protocol && !documentation;
        }
        return (first & 0xfe) != 0xfc && !isReserved(bytes);
    }

    /** Addresses of IPv6 that lead nowhere public: local-use NAT64, Teredo and other protocols' own, documentation. */
    private static boolean isReserved(byte[] address) {
        return startsWith(address, 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01)
                || startsWith(address, 0x20, 0x01, 0x00, 0x00)
                || startsWith(address, 0x20, 0x01, 0x0d, 0xb8)
                || startsWith(address, 0x01, 0x00);
    }

    private static boolean startsWith(byte[] address, int... prefix) {
        return IntStream.range(0, prefix.length).allMatch(i -> (address[i] & 0xff) == prefix[i]);
    }

    /** The IPv4 address inside a NAT64 (RFC 6052) or 6to4 (RFC 3056) address, which is the one that is really called. */
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
