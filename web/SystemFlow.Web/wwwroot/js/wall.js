// A screen on a wall: keys for whoever stands before it, and a reload where the server says that the page failed.
const LOOK_MS = 10_000;
const KEYS = { " ": "pause", ArrowLeft: "previous", ArrowRight: "next" };

export function mindWall(isServerThere) {
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !KEYS[event.key]) return;
    if (event.key === " " && event.target.closest?.("button, a")) return; // It presses what it stands on.
    const view = document.querySelector(".flow-wall__view");
    if (event.key !== " " && view?.scrollWidth > view?.clientWidth) return; // On a narrow screen arrows scroll.
    const button = document.querySelector(`[data-wall-key="${KEYS[event.key]}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  let isLooking = false;
  setInterval(async () => {
    if (isLooking || !document.querySelector("[data-flow-wall-failed]")) return;
    isLooking = true;
    if (await isServerThere()) location.reload();
    isLooking = false;
  }, LOOK_MS);
}
