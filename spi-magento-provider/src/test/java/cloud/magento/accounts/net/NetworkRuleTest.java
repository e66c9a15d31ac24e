package cloud.magento.accounts.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRuleTest {
    private static final NetworkRule PUBLIC = new NetworkRule(false, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "1.1.1.1",
                "2606:2800:220:1:248:1893:25c8:1946",
                "64:ff9b::5db8:d822",
                "2002:5db8:d822::1",
                "2001:200::1",
                "3fff:1000::1",
                "192.88.98.255",
                "100.128.0.1",
                "172.32.0.1"
            })
    void admitsPublicAddresses(String address) throws UnknownHostException {
        assertThat(PUBLIC.admits(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "fe80::1",
                "fd00::1",
                "fc00::1",
                "0.0.0.0",
                "::",
                "100.64.0.1",
                "198.18.0.1",
                "192.0.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "ff02::1",
                "64:ff9b:1::a00:1",
                "2002:a00:1::1",
                "2002:7f00:1::1",
                "2001:0:4136:e378::1",
                "2001:db8::1",
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "192.88.99.1",
                "::93.184.216.34",
                "::7f00:1",
                "::ffff:0:7f00:1",
                "5f00::1",
                "3fff::1",
                "3fff:fff:ffff::1",
                "100::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:1ff:ffff::1",
                "4000::1",
                "fec0::1"
            })
    void blocksSsrfToPrivateOrReservedAddress(String address) throws UnknownHostException {
        assertThat(PUBLIC.admits(InetAddress.getByName(address))).isFalse();
        assertThat(new NetworkRule(true, false).admits(InetAddress.getByName(address)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0177.0.0.1",
                "127.0.0.01",
                "127.1",
                "2130706433",
                "017700000001",
                "0x7f.1",
                "0x7f000001",
                "0X7F.0.0.0x1",
                "127.0.0.1.",
                "10.0.0.256",
                "1.2.3.4.5",
                "example.1",
                "a.0x"
            })
    void blocksSsrfByAmbiguousIpLiteral(String host) {
        assertThat(PUBLIC.admits(URI.create("https://" + host + "/token"))).isFalse();
        assertThat(new NetworkRule(false, true).admits(URI.create("http://" + host + "/token")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.216.34", "[2606:2800:220::1]", "1.example", "0x7f.example", "example.a1", "example."})
    void admitsUnambiguousHost(String host) {
        assertThat(PUBLIC.admits(URI.create("https://" + host + ":8443/token"))).isTrue();
    }

    @Test
    void admitsLoopbackOnlyForLocalUpstream() throws UnknownHostException {
        NetworkRule local = NetworkRule.of(URI.create("http://localhost:8080/realms/magento.com"), false);
        NetworkRule remote = NetworkRule.of(URI.create("https://account.magento.com"), false);

        assertThat(local.admits(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(local.admits(InetAddress.getByName("10.0.0.1"))).isFalse();
        assertThat(local.admits(URI.create("http://127.0.0.1/token"))).isTrue();
        assertThat(remote.admits(InetAddress.getLoopbackAddress())).isFalse();
        assertThat(remote.admits(URI.create("http://127.0.0.1/token"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, true",
        "HTTPS://a.example/x?y=z, true",
        "http://a.example, false",
        "http://localhost.evil.example, false",
        "http://127.0.0.1.evil.example, false"
    })
    void requiresHttpsOutsideLoopback(String url, boolean admitted) {
        assertThat(new NetworkRule(true, true).admits(URI.create(url))).isEqualTo(admitted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/a",
                "ftp://a.example",
                "javascript:alert(1)",
                "https:",
                "https:///x",
                "https://u:p@a.example",
                "https://a.example/#x",
                "https://a b.example",
                "file:///etc/passwd",
                "https://\uff11\uff12\uff17.0.0.1",
                "https://127\u3002 0.0.1",
                "https://%31%32%37.0.0.1"
            })
    void rejectsMalformedOrUnsafeEndpointUrl(String text) {
        assertThat(NetworkRule.url(text)).isEmpty();
    }
}
