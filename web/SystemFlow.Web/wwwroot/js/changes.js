// Lets a changed figure fade in from a pale ground, so that the eye finds it. Not for people who asked for no motion.
const FADE_MS = 1_600;

export function markChanges(within) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const fade = cell => {
    if (document.hidden || calm.matches || !cell) return;
    cell.animate([{ offset: 0, backgroundColor: "#fff59d" }], { duration: FADE_MS, easing: "ease-out" });
  };

  new MutationObserver(changes => {
    const cells = new Set(changes
      .filter(change => change.type === "characterData")
      .map(change => change.target.parentElement?.closest(".flow-num, .flow-level")));
    for (const cell of cells) fade(cell);
  }).observe(within, { characterData: true, subtree: true });
}
