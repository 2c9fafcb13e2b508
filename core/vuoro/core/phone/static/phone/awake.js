/** The screen stays on while the page is in view, where the phone allows it (Screen Wake Lock). */

export function stayAwake() {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // The battery is low, or the page came without encryption: the page works all the same.
    }
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
