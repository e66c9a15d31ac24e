package cloud.magento.accounts.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a request comes from, as far as limits count: one IPv4 address, or the network of an IPv6 address. */
public final class ClientNetwork {
    /** Whoever has one IPv6 address of a subscriber's network has all 2^64 of them. */
    private static final int SUBNET_BYTES = 8;

    private ClientNetwork() {}

    /**
     * The network.
     *
     * @param address an IP address as text; what is none stands for itself
     */
    public static String of(String address) {
        try {
            return address.indexOf(':') >= 0 && InetAddress.getByName(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), SUBNET_BYTES))
                    : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
