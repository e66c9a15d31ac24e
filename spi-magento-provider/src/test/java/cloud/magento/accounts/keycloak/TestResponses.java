package cloud.magento.accounts.keycloak;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Responses as a server makes them. */
abstract class TestResponses extends RuntimeDelegate {
    /** From now on responses are made by this. */
    static void use() {
        RuntimeDelegate.setInstance(Partial.of(TestResponses.class));
    }

    @Override
    public Response.ResponseBuilder createResponseBuilder() {
        return Partial.of(Builder.class);
    }

    abstract static class Builder extends Response.ResponseBuilder {
        private int status;
        private @Nullable Object entity;
        private @Nullable MediaType type;
        private @Nullable URI location;

        @Override
        public Response build() {
            return Partial.of(Made.class, this);
        }

        @Override
        public Response.ResponseBuilder status(int status) {
            this.status = status;
            return this;
        }

        @Override
        public Response.ResponseBuilder status(int status, String phrase) {
            return status(status);
        }

        @Override
        public Response.ResponseBuilder entity(Object entity) {
            this.entity = entity;
            return this;
        }

        @Override
        public Response.ResponseBuilder type(MediaType type) {
            this.type = type;
            return this;
        }

        @Override
        public Response.ResponseBuilder type(String type) {
            int slash = type.indexOf('/');
            return type(new MediaType(type.substring(0, slash), type.substring(slash + 1)));
        }

        @Override
        public Response.ResponseBuilder location(URI location) {
            this.location = location;
            return this;
        }
    }

    abstract static class Made extends Response {
        private final Builder made;

        Made(Builder made) {
            this.made = made;
        }

        @Override
        public int getStatus() {
            return made.status;
        }

        @Override
        public StatusType getStatusInfo() {
            return Status.fromStatusCode(made.status);
        }

        @Override
        public @Nullable Object getEntity() {
            return made.entity;
        }

        @Override
        public @Nullable MediaType getMediaType() {
            return made.type;
        }

        @Override
        public @Nullable URI getLocation() {
            return made.location;
        }
    }
}
