package cloud.magento.accounts.broker.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests say what Kubernetes understands, and what a server that people's sign-ins depend on needs. */
class KubernetesTest {
    private static final Map<String, Class<?>> KINDS = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 Secret", Secret.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class);

    /** Of the Keycloak operator and of kustomize there is no model in Java. */
    private static final Set<String> WITHOUT_MODEL =
            Set.of("k8s.keycloak.org/v2alpha1 Keycloak", "kustomize.config.k8s.io/v1beta1 Kustomization");

    private final Deployment deployment = Manifests.as(Deployment.class, document("broker.yaml", "Deployment"));
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container broker = pod.getContainers().get(0);

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Manifests.FOLDER.resolve("kubernetes"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    /** What a model does not know is lost on the way through it, so a misspelt field shows. */
    @ParameterizedTest
    @MethodSource("files")
    void saysNothingThatKubernetesDoesNotKnow(String file) {
        for (JsonNode document : Manifests.of("kubernetes/" + file)) {
            String kind = document.path("apiVersion").asText() + " "
                    + document.path("kind").asText();
            if (!WITHOUT_MODEL.contains(kind)) {
                assertThat(KINDS).containsKey(kind);
                Unknown.in(Manifests.as(KINDS.getOrDefault(kind, Object.class), document))
                        .ifPresent(field -> {
                            throw new AssertionError(file + ", " + kind + " has an unknown field " + field);
                        });
            }
        }
    }

    @Test
    void leavesBrokerNothingThatItDoesNotNeed() {
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(broker.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(broker.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(broker.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(broker.getSecurityContext().getCapabilities().getAdd()).isEmpty();
        assertThat(broker.getImage()).contains("@sha256:");
    }

    @Test
    void givesEachSecretByFile() {
        Set<String> keys = Manifests.as(Secret.class, document("secret.example.yaml", "Secret"))
                .getStringData()
                .keySet();

        assertThat(broker.getEnv())
                .filteredOn(variable -> variable.getValue().startsWith("/run/secrets/broker/"))
                .extracting(EnvVar::getValue)
                .map(file -> file.substring("/run/secrets/broker/".length()))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(broker.getEnv())
                .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|SECRET|USERNAME)"))
                .isEmpty();
    }

    @Test
    void asksEachProbeOfThePortOfTheManagement() {
        assertThat(List.of(broker.getStartupProbe(), broker.getReadinessProbe(), broker.getLivenessProbe()))
                .extracting(probe -> probe.getHttpGet().getPath() + " "
                        + probe.getHttpGet().getPort().getStrVal())
                .containsExactly("/health/started management", "/health/ready management", "/health/live management");
        assertThat(broker.getResources().getLimits()).containsKey("memory");
        assertThat(broker.getResources().getRequests()).containsKeys("cpu", "memory");
    }

    @Test
    void keepsNodeServingWhateverIsDoneToAnother() {
        PodDisruptionBudget budget =
                Manifests.as(PodDisruptionBudget.class, document("broker.yaml", "PodDisruptionBudget"));

        assertThat(deployment.getSpec().getReplicas()).isGreaterThanOrEqualTo(2);
        assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
                .isEqualTo(new IntOrString(0));
        assertThat(pod.getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> assertThat(term.getTopologyKey()).isEqualTo("kubernetes.io/hostname"));
        assertThat(budget.getSpec().getMinAvailable().getIntVal())
                .isPositive()
                .isLessThan(deployment.getSpec().getReplicas());
        assertThat(broker.getLifecycle().getPreStop().getSleep().getSeconds())
                .isLessThan(pod.getTerminationGracePeriodSeconds());
    }

    @Test
    void selectsThePodsOfTheBroker() {
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        HorizontalPodAutoscaler autoscaler =
                Manifests.as(HorizontalPodAutoscaler.class, document("autoscaler.yaml", "HorizontalPodAutoscaler"));

        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(Manifests.as(Service.class, document("broker.yaml", "Service"))
                        .getSpec()
                        .getSelector())
                .isEqualTo(labels);
        assertThat(Manifests.as(PodDisruptionBudget.class, document("broker.yaml", "PodDisruptionBudget"))
                        .getSpec()
                        .getSelector()
                        .getMatchLabels())
                .isEqualTo(labels);
        assertThat(policy().getSpec().getPodSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(autoscaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(deployment.getMetadata().getName());
        assertThat(autoscaler.getSpec().getMinReplicas())
                .isEqualTo(deployment.getSpec().getReplicas());
    }

    @Test
    void letsInToEachPortWhoNeedsIt() {
        Set<Integer> open = policy().getSpec().getIngress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .collect(Collectors.toSet());

        assertThat(open)
                .isEqualTo(broker.getPorts().stream()
                        .map(ContainerPort::getContainerPort)
                        .collect(Collectors.toSet()));
        assertThat(policy().getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy().getSpec().getIngress())
                .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
    }

    @Test
    void alertsAsPrometheusByItselfDoes() {
        JsonNode rule = document("monitoring.yaml", "PrometheusRule");

        assertThat(rule.at("/spec/groups"))
                .isEqualTo(Manifests.of("monitoring/alerts.yml").get(0).get("groups"));
    }

    private NetworkPolicy policy() {
        return Manifests.as(NetworkPolicy.class, document("network-policy.yaml", "NetworkPolicy"));
    }

    private static JsonNode document(String file, String kind) {
        return StreamSupport.stream(Manifests.of("kubernetes/" + file).spliterator(), false)
                .filter(document -> kind.equals(document.path("kind").asText()))
                .findFirst()
                .orElseThrow();
    }
}
