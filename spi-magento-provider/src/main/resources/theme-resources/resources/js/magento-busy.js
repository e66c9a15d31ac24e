(() => {
  "use strict";
  // What leads on is sent once, and the button that sent it says so. Without a script all works as it always did.
  const FORMS = ".magento-page form[method=post], form[data-once-form]";
  const LINKS = "a[data-once-link]";
  // The auditor's and the operator's forms: some are answered with a file, and the page stays.
  const NOT_OURS = ".magento-audit";
  // Whoever stopped the browser, or lost the network, gets the buttons back.
  const LONGEST = 30_000;
  const sent = new Set();
  let longest = 0;

  const begin = (what, button) => {
    sent.add(what);
    longest = setTimeout(end, LONGEST);
    what.setAttribute("aria-busy", "true");
    button.classList.add("magento-is-busy");
    const status = document.createElement("p");
    status.className = "magento-busy-words";
    status.setAttribute("role", "status");
    button.after(status);
    status.textContent = document.getElementById("magento-busy")?.content.textContent ?? "";
  };

  const end = () => {
    clearTimeout(longest);
    document.querySelectorAll(".magento-busy-words").forEach((status) => status.remove());
    document.querySelectorAll(".magento-is-busy").forEach((button) => {
      button.classList.remove("magento-is-busy");
      button.removeAttribute("aria-disabled");
    });
    sent.forEach((what) => what.removeAttribute("aria-busy"));
    sent.clear();
  };

  // Of several ways on only one can be gone.
  const once = (event, what, button) => {
    if (sent.size) {
      event.preventDefault();
    } else {
      begin(what, button);
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(FORMS) && !form.closest(NOT_OURS)) {
      once(event, form, event.submitter ?? form.querySelector("[type=submit]") ?? form);
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      once(event, link, link);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      end();
    }
  });
  // Back may show the page as it was left.
  window.addEventListener("pageshow", end);
})();
