package cloud.magento.accounts.broker.ways;

import java.util.List;
import java.util.stream.Stream;

/** All the ways there are. */
public final class Ways {
    private Ways() {}

    public static List<Way> all() {
        return Stream.of(
                        PersonWays.all(),
                        PasskeyWays.all(),
                        CertificateWays.all(),
                        TicketWays.all(),
                        EarlierWays.all(),
                        ActionWays.all(),
                        MailWays.all(),
                        GrantWays.all(),
                        SamlWays.all(),
                        RegistryWays.all(),
                        AdministratorWays.all(),
                        OperatorWays.all())
                .flatMap(List::stream)
                .toList();
    }
}
