// Draws the course of metrics: a value for each run, and a line where it moved to another level.

/* global uPlot */
const places = document.querySelectorAll("[data-trend]");
const dark = matchMedia("(prefers-color-scheme: dark)");
const height = 220;

for (const place of places) {
    draw(place);
}
dark.addEventListener("change", () => {
    for (const place of places) {
        place.replaceChildren();
        draw(place);
    }
});

async function draw(place) {
    const answer = await fetch(place.dataset.trend, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
        return;
    }
    const trend = await answer.json();
    const colours = getComputedStyle(document.documentElement);
    const line = colour(place, colours.getPropertyValue("--now"));
    const step = colour(place, colours.getPropertyValue("--rig"));
    const text = getComputedStyle(place).color;
    const axis = { stroke: text, grid: { stroke: faint(text), width: 1 }, ticks: { stroke: text, width: 1 } };
    const points = trend.points;
    const options = {
        width: place.clientWidth || place.parentElement.clientWidth - 2,
        height,
        legend: { show: false },
        cursor: { drag: { x: true, y: false } },
        scales: { x: { time: false }, y: { range: (_, low, high) => room(low, high) } },
        axes: [
            { ...axis, space: 90, incrs: [1, 2, 5, 10, 20, 50, 100], values: (_, ticks) => ticks.map(index => day(points[index])) },
            { ...axis, size: 70, values: (_, ticks) => ticks.map(amount) },
        ],
        series: [{}, { stroke: line, width: 2, points: { show: points.length < 80, size: 5 } }],
        hooks: { draw: [plot => steps(plot, trend.steps, step)] },
    };
    const plot = new uPlot(options, [points.map((_, index) => index), points.map(point => point.value)], place);
    new ResizeObserver(() => {
        if (place.clientWidth > 0 && place.clientWidth !== plot.width) {
            plot.setSize({ width: place.clientWidth, height });
        }
    }).observe(place);
}

function faint(rgb) {
    return rgb.replace(/^rgb\(/, "rgba(").replace(/\)$/, ", 0.15)");
}

// light-dark(…) as the colour that it is now.
function colour(place, value) {
    place.style.color = value;
    const computed = getComputedStyle(place).color;
    place.style.color = "";
    return computed;
}

// A series that hardly moves is drawn as one that hardly moves.
function room(low, high) {
    const least = Math.max(Math.abs(high) * 0.02, Number.MIN_VALUE);
    const more = Math.max((high - low) * 0.1, (least - (high - low)) / 2);
    return [low - more, high + more];
}

function day(point) {
    return point ? new Date(point.started).toISOString().slice(0, 10) : "";
}

function amount(value) {
    return Math.abs(value) >= 10000 ? value.toExponential(2) : String(Number(value.toPrecision(5)));
}

function steps(plot, all, stroke) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = stroke;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const step of all) {
        const x = plot.valToPos(step.index - 0.5, "x", true);
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
    }
    ctx.restore();
}
