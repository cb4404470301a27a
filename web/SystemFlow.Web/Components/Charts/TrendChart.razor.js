// A trend with its comparison, plan, target and limits; and the picture of it as a file, made here and sent nowhere.
import ApexCharts from "../../lib/apexcharts/apexcharts.esm.js";

const uk = options => new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", ...options });
const axis = {
  time: uk({ hour: "2-digit", minute: "2-digit" }),
  day: uk({ day: "numeric", month: "short" }),
  month: uk({ month: "short", year: "numeric" }),
};
const moments = {
  time: uk({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
  day: uk({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }),
  month: uk({ month: "long", year: "numeric" }),
};
const say = (value, unit) => value == null ? "No data" : `${Number(value.toFixed(2)).toLocaleString("en-GB")}${unit === "Percent" ? "%" : ""}`;

const strokes = {
  value: { color: "#005eb8", width: 2.5, dash: 0, curve: "straight" },
  plotted: { color: "#4c6272", width: 1.5, dash: 0, curve: "straight" },
  earlier: { color: "#4c6272", width: 2, dash: 6, curve: "straight" },
  plan: { color: "#330072", width: 2.5, dash: 0, curve: "stepline" },
  target: { color: "#de1b1b", width: 2, dash: 8, curve: "straight" },
  mean: { color: "#212b32", width: 1.5, dash: 0, curve: "straight" },
  limit: { color: "#4c6272", width: 1.5, dash: 3, curve: "straight" },
};

// Told apart by shape and by a dark edge: the blue alone is too pale on white.
const marks = {
  commoncause: { shape: "circle", size: 4, fillColor: "#a6a6a6", strokeColor: "#4c6272" },
  improvement: { shape: "triangle", size: 6, fillColor: "#00b0f0", strokeColor: "#212b32" },
  concern: { shape: "diamond", size: 7, fillColor: "#e46c0a", strokeColor: "#212b32" },
  neutral: { shape: "square", size: 5, fillColor: "#490092", strokeColor: "#212b32" },
};

const styleOf = (drawing, stroke) => strokes[stroke.kind === "value" && drawing.marks ? "plotted" : stroke.kind];

// A point between two gaps has no line to be seen by.
function alone(drawing) {
  return drawing.strokes.flatMap((stroke, seriesIndex) => stroke.kind === "mean" || stroke.kind === "limit" ? [] :
    stroke.values.flatMap((value, dataPointIndex) =>
      value == null || stroke.values[dataPointIndex - 1] != null || stroke.values[dataPointIndex + 1] != null ? [] :
        [{ seriesIndex, dataPointIndex, size: 4, shape: "circle", fillColor: styleOf(drawing, stroke).color, strokeColor: "#ffffff" }]));
}

function discrete(drawing) {
  const seriesIndex = drawing.strokes.findIndex(stroke => stroke.kind === "value");
  if (!drawing.marks || seriesIndex < 0) return alone(drawing);
  return drawing.marks.flatMap((mark, dataPointIndex) => mark ? [{ seriesIndex, dataPointIndex, ...marks[mark] }] : []);
}

// Ticks on whole hours and days, as far as the number of points allows.
function ticks(drawing, narrow) {
  const spans = drawing.times.length - (drawing.isStepped ? 0 : 1);
  const wanted = narrow ? [4, 3, 5, 2] : [8, 7, 10, 6, 9, 5];
  return wanted.find(count => spans % count === 0) ?? wanted[0];
}

// To the right of the last point: the step that it stands for, or half a mark.
function room(drawing) {
  const step = drawing.times.length > 1 ? drawing.times.at(-1) - drawing.times.at(-2) : 0;
  return drawing.isStepped ? step : drawing.marks ? step / 2 : 0;
}

function options(drawing) {
  const styles = drawing.strokes.map(stroke => styleOf(drawing, stroke));
  const narrow = matchMedia("(max-width: 640px)").matches;
  return {
    chart: { type: "line", height: narrow ? 280 : 380, animations: { enabled: false }, toolbar: { show: false }, zoom: { enabled: false }, fontFamily: "Arial, sans-serif" },
    series: drawing.strokes.map(stroke => ({ name: stroke.name, data: drawing.times.map((at, index) => [at, stroke.values[index]]) })),
    colors: styles.map(style => style.color),
    stroke: { width: styles.map(style => style.width), dashArray: styles.map(style => style.dash), curve: styles.map(style => style.curve) },
    markers: { size: 0, strokeWidth: 1.5, hover: { size: 4 }, discrete: discrete(drawing) },
    legend: { show: false },
    grid: { borderColor: "#d8dde0", padding: { left: 8, right: 16, top: -10 } },
    xaxis: {
      type: "numeric",
      tickAmount: ticks(drawing, narrow),
      min: drawing.times[0],
      max: drawing.times.at(-1) + room(drawing),
      tooltip: { enabled: false },
      labels: { style: { colors: "#4c6272", fontSize: "14px" }, formatter: at => axis[drawing.step].format(at), rotate: 0, hideOverlappingLabels: true },
    },
    yaxis: { forceNiceScale: true, labels: { style: { colors: "#4c6272", fontSize: "14px" }, formatter: value => say(value, drawing.unit) } },
    tooltip: { shared: true, intersect: false, x: { formatter: at => moments[drawing.step].format(at) }, y: { formatter: value => say(value, drawing.unit) } },
  };
}

// The drawn lines as an image. What is not SVG in it would make the canvas unreadable; where the mouse is, is nobody's concern.
function picture(element) {
  const drawn = element.querySelector("svg");
  const copy = drawn.cloneNode(true);
  copy.querySelectorAll("foreignObject, .apexcharts-xcrosshairs, .apexcharts-ycrosshairs").forEach(part => part.remove());
  const { width, height } = drawn.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve({ image, width, height });
    image.onerror = () => reject(new Error("The chart could not be made into a picture."));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  });
}

