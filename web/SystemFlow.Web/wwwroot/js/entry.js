// Which place this browser entered figures for last: the place alone, never a figure.
const key = "systemflow-entry-place";

export function lastPlace() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // A browser that keeps nothing: the place is chosen anew.
  }
}

export function remember(place) {
  try {
    localStorage.setItem(key, place);
  } catch {
    // As above.
  }
}
