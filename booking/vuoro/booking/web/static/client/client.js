// What pages do beyond their forms: warn before a kept time is let go, send a form once, show errors.

const WARN_SECONDS = 180;
const AGAIN_MS = 8000;

/** Say some minutes before that the time is kept no longer; asking for more is one press. */
function warnOfTheEnd(kept) {
  const wait = Math.max(0, Number(kept.dataset.seconds) - WARN_SECONDS);
  setTimeout(() => { kept.querySelector(".soon").textContent = kept.dataset.soon; }, wait * 1000);
}

/** A second press within seconds is the same press. The server takes it so, too. */
function sendOnce(form) {
  let sent = -Infinity;
  form.addEventListener("submit", (event) => {
    const now = performance.now();
    if (now - sent < AGAIN_MS) event.preventDefault();
    else sent = now;
  });
  // A page that comes back from the browser's memory may be sent again.
  addEventListener("pageshow", () => { sent = -Infinity; });
}

document.querySelectorAll(".kept").forEach(warnOfTheEnd);
document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.getElementById("problems")?.focus();
