// The light in the diagram, as diagram.py and connections.py put it there.

// Plotly would take 40 ms to draw the diagram again. What it drew is changed by hand, and so are the numbers
// behind it; it draws all of it itself when the server's numbers are there.
function paintDiagram(network, trace) {
  const chart = document.querySelector(".st-key-network .js-plotly-plot");
  const scatters = chart?.data.filter(({ type }) => type === "scatter") ?? [];
  const drawn = [...(chart?.querySelectorAll(".scatterlayer > .trace") ?? [])];
  const named = (name) => {
    const index = scatters.findIndex((one) => one.name === name);
    return [scatters[index], drawn[index]];
  };
  const layers = network.layers.map((_, number) => named(layerName(network, number)));
  const isDrawn = layers.every(([trace, points], number) => points && trace.x.length === network.layers[number].biases.length);
  if (!isDrawn) return; // it is about to be
  chart.netcoreIsLive = true;
  const halos = named("halo")[1].querySelectorAll(".point");
  const [titles, titlesDrawn] = named("titles");
  const scales = titlesDrawn.querySelectorAll("text");
  let halo = 0;
  network.layers.forEach(({ biases }, number) => {
    const [neurons, neuronsDrawn] = layers[number];
    const activations = trace?.activations[number + 1];
    const brightest = activations ? Math.max(...activations) : 0;
    neurons.customdata = Array.from(biases, (bias, neuron) => [
      activations?.[neuron] ?? null,
      trace?.weightedSums[number][neuron] ?? null,
      bias,
    ]);
    neuronsDrawn.querySelectorAll(".point").forEach((point, neuron) => {
      const light = activations ? activations[neuron] / Math.max(1, brightest) : 0;
      const colour = shine(light);
      point.style.fill = colour;
      point.style.stroke = light < 0.25 ? latest.live.faint : colour;
      const { style } = halos[halo++];
      style.fill = colour;
      style.opacity = light;
    });
    const { words, decimals } = titles.meta;
    const scale = scales[2 * number + 3]; // behind the input's title and the hint
    scale.textContent = brightest > 1 ? words.replace("{}", brightest.toFixed(decimals)) : "\u00a0";
  });
  named("digits")[1].querySelectorAll("text").forEach((text, digit) => {
    text.lastElementChild.textContent = trace ? trace.activations.at(-1)[digit].toFixed(2) : "\u00a0";
  });
  const input = chart.data.find(({ name }) => name === "input");
  const pixels = trace?.activations[0] ?? new Float32Array(SIDE * SIDE);
  input.customdata = Array.from(pixels, (pixel) => [pixel, null, null]);
  paintInput(chart);
  paintConnections(chart, network, trace, scatters);
}

function layerName(network, number) {
  return number === network.layers.length - 1 ? "output" : `hidden ${number + 1}`;
}

function shine(light) {
  return latest.light[Math.round(clamp(light, 0, 1) * (latest.light.length - 1))];
}

// The input neurons lie as a picture of ours over Plotly's, which takes its time to make a new one. From the
// first stroke on it stays, and follows the chart.
function paintInput(chart) {
  const image = chart.querySelector(".heatmaplayer image");
  const input = chart.data.find(({ name }) => name === "input");
  if (!image || !input) return;
  if (!chart.netcoreField) {
    chart.netcoreField = document.createElement("canvas");
    chart.on("plotly_afterplot", () => attempt(() => paintInput(chart)));
  }
  const field = chart.netcoreField;
  if (!field.isConnected) chart.querySelector(".svg-container > .main-svg").after(field);
  const { xaxis, yaxis } = chart._fullLayout;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(image.getAttribute(name)));
  Object.assign(field, { width, height }); // which also clears it
  field.style.cssText = `position: absolute; left: ${xaxis._offset + x}px; top: ${yaxis._offset + y}px; pointer-events: none`;
  image.style.visibility = "hidden";
  const context = field.getContext("2d");
  input.customdata.forEach(([pixel], index) => {
    const [left, right] = edgesOf(index % SIDE, width);
    const [top, bottom] = edgesOf(Math.floor(index / SIDE), height);
    const colour = shine(pixel);
    context.fillStyle = colour === latest.light[0] ? latest.live.cell : colour;
    context.fillRect(left, top, right - left, bottom - top);
  });
}

