const state = (window.__maps ??= { views: new Map(), pictures: new Map(), known: new WeakSet() });

function hasWebgl2() {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch { return false; }
}

// The last picture of a map covers its successor until that one is painted.
const nameOf = (chart) => chart.closest("[class*='st-key-']")?.className.match(/st-key-[^ ]+/)?.[0];

function cover(chart) {
  chart.dataset.covered = "yes";
  const picture = state.pictures.get(nameOf(chart));
  if (!picture || Math.abs(chart.clientWidth - picture.width) > 1) return;
  chart.style.position = "relative";
  chart.append(picture.canvas);
  setTimeout(() => uncover(chart), 4000);
}

function uncover(chart) {
  chart.querySelector(":scope > .map-cover")?.remove();
}

function photograph(map, chart) {
  const source = map.getCanvas();
  const canvas = document.createElement("canvas");
  canvas.className = "map-cover";
  canvas.width = source.width;
  canvas.height = source.height;
  const { clientWidth: width, clientHeight: height } = source;
  canvas.style.cssText = `position:absolute;top:0;left:0;width:${width}px;height:${height}px;pointer-events:none`;
  canvas.getContext("2d").drawImage(source, 0, 0);
  state.pictures.set(nameOf(chart), { canvas, width: chart.clientWidth });
}

function follow(plot) {
  const chart = plot.closest(".stPlotlyChart");
  const layout = plot._fullLayout?.map;
  const map = layout?._subplot?.map;
  if (plot._fullLayout && !layout) uncover(chart);
  if (!map || state.known.has(map)) return;
  state.known.add(map);
  const name = layout.uirevision;
  let touched = false;
  chart.addEventListener("pointerdown", () => { touched = true; }, { capture: true });
  const first = { center: { ...layout.center }, zoom: layout.zoom };
  // True when the map already shows the kept view; else moves it there.
  const restored = () => {
    const saved = state.views.get(name);
    const { lng, lat } = map.getCenter();
    if (!saved || Math.abs(lng - saved.lon) + Math.abs(lat - saved.lat) + Math.abs(map.getZoom() - saved.zoom) < 1e-6) return true;
    for (const place of [plot._fullLayout.map, plot._fullLayout.map._input, plot.layout.map]) {
      if (place) { place.center = { lon: saved.lon, lat: saved.lat }; place.zoom = saved.zoom; }
    }
    map.jumpTo({ center: [saved.lon, saved.lat], zoom: saved.zoom });
    return false;
  };
  restored();
  map.on("idle", () => {
    if (!map.getStyle()?.layers.some((layer) => layer.id.startsWith("plotly-trace"))) return;
    // plotly may draw twice while it starts, the second time from the figure's view.
    // What moves once the reader has touched the chart is the reader's own doing.
    if (!touched && !restored()) return;
    // The button "Vue initiale" must lead to the figure's own view.
    Object.assign(layout._subplot.viewInitial ?? {}, first);
    photograph(map, chart);
    uncover(chart);
  });
  // The reader's own moves and the buttons; moves of plotly itself are not kept.
  plot.on("plotly_relayout", () => {
    const { lng, lat } = map.getCenter();
    state.views.set(name, { lon: lng, lat, zoom: map.getZoom() });
  });
}

export default function ({ data, setStateValue }) {
  document.documentElement.lang = "fr";
  if (!state.timer) {
    state.timer = setInterval(() => document.querySelectorAll(".js-plotly-plot").forEach(follow), 30);
    new MutationObserver(() => {
      document.querySelectorAll(".stPlotlyChart:not([data-covered])").forEach(cover);
    }).observe(document.body, { childList: true, subtree: true });
  }
  state.webgl2 ??= hasWebgl2();
  if (data.known !== state.webgl2) {
    document.cookie = `${data.cookie}=${Number(state.webgl2)}; path=/; SameSite=Strict`;
    setStateValue("webgl2", state.webgl2);
  }
}
