// The connection, as a person must see it. Two signs that it is lost: Blazor says so, or the clock in the header, which
// the server moves every second, stands still. While it is lost: words first, figures greyed, and a try every few
// seconds for as long as the page is open. A server that has forgotten this page gets a new one.
const LOOK_MS = 1_000;
const STILL_MS = 6_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 5_000;

export function watchConnection() {
  const notice = document.getElementById("flow-connection");
  let lastMove = performance.now();
  let lastSaid = null;
  let lostWith = null; // What the clock said when the connection was lost; null while there is one.
  let lostAt = 0;
  let lostFor = null;
  let isTrying = false;
  let isLooking = false;
  let lookAgainAt = 0;
  let wake = () => {};

  const clock = () => document.getElementById("flow-clock");

  const isWall = () => document.querySelector("[data-flow-wall]") !== null;

  const tell = () => {
    lostWith = clock()?.textContent.trim() ?? "an unknown time";
    lostAt = Date.now(); // Goes on while the machine sleeps, which performance.now() need not.
    document.documentElement.classList.add("flow-lost");
    const strong = document.createElement("strong");
    const words = isWall()
      ? ["Connection lost", `Nothing on this screen is live. The last figures were from ${lostWith}. Trying again by itself.`]
      : [`Connection lost: these figures are from ${lostWith}`, "They do not change until the connection is back. Trying again by itself."];
    strong.textContent = words[0];
    lostFor = document.createElement("span");
    lostFor.setAttribute("aria-hidden", "true"); // Said once is enough.
    notice.replaceChildren(strong, `${words[1]} `, lostFor);
    notice.hidden = false;
  };

  const tellHowLong = () => {
    const minutes = Math.floor((Date.now() - lostAt) / 60_000);
    const words = minutes < 1 ? "" : `Lost for ${minutes} min.`;
    if (lostFor.textContent !== words) lostFor.textContent = words;
  };

  const up = () => {
    lostWith = null;
    lastMove = performance.now();
    document.documentElement.classList.remove("flow-lost");
    notice.hidden = true;
    notice.replaceChildren();
  };

  const pause = ms => new Promise(done => {
    wake = done;
    setTimeout(done, ms);
  });

  // On a wall the page itself must be there: nobody could leave the one that says that something failed.
  const isServerThere = async () => {
    const what = isWall() ? location.href : new URL("flow.svg", document.baseURI);
    try {
      return (await fetch(what, { cache: "no-store", headers: { Accept: "text/html" }, signal: AbortSignal.timeout(4_000) })).ok;
    } catch {
      return false; // It is what we wanted to know.
    }
  };

  // True when the page is live again; false when nothing more can be done with this one.
  const reconnect = async () => {
    if (!window.Blazor.reconnect) return false; // It never started.
    try {
      return await window.Blazor.reconnect();
    } catch {
      return null; // The server cannot be reached: try again later.
    }
  };

  const tryUntilBack = async () => {
    isTrying = true;
    for (let delay = FIRST_DELAY_MS; lostWith !== null; delay = Math.min(2 * delay, LONGEST_DELAY_MS)) {
      await pause(delay * (0.75 + Math.random() / 2)); // Not all the pages at once.
      if (lostWith === null) break;
      const answer = await reconnect();
      if (answer === true) up();
      else if (answer === false && await isServerThere()) location.reload();
    }
    isTrying = false;
  };

  const down = () => {
    if (lostWith === null) tell();
    if (!isTrying) tryUntilBack();
  };

  setInterval(() => {
    if (lostWith !== null) tellHowLong();
    const said = clock()?.textContent;
    if (said === undefined) return;
    if (said !== lastSaid) {
      lastSaid = said;
      lastMove = performance.now();
      if (lostWith !== null && !isTrying) up();
    } else if (performance.now() - lastMove > STILL_MS) {
      stoodStill();
    }
  }, LOOK_MS);

  // The page was asleep, or the server is: say so at once, and heal as soon as the clock moves or the server forgot us.
  const stoodStill = async () => {
    if (lostWith === null) tell();
    if (performance.now() - lastMove < 5 * STILL_MS || isTrying || isLooking || performance.now() < lookAgainAt) return;
    isLooking = true;
    if (await isServerThere()) location.reload();
    lookAgainAt = performance.now() + LONGEST_DELAY_MS * (1 + Math.random()); // A server that struggles is not asked by all at once.
    isLooking = false;
  };

  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  window.addEventListener("online", () => wake());

  return { down, up, isServerThere, serverTimeoutMs: 20_000 };
}
