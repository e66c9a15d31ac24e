package cloud.magento.accounts.doctor;

import cloud.magento.accounts.ledger.LedgerLogKeys;
import java.util.stream.Stream;

/** Whether this server's log key is the ledger's: a key in the database proves nothing against who has the database. */
final class LogKeyCheck implements Check {
    private static final String SAME_KEY =
            "Give every node the same log key: the file that spi-events-listener--magento-ledger--log-key-file names.";

    @Override
    public String id() {
        return "log-key";
    }

    @Override
    public Changes changes() {
        return Changes.NOTHING;
    }

    @Override
    public Stream<Found> look(Examination examination) {
        LedgerLogKeys keys = new LedgerLogKeys(examination.session(), examination.realm());
        String own = keys.serversKid().orElse("");
        String ledgers = keys.ledgersKid().orElse("");
        return switch (keys.state()) {
            case READY -> Stream.empty();
            case NONE ->
                Stream.of(Found.warning(
                        "checkpoints",
                        "They are signed by the realm's key, which lies in the database that they vouch for.",
                        "Whoever has the database, or a copy of it, can make the ledger anew and sign it.",
                        "Make a key with openssl genpkey -algorithm ed25519, mode 0600, the same on all nodes, and name"
                                + " it with spi-events-listener--magento-ledger--log-key-file."));
            case MISSING ->
                Stream.of(Found.warning(
                        "this node",
                        "The ledger has the log key " + ledgers + ", and this node has none.",
                        "This node signs no checkpoints: what is written since the last one rests on the chain alone.",
                        SAME_KEY));
            case OTHER ->
                Stream.of(Found.warning(
                        "this node",
                        "Its log key is " + own + ", and the ledger's is " + ledgers + ".",
                        "This node signs no checkpoints. Another node has another key, or somebody who has the database"
                                + " made the ledger anew.",
                        SAME_KEY + " If it is to be replaced, tell the server so, with log-key-previous-file or"
                                + " log-key-lost; if nobody did, verify the ledger."));
            case REPLACED ->
                Stream.of(Found.warning(
                        "this node",
                        "Its log key is " + own + ", and another node made " + ledgers + " the ledger's.",
                        "This node signs no checkpoints.",
                        SAME_KEY + " A key that was replaced does not come back."));
            case UNREADABLE ->
                Stream.of(Found.warning(
                        "the ledger",
                        "An entry that names the log key cannot be read: somebody changed it in the database.",
                        "No checkpoints are signed.",
                        "Verify the ledger, and compare it with an export and a checkpoint that you kept."));
        };
    }
}
