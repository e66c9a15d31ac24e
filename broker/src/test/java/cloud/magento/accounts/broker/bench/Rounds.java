package cloud.magento.accounts.broker.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lets contenders take turns, A B C C B A, so that what changes slowly (the machine, the server's compiler, its memory)
 * meets all of them alike.
 */
final class Rounds {
    private final List<Contender> contenders;
    private final int most;
    private final Instant end;

    /**
     * @param most how many rounds there are at most
     * @param time after how long no new pair of rounds begins; two pairs are always done
     */
    Rounds(List<Contender> contenders, int most, Duration time) {
        this.contenders = contenders;
        this.most = most;
        this.end = Instant.now().plus(time);
    }

    /** Plays rounds; a turn's values are of one kind, and there may be several kinds. */
    List<Map<Contender, Samples>> play(int kinds, Function<Contender, double[][]> turn) {
        List<Map<Contender, Samples>> samples = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            Map<Contender, Samples> ofKind = new LinkedHashMap<>();
            contenders.forEach(contender -> ofKind.put(contender, new Samples()));
            samples.add(ofKind);
        }
        for (int round = 0;
                round < 4 || (round < most && (round % 2 == 1 || Instant.now().isBefore(end)));
                round++) {
            for (Contender contender : order(round)) {
                double[][] values = turn.apply(contender);
                for (int kind = 0; kind < kinds; kind++) {
                    samples.get(kind).getOrDefault(contender, new Samples()).addRound(values[kind]);
                }
            }
        }
        return samples;
    }

    private List<Contender> order(int round) {
        List<Contender> order = new ArrayList<>(contenders);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