const corners = {
  triangle: [[0, -6], [6, 5], [-6, 5]],
  diamond: [[0, -6], [6, 0], [0, 6], [-6, 0]],
  square: [[-5, -5], [5, -5], [5, 5], [-5, 5]],
};

function shape(context, mark, x, y) {
  context.setLineDash([]);
  context.lineWidth = 1.5;
  context.strokeStyle = mark.strokeColor;
  context.fillStyle = mark.fillColor;
  context.beginPath();
  if (mark.shape === "circle") context.arc(x, y, mark.size, 0, 2 * Math.PI);
  for (const [across, down] of corners[mark.shape] ?? []) context.lineTo(x + across, y + down);
  context.closePath();
  context.fill();
  context.stroke();
}

function legend(context, drawing, width, top) {
  let [x, y] = [16, top];
  context.font = "14px Arial, sans-serif";
  for (const stroke of drawing.strokes.filter(stroke => stroke.name !== "Lower limit")) {
    const style = styleOf(drawing, stroke);
    const name = stroke.kind === "limit" ? "Limits of ordinary variation" : stroke.name;
    const wide = 40 + context.measureText(name).width + 24;
    if (x > 16 && x + wide > width - 16) [x, y] = [16, y + 22];
    context.strokeStyle = style.color;
    context.lineWidth = style.width;
    context.setLineDash(style.dash ? [style.dash, style.dash] : []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 32, y);
    context.stroke();
    context.fillStyle = "#212b32";
    context.fillText(name, x + 40, y + 5);
    x += wide;
  }
  for (const mark of drawing.markNames) {
    const wide = 22 + context.measureText(mark.name).width + 24;
    if (x > 16 && x + wide > width - 16) [x, y] = [16, y + 22];
    shape(context, marks[mark.kind], x + 7, y);
    context.fillStyle = "#212b32";
    context.fillText(mark.name, x + 22, y + 5);
    x += wide;
  }
  return y + 20;
}

async function download(element, drawing) {
  const { image, width, height } = await picture(element);
  const scale = 2;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const below = legend(context, drawing, width, 84);
  canvas.width = width * scale;
  canvas.height = (below + height + 34) * scale;
  context.scale(scale, scale);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, below + height + 34);
  context.fillStyle = "#212b32";
  context.font = "bold 20px Arial, sans-serif";
  context.fillText(drawing.title, 16, 32);
  context.fillStyle = "#4c6272";
  context.font = "14px Arial, sans-serif";
  context.fillText(drawing.subtitle, 16, 56);
  legend(context, drawing, width, 84);
  context.setLineDash([]);
  context.drawImage(image, 0, below, width, height);
  context.fillStyle = "#4c6272";
  context.font = "13px Arial, sans-serif";
  context.fillText(drawing.note, 16, below + height + 20);
  const blob = await new Promise(resolve => canvas.toBlob(resolve, "image/png"));
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: address, download: drawing.fileName }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function create(element, drawing) {
  const chart = new ApexCharts(element, options(drawing));
  const button = element.closest("figure").querySelector("[data-flow-png]");
  const press = () => download(element, drawing);
  button.addEventListener("click", press);
  chart.render();
  return {
    update: next => {
      drawing = next;
      return chart.updateOptions(options(next), false, false);
    },
    destroy: () => {
      button.removeEventListener("click", press);
      chart.destroy();
    },
  };
}
