package cloud.magento.accounts.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that share their first bits, in the notation of RFC 4632 ({@code 192.0.2.0/24}).
 *
 * @param prefix the block's first address
 * @param bits how many of its bits count
 */
public record AddressBlock(InetAddress prefix, int bits) {

    /** All of IPv6 that is global at all (RFC 4291, section 2.4); everything else is somebody's own. */
    private static final AddressBlock GLOBAL_IPV6 = of("2000::/3");

    /**
     * What IANA's registries of special-purpose addresses (RFC 6890) do not call globally reachable, what is multicast
     * or reserved, and the relays of 6to4, which lead wherever somebody put one.
     */
    private static final List<AddressBlock> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "3fff::/20")
            .map(AddressBlock::of)
            .toList();

    /** Whether the address is one that the whole Internet knows by it. */
    public static boolean isGlobal(InetAddress address) {
        boolean ipv6 = address.getAddress().length == 16;
        return (!ipv6 || GLOBAL_IPV6.holds(address)) && SPECIAL.stream().noneMatch(block -> block.holds(address));
    }

    public static AddressBlock of(String notation) {
        int slash = notation.indexOf('/');
        try {
            return new AddressBlock(
                    InetAddress.getByName(notation.substring(0, slash)),
                    Integer.parseInt(notation.substring(slash + 1)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public boolean holds(InetAddress address) {
        byte[] mine = prefix.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
