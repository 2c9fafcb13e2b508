/** Sound and speech, once the visitor has asked for them: browsers need a touch for either. */

const button = document.getElementById("aloud");
const language = document.documentElement.lang;
/** Two soft notes, as in the lobby (look.md): hertz, and seconds from the beginning. */
const NOTES = [[659, 0], [523, 0.28]];
const canSpeak = "speechSynthesis" in globalThis;

let sound = null;

/** Offer the button. `called` gives what to say if the visitor is called by now. */
export function aloud(called) {
  if (!globalThis.AudioContext) return;
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    const on = sound === null;
    if (on) sound = new AudioContext();
    else turnOff();
    button.textContent = on ? button.dataset.on : button.dataset.off;
    document.getElementById("aloud-on").hidden = !on;
    if (!on) return;
    chime();
    say(called() || button.dataset.said);
  });
}

/** The chime of a call. */
export function chime() {
  if (!sound) return;
  sound.resume();
  for (const [hertz, after] of NOTES) {
    const tone = sound.createOscillator(), volume = sound.createGain();
    const from = sound.currentTime + after;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.4, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.6);
    tone.connect(volume).connect(sound.destination);
    tone.start(from);
    tone.stop(from + 0.65);
  }
}

/** Say this in the page's language, if the visitor wants to hear. */
export function say(words) {
  if (!sound || !words || !canSpeak) return;
  stopSaying();
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = language === "fi-simple" ? "fi" : language;
  setTimeout(() => speechSynthesis.speak(utterance), 900);
}

/** The call is over: what is still being said of it ends. */
export function stopSaying() {
  if (canSpeak) speechSynthesis.cancel();
}

function turnOff() {
  stopSaying();
  sound.close();
  sound = null;
}
