package cloud.magento.accounts.broker.upstream;

import java.util.Optional;

/** The stand-in's pages, as plain as can be; each names itself in {@code body[data-page]}. */
final class LoginPages {
    private LoginPages() {}

    /** Log in, create an account, or deny; {@code request} is empty when nobody was sent here by a client. */
    static String login(String request, String hint, Optional<String> problem) {
        String deny = request.isEmpty() ? "" : "<button name=\"action\" value=\"deny\" formnovalidate>Deny</button>";
        return page(
                "login",
                "Log in to Magento.com",
                problem.map(text -> "<p role=\"alert\">" + escape(text) + "</p>")
                                .orElse("")
                        + form(
                                request,
                                "<label>Email or username <input name=\"login\" value=\"" + escape(hint)
                                        + "\" required autofocus></label>"
                                        + "<button name=\"action\" value=\"login\">Log in</button>"
                                        + deny)
                        + "<h2>New here?</h2>"
                        + form(
                                request,
                                "<label>Your name <input name=\"name\" required></label>"
                                        + "<label>Your email <input name=\"email\" type=\"email\" required></label>"
                                        + "<button name=\"action\" value=\"create\">Create an account</button>"));
    }

    static String account(Person person) {
        return page("account", "My Magento.com account", "<p id=\"signed-in-as\">" + escape(person.name()) + "</p>");
    }

    static String signedOut() {
        return page("signed-out", "Signed out of Magento.com", "");
    }

    static String problem(String text) {
        return page("problem", "Magento.com cannot go on", "<p role=\"alert\">" + escape(text) + "</p>");
    }

    private static String form(String request, String content) {
        return "<form method=\"post\" action=\"" + Endpoint.LOGIN.path() + "\">"
                + "<input type=\"hidden\" name=\"request\" value=\"" + escape(request) + "\">" + content + "</form>";
    }

    private static String page(String id, String title, String content) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                + "</title></head><body data-page=\"" + id + "\"><main><h1>" + title + "</h1>" + content
                + "</main></body></html>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
