// Lets a changed figure fade in from a pale ground, so that the eye finds it. Not for people who asked for no motion.
// A row's figures come as new cells, so each is compared with the one that it replaces.
const FADE_MS = 1_600;

export function markChanges(within) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const ground = () => getComputedStyle(document.documentElement).getPropertyValue("--flow-changed").trim() || "#fff59d";
  const fade = cell => cell.animate([{ offset: 0, backgroundColor: ground() }], { duration: FADE_MS, easing: "ease-out" });
  const figures = nodes => [...nodes].filter(node => node.dataset?.metric);

  new MutationObserver(changes => {
    if (document.hidden || calm.matches) return;
    const changed = new Set();
    const before = new Map();
    const key = (row, cell) => `${row.dataset?.place} ${cell.dataset.metric}`;
    for (const { type, target, removedNodes } of changes) {
      if (type === "characterData") changed.add(target.parentElement?.closest(".flow-num"));
      else for (const cell of figures(removedNodes)) before.set(key(target, cell), cell.textContent);
    }
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") continue;
      for (const cell of figures(addedNodes)) {
        const was = before.get(key(target, cell));
        if (was !== undefined && was !== cell.textContent) changed.add(cell);
      }
    }
    changed.delete(null);
    changed.delete(undefined);
    changed.forEach(fade);
  }).observe(within, { characterData: true, childList: true, subtree: true });
}
