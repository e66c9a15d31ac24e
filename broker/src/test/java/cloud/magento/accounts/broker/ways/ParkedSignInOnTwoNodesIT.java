package cloud.magento.accounts.broker.ways;

import cloud.magento.accounts.broker.support.ClusterStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sign-in waits at one node, which knows the account well, and the link changes at the other. */
class ParkedSignInOnTwoNodesIT extends ParkedSignInStories {
    @RegisterExtension
    final ClusterStage stage = new ClusterStage();

    @Override
    ParkedSignIns park() {
        return new ParkedSignIns(stage.broker(), stage.magento(), ParkedSignIns.anyName(), this::atTheOther);
    }

    @BeforeEach
    void signInAtTheFirst() {
        stage.cluster().answerByFirst();
    }

    private void atTheOther(Runnable change) {
        stage.cluster().answerBySecond();
        change.run();
        stage.cluster().answerByFirst();
    }
}
