package cloud.magento.accounts.broker.bench;

import cloud.magento.accounts.broker.support.Admin;
import cloud.magento.accounts.broker.support.Http;
import cloud.magento.accounts.broker.support.Http.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The broker that {@code ./bench} started: its administration and what its process used. */
final class Server {
    private final URI address;
    private final ProcessHandle process;
    private final String databaseUrl;
    private final Http http = new Http();

    /**
     * @param address where it serves
     * @param pid its process, or the one that started it
     * @param databaseUrl how its database is reached past it
     */
    Server(URI address, long pid, String databaseUrl) {
        this.address = address;
        this.process = ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("No process " + pid));
        this.databaseUrl = databaseUrl;
    }

    /** The server that the variables tell of, which {@code ./bench} sets. */
    static Server ofEnvironment() {
        return new Server(
                URI.create(variable("BENCH_SERVER")),
                Long.parseLong(variable("BENCH_PID")),
                variable("BENCH_DATABASE"));
    }

    URI realm(String name) {
        return address.resolve("/realms/" + name);
    }

    String databaseUrl() {
        return databaseUrl;
    }

    /** Processor time used so far, in user mode and in the kernel; the system counts in ticks, of 10 ms usually. */
    Duration cpu() {
        return Stream.concat(Stream.of(process), process.descendants())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Asks the administration's interface, and returns the id of what was created, if something was. */
    String administer(String method, String path, Object body) {
        Answer answer = http.send(HttpRequest.newBuilder(address.resolve("/admin/realms" + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, Admin.json(body)));
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + answer.status() + " " + answer.body());
        }
        String location = answer.headers().firstValue("Location").orElse("");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Somebody who has just signed in to the administration. */
    Administrator administrator() {
        return new Administrator(token());
    }

    /** Asks as an administrator who is signed in, for a minute at most. */
    final class Administrator {
        private final String token;

        private Administrator(String token) {
            this.token = token;
        }

        void get(String path) {
            http.send(HttpRequest.newBuilder(address.resolve("/admin/realms" + path))
                            .header("Authorization", "Bearer " + token))
                    .expecting(200);
        }
    }

    private String token() {
        return http.post(
                        address.resolve("/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                "admin",
                                "password",
                                "admin"))
                .expecting(200)
                .json()
                .get("access_token")
                .asText();
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(name + " is not set; run ./bench");
        }
        return value;
    }
}
