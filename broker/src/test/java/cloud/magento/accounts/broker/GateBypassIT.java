package cloud.magento.accounts.broker;

import cloud.magento.accounts.broker.support.ClusterStage;
import cloud.magento.accounts.broker.support.Stage;
import cloud.magento.accounts.broker.ways.Finding;
import cloud.magento.accounts.broker.ways.Grounds;
import cloud.magento.accounts.broker.ways.Holder;
import cloud.magento.accounts.broker.ways.Matrix;
import cloud.magento.accounts.broker.ways.Outcome;
import cloud.magento.accounts.broker.ways.Scene;
import cloud.magento.accounts.broker.ways.Way;
import cloud.magento.accounts.broker.ways.Ways;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to a session or token, for every kind of account, after the deadline: what must stay shut is, by the hook
 * that is meant to shut it, and what must pass does. Printed as a table at the end.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GateBypassIT {
    @RegisterExtension
    final Stage stage = new Stage();

    @RegisterExtension
    final ClusterStage behindProxy = new ClusterStage();

    private final Matrix matrix = new Matrix();
    private @Nullable Grounds grounds;

    @BeforeEach
    void prepare() {
        // What was counted is asked of the node that counted it.
        behindProxy.cluster().answerByFirst();
        if (grounds == null) {
            grounds = new Grounds(stage, behindProxy);
        }
    }

    @AfterAll
    void print() {
        cells(false).map(Arguments::get).forEach(cell -> matrix.add((Way) cell[0], (Holder) cell[1], true));
        System.out.println(matrix);
        if (grounds != null) {
            grounds.close();
        }
    }

    static Stream<Arguments> enforcesGateOnEveryWayToSessionOrToken() {
        return cells(true);
    }

    static Stream<Arguments> opensNothingToUnlinkedAccountInDeclaredOutage() {
        return Ways.all().stream()
                .filter(way -> way.setting() == Grounds.Setting.SET_UP
                        && way.verdict(Holder.UNLINKED).outcome() != Outcome.NOT_APPLICABLE)
                .map(Arguments::of);
    }

    /** The matrix's cells that apply, or those that have an explanation instead of a test. */
    private static Stream<Arguments> cells(boolean apply) {
        return Ways.all().stream()
                .flatMap(way -> Stream.of(Holder.values())
                        .filter(holder -> (way.verdict(holder).outcome() != Outcome.NOT_APPLICABLE) == apply)
                        .map(holder -> Arguments.of(way, holder)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void enforcesGateOnEveryWayToSessionOrToken(Way way, Holder holder) {
        boolean asItMust = false;
        try {
            Scene scene = Objects.requireNonNull(grounds).scene(way.setting(), holder);
            Finding finding = way.go(scene);
            scene.check(way.verdict(holder), finding);
            asItMust = true;
        } finally {
            matrix.add(way, holder, asItMust);
        }
    }

    /** What must stay shut to whoever is not linked stays shut, by the same hook. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void opensNothingToUnlinkedAccountInDeclaredOutage(Way way) {
        Scene scene = Objects.requireNonNull(grounds).scene(Grounds.Setting.IN_OUTAGE, Holder.UNLINKED);

        scene.check(way.verdict(Holder.UNLINKED), way.go(scene));
    }
}
