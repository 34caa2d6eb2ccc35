"use strict";
(function () {
  const runs = JSON.parse(document.getElementById("curves-data").textContent);
  const root = document.documentElement;
  const color = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const runColor = (run) => () => color("--run-" + run.number);
  const several = runs.length > 1;
  const drawn = runs.filter((run) => run.epochs.length > 0);
  const charts = [];

  const percent = (u, values) => values.map((v) => (v === null ? "" : +(100 * v).toPrecision(6) + " %"));
  const plain = (u, values) => values.map((v) => (v === null ? "" : String(+v.toPrecision(6))));

  /** Lines at the places of the marks, each with its number above. */
  function drawMarks(u) {
    const context = u.ctx;
    const ratio = window.devicePixelRatio || 1;
    context.save();
    context.font = 11 * ratio + "px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "bottom";
    let lastX = -Infinity;
    let level = 0;
    const marks = drawn.flatMap((run) => run.marks.map((mark) => ({ run, mark })));
    marks.sort((a, b) => a.mark.epoch - b.mark.epoch || a.mark.number - b.mark.number);
    for (const { run, mark } of marks) {
      const x = Math.round(u.valToPos(mark.epoch, "x", true));
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) {
        continue;
      }
      level = x - lastX < 16 * ratio ? (level + 1) % 3 : 0;
      lastX = x;
      const top = u.bbox.top - level * 12 * ratio;
      context.strokeStyle = context.fillStyle = color("--run-" + run.number);
      context.lineWidth = ratio;
      context.setLineDash([3 * ratio, 3 * ratio]);
      context.beginPath();
      context.moveTo(x + 0.5, u.bbox.top);
      context.lineTo(x + 0.5, u.bbox.top + u.bbox.height);
      context.stroke();
      context.fillText(String(mark.number), x, top - 2 * ratio);
    }
    context.restore();
  }

  const lineStyle = (dash) => (!dash ? "solid" : dash[0] < 4 ? "dotted" : "dashed");

  /** Draws curves, each a value { label, run, x, y, dash, width }. */
  function chart(id, curves, settings) {
    const place = document.getElementById(id);
    const size = () => ({ width: Math.max(240, place.clientWidth), height: settings.height });
    const last = Math.max(...drawn.map((run) => run.epochs[run.epochs.length - 1]));
    const axis = (label, values) => ({
      label,
      labelSize: 20,
      size: label === "epoch" ? 36 : 64,
      stroke: () => color("--quiet"),
      grid: { stroke: () => color("--grid"), width: 1 },
      ticks: { stroke: () => color("--line"), width: 1 },
      values,
    });
    const options = {
      ...size(),
      padding: [42, 12, 0, 0],
      cursor: { sync: { key: "epochs" }, drag: { x: true, y: false } },
      scales: { x: { time: false, range: (u, min, max) => (min === max ? [0, last] : [min, max]) }, y: settings.scale },
      axes: [axis("epoch", (u, values) => values.map((v) => String(+v.toPrecision(6)))), axis(settings.label, settings.values)],
      series: [
        { label: "epoch", value: (u, v) => (v === null || v === undefined ? "–" : String(+v.toPrecision(6))) },
        ...curves.map((curve) => ({
          label: several ? curve.run.name + ": " + curve.label : curve.label,
          stroke: runColor(curve.run),
          width: curve.width || 2,
          dash: curve.dash,
          spanGaps: true,
          paths: curve.paths,
          points: { show: curve.x.length < 40 && !curve.paths && !curve.bare, size: 5 },
          value: (u, v) => (v === null || v === undefined ? "–" : settings.value(v)),
        })),
      ],
      legend: { markers: { width: 3, dash: (u, i) => lineStyle(u.series[i].dash) } },
      hooks: { draw: [drawMarks] },
    };
    const data = uPlot.join(curves.map((curve) => [curve.x, curve.y])).map((values) => Array.from(values));
    if (data[0][0] > 0) {
      data[0].unshift(0);
      data.slice(1).forEach((values) => values.unshift(null));
    }
    const lastMark = Math.max(...drawn.flatMap((run) => run.marks.map((mark) => mark.epoch)), 0);
    if (lastMark > data[0][data[0].length - 1]) {
      data[0].push(lastMark);
      data.slice(1).forEach((values) => values.push(null));
    }
    const plot = new uPlot(options, data, place);
    charts.push(plot);
    // Within the observer's call another size would be one more to observe, of which browsers complain.
    const fit = () => plot.width !== size().width && plot.setSize(size());
    new ResizeObserver(() => requestAnimationFrame(fit)).observe(place);
  }

  const logged = (run, label, y) =>
    run.logPlaces.length === 0 ? [] : [{ run, label: label + ", every few steps", x: run.logPlaces, y, width: 0.75, bare: true }];
  const curve = (run, label, y, more) => ({ run, label, x: run.epochs, y, ...more });
  const fromZero = { range: (u, min, max) => [0, max > 0 ? max * 1.05 : 1] };

  const power = (exponent) => Number("1e" + exponent);
  /** Whole powers of ten around the values, at least one apart. */
  function decades(u, min, max) {
    if (!(min > 0)) {
      return [0.001, 1];
    }
    const low = Math.floor(Math.log10(min));
    const high = Math.ceil(Math.log10(max));
    return [power(low), power(Math.max(high, low + 1))];
  }

  chart(
    "error-chart",
    drawn.flatMap((run) => [
      ...logged(run, "training error", run.logError),
      curve(run, "training error", run.trainingError, { dash: [8, 4] }),
      curve(run, "validation top-1", run.top1),
      curve(run, "validation top-5", run.top5, { dash: [2, 3] }),
    ]),
    { height: 360, label: "error", scale: fromZero, values: percent, value: (v) => (100 * v).toFixed(2) + " %" },
  );
  chart(
    "loss-chart",
    drawn.flatMap((run) => [
      ...logged(run, "training loss", run.logLoss),
      curve(run, "training loss", run.trainingLoss, { dash: [8, 4] }),
      curve(run, "validation loss", run.validationLoss),
    ]),
    { height: 300, label: "loss in nats", scale: fromZero, values: plain, value: (v) => v.toFixed(4) },
  );
  chart(
    "rate-chart",
    drawn.map((run) => ({
      run,
      label: "learning rate",
      x: [0, ...run.epochs],
      y: [run.learningRate[0], ...run.learningRate].map((rate) => (rate > 0 ? rate : null)),
      paths: uPlot.paths.stepped({ align: -1 }),
    })),
    {
      height: 240,
      label: "learning rate",
      scale: { distr: 3, range: decades },
      values: plain,
      value: (v) => String(+v.toPrecision(6)),
    },
  );

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((plot) => plot.redraw()));
})();
