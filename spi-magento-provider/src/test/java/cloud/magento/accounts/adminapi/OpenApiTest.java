package cloud.magento.accounts.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.report.IdentityField;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API's description names every route and parameter that is served, and none besides. */
class OpenApiTest {
    private final JsonNode document = document();

    @Test
    void describesServedRoutesAndNoOthers() {
        Map<String, Set<String>> served = new TreeMap<>();
        collect(MagentoAdminResource.class, "", new TreeSet<>(), served);

        assertThat(described()).isEqualTo(served);
    }

    @Test
    void resolvesEveryReference() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void describesEachOperationWithUniqueIdRequirementsAnd401And403() {
        Set<String> names = new TreeSet<>();
        document.get("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(names.add(operation.get("operationId").asText())).isTrue();
                    assertThat(operation.get("description").asText()).contains("Wants ");
                    assertThat(operation.get("responses").has("401")).isTrue();
                    assertThat(operation.get("responses").has("403")).isTrue();
                }));
    }

    @Test
    void itTellsOfEveryFieldOfAnAccount() {
        List<String> fields =
                Arrays.stream(IdentityField.values()).map(IdentityField::id).toList();
        List<String> described = new ArrayList<>();
        document.at("/components/schemas/Identity/properties").fieldNames().forEachRemaining(described::add);

        assertThat(described).isEqualTo(fields);
    }

    /** The routes by method and path, each with its parameters. */
    private Map<String, Set<String>> described() {
        Map<String, Set<String>> routes = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> paths = document.get("paths").fields(); paths.hasNext(); ) {
            Map.Entry<String, JsonNode> path = paths.next();
            path.getValue().fields().forEachRemaining(operation -> {
                Set<String> parameters = new TreeSet<>();
                operation.getValue().path("parameters").forEach(parameter -> parameters.add(name(parameter)));
                routes.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), parameters);
            });
        }
        return routes;
    }

    private String name(JsonNode parameter) {
        JsonNode described = parameter.has("$ref")
                ? document.at(parameter.get("$ref").asText().substring(1))
                : parameter;
        return described.get("in").asText() + " " + described.get("name").asText();
    }

    private static void collect(Class<?> resource, String path, Set<String> above, Map<String, Set<String>> routes) {
        for (Method method : resource.getMethods()) {
            Path own = method.getAnnotation(Path.class);
            String full = own == null ? path : path + "/" + own.value();
            Set<String> parameters = new TreeSet<>(above);
            Arrays.stream(method.getParameters()).flatMap(OpenApiTest::names).forEach(parameters::add);
            String verb = Arrays.stream(method.getAnnotations())
                    .map(Annotation::annotationType)
                    .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                    .map(Class::getSimpleName)
                    .findFirst()
                    .orElse("");
            if (!verb.isEmpty()) {
                routes.put(verb + " " + full, parameters);
            } else if (own != null) {
                collect(method.getReturnType(), full, parameters, routes);
            }
        }
    }

    private static Stream<String> names(Parameter parameter) {
        if (parameter.isAnnotationPresent(BeanParam.class)) {
            return Arrays.stream(parameter.getType().getFields()).map(OpenApiTest::name);
        }
        return Stream.concat(
                Stream.ofNullable(parameter.getAnnotation(QueryParam.class)).map(query -> "query " + query.value()),
                Stream.ofNullable(parameter.getAnnotation(PathParam.class)).map(part -> "path " + part.value()));
    }

    private static String name(Field field) {
        return "query " + field.getAnnotation(QueryParam.class).value();
    }

    private static JsonNode document() {
        try {
            return new ObjectMapper().readTree(OpenApiResource.read());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
