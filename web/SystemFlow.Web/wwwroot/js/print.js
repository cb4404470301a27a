// A sheet of paper outlives its figures: it says when it was printed and where from. The figures' own clock stands beside it.
export function stampPrints() {
  const stamp = () => {
    const place = document.getElementById("flow-printed");
    if (place) place.textContent = `Printed ${ukMoment(new Date())}, from ${location.href}`;
  };
  addEventListener("beforeprint", stamp);
  matchMedia("print").addEventListener("change", stamp);
}

// 27 November 2026, 7:30pm
function ukMoment(at) {
  const zone = { timeZone: "Europe/London" };
  const date = new Intl.DateTimeFormat("en-GB", { ...zone, day: "numeric", month: "long", year: "numeric" }).format(at);
  const part = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { ...zone, hour: "numeric", minute: "2-digit", hour12: true })
    .formatToParts(at).map(({ type, value }) => [type, value]));
  return `${date}, ${part.hour}:${part.minute}${part.dayPeriod.replace(/[ .]/g, "").toLowerCase()}`;
}
