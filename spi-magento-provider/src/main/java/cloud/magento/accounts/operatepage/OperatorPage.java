package cloud.magento.accounts.operatepage;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/** One of the pages. */
interface OperatorPage {
    /** As it is asked for. */
    Response show(MultivaluedMap<String, String> parameters);

    /**
     * What one of its forms asks for: told first, and done once it is confirmed.
     *
     * @throws jakarta.ws.rs.WebApplicationException where the API refuses; the page says why
     */
    Response post(Sent sent);
}
