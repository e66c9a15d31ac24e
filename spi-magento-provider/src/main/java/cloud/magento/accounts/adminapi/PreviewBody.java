package cloud.magento.accounts.adminapi;

import cloud.magento.accounts.policy.SignInWay;
import cloud.magento.accounts.preview.AccountPreview;
import cloud.magento.accounts.preview.Forecast;
import cloud.magento.accounts.report.OpenAccounts;
import cloud.magento.accounts.report.Preview;
import cloud.magento.accounts.report.Stops;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A preview as the API tells of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreviewBody(
        String at,
        String counted,
        boolean reportOnly,
        String deadline,
        Numbers stopped,
        long withoutSignIn,
        Map<String, Long> ways,
        List<Cohort> cohorts,
        Numbers everybodyElse,
        List<Application> applications,
        @Nullable String signInsSince) {

    public PreviewBody {
        cohorts = List.copyOf(cohorts);
        applications = List.copyOf(applications);
    }

    public record Numbers(long total, long linkRequired, long loginRequired) {
        static Numbers of(Stops stops) {
            return new Numbers(stops.total(), stops.linkRequired(), stops.loginRequired());
        }
    }

    public record Cohort(String id, String name, String deadline, Numbers stopped) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Application(String clientId, @Nullable String name, Numbers stopped, Map<String, Long> ways) {}

    static PreviewBody of(Preview preview) {
        return new PreviewBody(
                preview.at().toString(),
                preview.counted().toString(),
                preview.reportOnly(),
                preview.deadline().toString(),
                Numbers.of(preview.stopped()),
                preview.withoutSignIn(),
                ways(preview.ways()),
                preview.cohorts().stream()
                        .map(cohort -> new Cohort(
                                cohort.id(), cohort.name(), cohort.deadline().toString(), Numbers.of(cohort.stopped())))
                        .toList(),
                Numbers.of(preview.everybodyElse()),
                preview.applications().stream()
                        .map(application -> new Application(
                                application.clientId(),
                                application.name(),
                                Numbers.of(application.stopped()),
                                ways(application.ways())))
                        .toList(),
                preview.signInsSince() == null ? null : preview.signInsSince().toString());
    }

    /** Every way, in their order, also one by which nobody came. */
    private static Map<String, Long> ways(Map<SignInWay, Long> numbers) {
        Map<String, Long> ways = new LinkedHashMap<>();
        for (SignInWay way : SignInWay.values()) {
            ways.put(way.id(), numbers.getOrDefault(way, 0L));
        }
        return ways;
    }

    /** One account. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Account(
            String userId,
            String at,
            boolean reportOnly,
            boolean linked,
            String deadline,
            @Nullable String exemptUntil,
            boolean stopped,
            List<Way> ways,
            List<Used> applications) {
        public Account {
            ways = List.copyOf(ways);
            applications = List.copyOf(applications);
        }

        static Account of(AccountPreview preview) {
            return new Account(
                    preview.userId(),
                    preview.at().toString(),
                    preview.reportOnly(),
                    preview.linked(),
                    preview.deadline().toString(),
                    preview.exemptUntil() == null ? null : preview.exemptUntil().toString(),
                    preview.stopped(),
                    preview.ways().stream()
                            .map(way -> new Way(
                                    way.way().id(),
                                    way.outcome().id(),
                                    way.reason().id()))
                            .toList(),
                    preview.applications().stream()
                            .map(application -> new Used(
                                    application.clientId(),
                                    application.stopped(),
                                    application.uses().stream()
                                            .map(use -> new Use(
                                                    use.way().id(),
                                                    use.lastDay().toString(),
                                                    use.stopped()))
                                            .toList()))
                            .toList());
        }
    }

    public record Way(String way, String outcome, String reason) {}

    public record Used(String clientId, boolean stopped, List<Use> uses) {
        public Used {
            uses = List.copyOf(uses);
        }
    }

    public record Use(String way, String lastDay, boolean stopped) {}

    /** A forecast. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Forecasted(
            String at,
            String counted,
            long accounts,
            long linked,
            long exempt,
            long unlinked,
            double connectedPerDay,
            Expected expected,
            OpenAccounts.Unreachable unreachable,
            @Nullable String signInsSince) {
        static Forecasted of(Forecast forecast) {
            OpenAccounts now = forecast.accounts();
            return new Forecasted(
                    now.at().toString(),
                    now.counted().toString(),
                    now.accounts(),
                    now.linked(),
                    now.exempt(),
                    now.open(),
                    Math.round(forecast.perDay() * 10) / 10.0,
                    new Expected(forecast.expected(), forecast.low(), forecast.high(), forecast.known()),
                    now.unreachable(),
                    now.signInsSince() == null ? null : now.signInsSince().toString());
        }
    }

    public record Expected(long unlinked, long low, long high, boolean known) {}
}
