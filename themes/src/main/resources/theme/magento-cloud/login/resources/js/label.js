(() => {
  "use strict";
  // Where Keycloak's pages show who is signing in, their label points to a field that is not there.
  document.addEventListener("DOMContentLoaded", () => {
    const shown = document.getElementById("kc-attempted-username");
    const label = document.querySelector('label[for="username"]');
    if (shown && label && !document.getElementById("username")) {
      label.htmlFor = shown.id;
    }
  });
})();
