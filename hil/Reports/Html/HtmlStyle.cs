// How the report looks.

namespace RustKernel.Hil.Reports.Html;

/// <summary>One style sheet for light and dark, wide and narrow. It needs no script, no font and no other file.</summary>
internal static class HtmlStyle
{
    /// <summary>The style sheet.</summary>
    public const string Sheet = """
        :root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --quiet: #5c6773; --line: #d8dee4; --panel: #f6f8fa;
          --good: #116329; --good-fill: #2da44e; --bad: #b3161b; --bad-fill: #d1242f; --odd: #7d4e00; --odd-fill: #bf8700; --mark: #0550ae; --bar: #54aeff; }
        @media (prefers-color-scheme: dark) { :root { --paper: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --line: #30363d; --panel: #161b22;
          --good: #3fb950; --good-fill: #238636; --bad: #ff7b72; --bad-fill: #da3633; --odd: #e3b341; --odd-fill: #9e6a03; --mark: #79c0ff; --bar: #1f6feb; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2.5rem) 3rem; max-width: 84rem; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.35rem; margin: .25rem 0; } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
        a { color: var(--mark); } code, pre, .mono { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .87em; }
        .quiet { color: var(--quiet); } .good { color: var(--good); } .bad { color: var(--bad); } .odd { color: var(--odd); }
        .badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; color: #fff; font-weight: 600; font-size: .85em; white-space: nowrap; }
        .badge.good { background: var(--good-fill); } .badge.bad { background: var(--bad-fill); } .badge.odd { background: var(--odd-fill); }
        .reason { overflow-wrap: anywhere; margin: .35rem 0; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .6rem .25rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
        th { color: var(--quiet); font-weight: 600; font-size: .87em; } td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } td.w { overflow-wrap: anywhere; min-width: 9rem; }
        th.n { text-align: right; } .tests td.w { white-space: pre-wrap; } .many { max-height: 26rem; overflow: auto; border: 1px solid var(--line); border-radius: .4rem; padding: 0 .6rem; } .many th { position: sticky; top: 0; background: var(--paper); }
        details.long { border: 0; margin: 0; } details.long > summary, details.long[open] > summary { padding: 0; background: none; border: 0; color: var(--quiet); } .long { font-size: .87em; }
        details { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; background: var(--paper); } summary { cursor: pointer; padding: .5rem .8rem; background: var(--panel); border-radius: .5rem; overflow-wrap: anywhere; }
        details[open] > summary { border-bottom: 1px solid var(--line); border-radius: .5rem .5rem 0 0; } .inner { padding: .5rem .8rem 1rem; }
        .run > summary { font-weight: 600; }
        .evidence { margin: .4rem 0; padding: .6rem .8rem; background: var(--panel); border-left: 3px solid var(--odd-fill); overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
        .stages { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr 5.5rem; gap: .1rem .6rem; align-items: center; font-size: .9em; }
        .stages .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .stages .at { text-align: right; font-variant-numeric: tabular-nums; color: var(--quiet); white-space: nowrap; }
        .power { align-items: stretch; } .power svg { display: block; width: 100%; height: 7rem; background: var(--panel); border-radius: .2rem; } .power .scale { display: flex; flex-direction: column; justify-content: space-between; font-size: .8rem; }
        .power .path { fill: none; stroke: var(--mark); stroke-width: 1.5; vector-effect: non-scaling-stroke; } .power .area { fill: var(--bar); opacity: .25; } .power .grid { stroke: var(--line); vector-effect: non-scaling-stroke; }
        .power .act { stroke: var(--odd-fill); stroke-width: 1.5; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
        .track { position: relative; height: .8rem; background: var(--panel); border-radius: .2rem; overflow: hidden; } .track i { position: absolute; top: 0; bottom: 0; min-width: 2px; background: var(--bar); border-radius: .2rem; }
        .track i.good { background: var(--good-fill); } .track i.bad { background: var(--bad-fill); } .track i.odd { background: var(--odd-fill); }
        .console { max-height: 36rem; overflow: auto; background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem 0; font: .8rem/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        .console div { display: flex; padding: 0 .6rem; } .console div:hover { background: color-mix(in srgb, var(--mark) 12%, transparent); }
        .console b { font-weight: 400; color: var(--quiet); flex: 0 0 6.2rem; text-align: right; padding-right: .8rem; user-select: none; font-variant-numeric: tabular-nums; }
        .console span { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 0; } .console .stage span { color: var(--mark); } .console .quiet span { color: var(--quiet); }
        .console .good span { color: var(--good); } .console .bad span { color: var(--bad); font-weight: 600; } .console .odd span { color: var(--odd); }
        .console .gap { justify-content: center; color: var(--odd); padding: .5rem; border-block: 1px dashed var(--line); margin: .3rem 0; }
        .console .a1 { font-weight: 700; } .console .a31 { color: var(--bad); } .console .a32 { color: var(--good); } .console .a33 { color: var(--odd); } .console .a34, .console .a36 { color: var(--mark); } .console .a35 { color: #bf5af2; } .console .a90 { color: var(--quiet); }
        .trends { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: .8rem; } .trend { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .7rem; min-width: 0; }
        .trend .name { font-size: .87em; overflow-wrap: anywhere; } .trend .value { font-size: 1.05rem; font-weight: 600; } .trend svg { display: block; width: 100%; height: 4.5rem; }
        .trend .path { fill: none; stroke: var(--mark); stroke-width: 1.5; vector-effect: non-scaling-stroke; } .trend .dot { stroke: var(--mark); stroke-width: 5; stroke-linecap: round; vector-effect: non-scaling-stroke; }
        .trend .dot.bad { stroke: var(--bad-fill); } .trend .budget { stroke: var(--bad-fill); stroke-width: 1; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; } .trend .step { stroke: var(--odd-fill); stroke-width: 1.5; stroke-dasharray: 2 2; vector-effect: non-scaling-stroke; }
        .trend.flagged { border-color: var(--odd-fill); } .trend.broken { border-color: var(--bad-fill); }
        @media (max-width: 40rem) { .stages { grid-template-columns: minmax(5rem, 8rem) 1fr 4.5rem; gap: .1rem .4rem; } .console b { flex-basis: 4.6rem; padding-right: .5rem; } .console { font-size: .72rem; } th, td { padding-right: .4rem; }
          .stack, .stack tbody { display: block; } .stack tr { display: grid; align-items: baseline; border-bottom: 1px solid var(--line); padding: .2rem 0; } .stack tr:first-child { display: none; }
          .stack td { border: 0; padding-block: .05rem; overflow-wrap: anywhere; } .stack td.w { grid-column: 1 / -1; color: var(--quiet); } .stack td.w:empty { display: none; }
          .tests tr { grid-template-columns: 1fr 3rem 5rem; } .events tr { grid-template-columns: 5.5rem 1fr; } .events td.n { text-align: left; } .runs tr { grid-template-columns: 2.5rem 1fr auto 5rem; } }
        @media print { details { break-inside: avoid; } .console { max-height: none; } }
        """;
}