// Where a cell begins and ends, a pixel before the next.
function edgesOf(cell, length) {
  return [Math.round((cell * length) / SIDE), Math.round(((cell + 1) * length) / SIDE) - 1];
}

function paintConnections(chart, network, trace, scatters) {
  const { strengths, restStrength, radii } = latest.live;
  const paths = [...chart.querySelectorAll(".shapelayer path")].slice(0, 2 * strengths.length);
  // What carried most to a neuron that is looked into takes a while to find: it follows from the server.
  const isLookedInto = scatters.find(({ name }) => name === "focus").x.length > 0;
  for (const path of paths) path.style.opacity = isLookedInto ? 0.25 : 1;
  if (isLookedInto) return;
  const { xaxis, yaxis } = chart._fullLayout;
  const ends = network.layers.map((_, number) => scatters.find(({ name }) => name === layerName(network, number)));
  const steps = strengths.map((strength, level) => (level ? (strength + strengths[level - 1]) / 2 : strength / 2));
  const lines = paths.map(() => "");
  network.layers.forEach(({ weights, biases }, number) => {
    if (!trace && !number) return;
    const inputs = weights.length / biases.length;
    const active = trace?.activations[number];
    const push = active ? new Float32Array(weights.length) : weights;
    let full = 1e-9;
    for (let index = 0; index < push.length; index++) {
      if (active) push[index] = weights[index] * active[index % inputs];
      full = Math.max(full, Math.abs(push[index]));
    }
    if (!active) full /= restStrength;
    for (const index of strongest(push, biases.length, number)) {
      const level = steps.findLastIndex((step) => Math.abs(push[index]) / full >= step);
      if (level < 0) continue;
      const [sender, receiver] = [index % inputs, Math.floor(index / inputs)];
      const before = ends[number - 1];
      const from = before ? [before.x[sender], before.y[sender]] : [sender % SIDE, Math.floor(sender / SIDE)];
      const to = [ends[number].x[receiver], ends[number].y[receiver]];
      const along = [to[0] - from[0], to[1] - from[1]];
      const length = Math.hypot(...along);
      const at = ([x, y], radius) => {
        const across = xaxis._offset + xaxis.d2p(x + (along[0] / length) * radius);
        return `${across.toFixed(2)},${(yaxis._offset + yaxis.d2p(y + (along[1] / length) * radius)).toFixed(2)}`;
      };
      lines[2 * level + (push[index] < 0)] += `M${at(from, radii[number])}L${at(to, -radii[number + 1])}`;
    }
  });
  paths.forEach((path, index) => path.setAttribute("d", lines[index] || "M0,0"));
}

// Which connections are drawn between two layers, as `_strongest` chooses them.
function strongest(push, neurons, number) {
  const { allConnections, inputConnections, connections } = latest.live;
  if (push.length <= allConnections) return push.keys();
  const inputs = push.length / neurons;
  const most = number ? connections : inputConnections;
  const each = clamp(Math.floor(most / neurons), 1, inputs);
  const byPush = (one, other) => Math.abs(push[other]) - Math.abs(push[one]);
  const chosen = [];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const best = []; // the indices of this neuron's strongest, the strongest first
    for (let index = neuron * inputs; index < (neuron + 1) * inputs; index++) {
      if (best.length === each && byPush(index, best[each - 1]) >= 0) continue;
      const place = best.findIndex((one) => byPush(index, one) < 0);
      best.splice(place < 0 ? best.length : place, 0, index);
      best.length = Math.min(best.length, each);
    }
    chosen.push(...best);
  }
  return chosen.length > most ? chosen.sort(byPush).slice(0, most) : chosen;
}
