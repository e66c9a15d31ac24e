(() => {
  "use strict";
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once-form]")) {
      return;
    }
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    window.addEventListener("pageshow", () => sent.delete(form), { once: true });
  });
})();
