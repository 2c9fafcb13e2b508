// Shows the printer as its event stream tells it; every frame is the whole story.
const DOTS_PER_MM = 8;
const byId = (id) => document.getElementById(id);
const millimetres = (dots) => `${dots / DOTS_PER_MM}mm`;

// The most urgent first, as the printer tells it; then what it keeps to itself.
const TROUBLES = [
  ["cover_open", "Cover open"],
  ["jam", "Cutter jam"],
  ["broken", "Broken"],
  ["hot", "Head too hot"],
  ["paused", "Paused"],
  ["stuck", "Prints nothing"],
  ["mute", "Mute"],
];

function condition({ on, troubles, paper, freeze }) {
  if (!on) return ["bad", "Switched off"];
  if (paper === "out" && !troubles.cover_open) return ["bad", "Out of paper"];
  const trouble = TROUBLES.find(([name]) => troubles[name]);
  if (trouble) return ["bad", trouble[1]];
  if (freeze) return ["bad", "Hung"];
  if (paper === "low") return ["warn", "Paper low"];
  return ["good", "Ready"];
}

function state(mood, words) {
  byId("state").dataset.mood = mood;
  byId("state").textContent = words;
}

function slipItem({ name, height }, width) {
  const item = document.createElement("li");
  item.id = name;
  item.innerHTML = `<figure><img src="/slips/${name}.png" alt="${name}"
    style="width:${millimetres(width)};aspect-ratio:${width}/${height}">
    <figcaption>${name} · ${Math.round(height / DOTS_PER_MM)} mm ·
    <a href="/slips/${name}.bin" download>bytes</a></figcaption></figure>`;
  return item;
}

function showSlips(slips, width) {
  const list = byId("slips");
  const wanted = new Set(slips.map((slip) => slip.name));
  for (const item of [...list.children]) if (!wanted.has(item.id)) item.remove();
  for (const slip of [...slips].reverse())
    if (!byId(slip.name)) list.prepend(slipItem(slip, width));
}

function show(frame) {
  state(...condition(frame));
  byId("roll").textContent = `${(frame.left_mm / 1000).toFixed(1)} m left`;
  byId("model").textContent = frame.model;
  const pressed = { ...frame.troubles, slow: frame.slow, unplug: frame.unplug, freeze: frame.freeze, power: !frame.on };
  for (const [name, is] of Object.entries(pressed))
    document.querySelector(`[data-do="${name}"]`).setAttribute("aria-pressed", is);
  const strip = byId("strip");
  strip.hidden = frame.strip === 0;
  if (frame.strip) {
    strip.src = `/strip.png?rows=${frame.strip}`;
    strip.style.width = millimetres(frame.width);
  }
  byId("empty").hidden = frame.strip > 0 || frame.slips.length > 0;
  showSlips(frame.slips, frame.width);
}

const events = new EventSource("/events");
events.onmessage = (message) => show(JSON.parse(message.data));
events.onerror = () => state("wait", "The printer's program has stopped");

for (const button of document.querySelectorAll("[data-do]"))
  button.addEventListener("click", () => fetch(`/do/${button.dataset.do}`, { method: "POST" }));
