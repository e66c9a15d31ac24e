// Draws the charts of the auditor's page from the tables beneath them, and puts a button beside ids that copies them.
// Without it nothing is missing but the pictures: an id is whole to whoever selects it.
(() => {
  "use strict";

  const POINTS = { total: "rect", linked: "circle" };
  const MOST_BARS = 30;

  const themed = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

  const read = (figure) => {
    const table = document.getElementById(figure.dataset.table);
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    if ("newestFirst" in figure.dataset) {
      rows.reverse();
    }
    const columns = heads.map((head, index) => ({ head, index })).filter(({ head }) => head.dataset.series);
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      series: columns.map(({ head, index }) => ({
        name: head.dataset.series,
        label: head.textContent.trim(),
        values: rows.map((row) => Number(row.cells[index].dataset.value)),
      })),
    };
  };

  // A single day is no line.
  const isWorthAPicture = (figure) =>
    figure.dataset.chart === "bar" || document.getElementById(figure.dataset.table).tBodies[0].rows.length > 1;

  const line = ({ name, label, values }) => ({
    label,
    data: values,
    series: name,
    borderWidth: 2,
    borderDash: name === "linked" ? [] : [6, 4],
    pointStyle: POINTS[name],
    pointRadius: 3,
    fill: false,
  });

  const bar = ({ name, label, values }) => ({
    label,
    data: values.slice(0, MOST_BARS),
    series: name,
    borderWidth: 1,
    maxBarThickness: 28,
  });

  const axis = (figure, isCount) => ({
    stacked: figure.dataset.chart === "bar",
    beginAtZero: true,
    ticks: isCount ? { precision: 0, maxRotation: 0 } : { maxRotation: 0, autoSkip: figure.dataset.chart === "line" },
    grid: { display: isCount },
  });

  const colour = ({ data, options }, figure) => {
    const text = themed(figure, "--magento-chart-text");
    const grid = themed(figure, "--magento-chart-grid");
    data.datasets.forEach((dataset) => {
      const own = themed(figure, `--magento-chart-${dataset.series}`);
      dataset.borderColor = figure.dataset.chart === "bar" ? themed(figure, "--magento-chart-surface") : own;
      dataset.backgroundColor = own;
      dataset.pointBackgroundColor = own;
      dataset.pointBorderColor = own;
    });
    options.plugins.legend.labels.color = text;
    Object.values(options.scales).forEach((scale) => {
      scale.ticks.color = text;
      scale.grid.color = grid;
    });
  };

  const draw = (figure) => {
    const data = read(figure);
    const isBar = figure.dataset.chart === "bar";
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", figure.dataset.label);
    figure.style.height = isBar ? `${Math.min(data.labels.length, MOST_BARS) * 2.75 + 5}rem` : "18rem";
    figure.append(canvas);
    const drawn = {
      type: isBar ? "bar" : "line",
      data: {
        labels: isBar ? data.labels.slice(0, MOST_BARS) : data.labels,
        datasets: data.series.map(isBar ? bar : line),
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        locale: document.documentElement.lang,
        indexAxis: isBar ? "y" : "x",
        interaction: { mode: "index", intersect: false, axis: isBar ? "y" : "x" },
        plugins: { legend: { position: "bottom", labels: { usePointStyle: !isBar } } },
        scales: { x: axis(figure, isBar), y: axis(figure, !isBar) },
      },
    };
    colour(drawn, figure);
    return { chart: new Chart(canvas, drawn), figure };
  };

  const start = () => {
    if (typeof Chart === "undefined") {
      return;
    }
    const charts = [...document.querySelectorAll("[data-chart]")].filter(isWorthAPicture).map(draw);
    const again = () => charts.forEach(({ chart, figure }) => {
      chart.resize();
      colour(chart, figure);
      chart.update("none");
    });
    new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["class"] });
    window.matchMedia("print").addEventListener("change", again);
  };

  const COPY = "M5 5V2.5h8.5V11H11M2.5 5H11v8.5H2.5Z";
  const COPIED = "M3 8.5 6.5 12 13 4.5";
  const SHOWN_FOR = 2000;

  const drawing = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "magento-audit-sign");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };

  // The clipboard of a page that came by plain http can be reached through a selection only.
  const copy = async (element) => {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(element.textContent);
      return;
    }
    window.getSelection().selectAllChildren(element);
    document.execCommand("copy");
  };

  const offerCopy = ({ copy: label, copied }, said) => (id) => {
    const text = id.querySelector("bdi");
    const button = document.createElement("button");
    const rest = () => button.replaceChildren(drawing(COPY));
    button.type = "button";
    button.className = "magento-audit-copy";
    button.setAttribute("aria-label", `${label} ${text.textContent}`);
    button.title = label;
    rest();
    button.addEventListener("click", async () => {
      await copy(text);
      button.replaceChildren(drawing(COPIED));
      said.textContent = copied;
      setTimeout(() => {
        rest();
        said.textContent = "";
      }, SHOWN_FOR);
    });
    id.append(button);
  };

  const offerCopies = (page) => {
    const said = document.createElement("p");
    said.className = "magento-audit-said";
    said.setAttribute("role", "status");
    page.append(said);
    page.querySelectorAll(".magento-audit-id").forEach(offerCopy(page.dataset, said));
  };

  document.querySelectorAll("[data-copy]").forEach(offerCopies);
  start();
})();
