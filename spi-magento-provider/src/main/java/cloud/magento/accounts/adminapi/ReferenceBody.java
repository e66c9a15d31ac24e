package cloud.magento.accounts.adminapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What a reference leads to, as the API tells of it: what is not known is left out. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ReferenceBody(
        String reference,
        String at,
        @JsonInclude(JsonInclude.Include.ALWAYS) Who who,
        What what,
        Why why,
        @Nullable String next) {

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Who(
            @Nullable String userId,
            @Nullable String username,
            @Nullable String issuer,
            @Nullable String subject) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record What(
            String type,
            @Nullable String event,
            @Nullable String fault,
            @Nullable String client) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Why(
            String reason, @Nullable String title, @Nullable String text) {}
}
