// A passkey that was refused or cancelled: say so on the page instead of in the console.
"use strict";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-error]").hidden = false;
});
