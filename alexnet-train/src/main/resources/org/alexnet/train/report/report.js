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
  /** A number in few characters, with a power of ten where it would be long. */
  function short(v) {
    const rounded = +v.toPrecision(6);
    const size = Math.abs(rounded);
    return size !== 0 && (size >= 1e5 || size < 1e-3) ? rounded.toExponential().replace("e+", "e") : String(rounded);
  }
  const plain = (u, values) => values.map((v) => (v === null ? "" : short(v)));

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
    const axis = (label, values, more) => ({
      ...more,
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
      axes: [axis("epoch", (u, values) => values.map((v) => String(+v.toPrecision(6)))), axis(settings.label, settings.values, settings.axis)],
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
          value: (u, v, series, i) => (i === null || v === null || v === undefined ? "–" : settings.value(whole[series][i])),
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
    const whole = data;
    const drawable = (v) => (v === null || v === undefined ? v : settings.plotted(v));
    const plotted = settings.plotted ? data.map((values, i) => (i === 0 ? values : values.map(drawable))) : data;
    const plot = new uPlot(options, plotted, place);
    charts.push(plot);
    // Within the observer's call another size would be one more to observe, of which browsers complain.
    const fit = () => plot.width !== size().width && plot.setSize(size());
    new ResizeObserver(() => requestAnimationFrame(fit)).observe(place);
  }

  const logged = (run, label, y) =>
    run.logPlaces.length === 0 ? [] : [{ run, label: label + ", every few steps", x: run.logPlaces, y, width: 0.75, bare: true }];
  const curve = (run, label, y, more) => ({ run, label, x: run.epochs, y, ...more });
  const fromZero = { range: (u, min, max) => [0, max > 0 ? max * 1.05 : 1] };

  /** Settings of an axis where a value lies at its decimal logarithm; whole powers of ten are its ends. */
  const logarithmic = {
    plotted: Math.log10,
    scale: {
      range(u, min, max) {
        const low = min === null ? -3 : Math.floor(min);
        return [low, max === null ? 0 : Math.max(Math.ceil(max), low + 1)];
      },
    },
    axis: {
      /** Powers of ten, as many as there is room for; of few also 2 and 5 times them. */
      splits(u, axis, low, high) {
        const room = u.bbox.height / (20 * (window.devicePixelRatio || 1));
        const step = Math.max(1, Math.ceil((high - low) / Math.max(1, room)));
        const ticks = [];
        for (let exponent = Math.ceil(low / step) * step; exponent <= high; exponent += step) {
          ticks.push(...(high - low > 2 ? [0] : [0, Math.log10(2), Math.log10(5)]).map((more) => exponent + more));
        }
        return ticks.filter((tick) => tick <= high);
      },
    },
    values: (u, values) => values.map((v) => short(Number.isInteger(v) ? Number("1e" + v) : +Math.pow(10, v).toPrecision(1))),
  };

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
  const lossAxis = document.getElementById("loss-chart").dataset;
  const end = lossAxis.axis === "CUT" ? +lossAxis.end : 0;
  const isLogarithmic = lossAxis.axis === "LOGARITHMIC";
  const losses = (values) => (isLogarithmic ? values.map((v) => (v > 0 ? v : null)) : values);
  // No canvas draws what lies millions of its heights above it.
  const cut = { scale: { range: () => [0, end] }, values: plain, plotted: (v) => Math.min(v, 2 * end) };
  chart(
    "loss-chart",
    drawn.flatMap((run) => [
      ...logged(run, "training loss", losses(run.logLoss)),
      curve(run, "training loss", losses(run.trainingLoss), { dash: [8, 4] }),
      curve(run, "validation loss", losses(run.validationLoss)),
    ]),
    {
      height: 300,
      label: "loss in nats",
      ...(isLogarithmic ? logarithmic : end ? cut : { scale: fromZero, values: plain }),
      value: (v) => (v < 1e5 ? v.toFixed(4) : short(v)),
    },
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
      ...logarithmic,
      value: (v) => String(+v.toPrecision(6)),
    },
  );

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((plot) => plot.redraw()));
})();
