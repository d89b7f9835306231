import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import Plot from 'uplot';
import type { Finding, Summary } from '../../../server/src/summary/summary.ts';
import { useReport } from './context.ts';
import { Count } from './count.tsx';
import { moment } from './filter.ts';
import { bucketRange, chartData, outcomes } from './series.ts';
import { grouped } from './words.ts';

const height = 190;

/** Outcomes over time, stacked; dragging selects a range, a double click removes it. The table below says the same. */
export function Timeline({ timeline, findings }: { timeline: Summary['timeline']; findings: Finding[] }) {
  const { filter, setFilter } = useReport();
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const select = useRef((_from: number, _to: number) => {});
  select.current = (from, to) => {
    const range = bucketRange(timeline, from, to);
    if (range) setFilter({ ...filter, ...range });
  };
  const marks = useRef<number[]>([]);
  marks.current = findings.flatMap(({ since }) => (since ? [Date.parse(since) / 1000] : []));

  useEffect(() => {
    const target = element.current as HTMLDivElement;
    const make = () => {
      plot.current?.destroy();
      const options = optionsFor(target.clientWidth, timeline.stepSeconds, select, marks);
      plot.current = new Plot(options, chartData(timeline) as uPlot.AlignedData, target);
    };
    make();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: target.clientWidth, height }));
    resized.observe(target);
    const themed = new MutationObserver(make);
    themed.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [timeline.stepSeconds]);

  useEffect(() => plot.current?.setData(chartData(timeline) as uPlot.AlignedData), [timeline]);

  return (
    <>
      <div class="legend" aria-hidden="true">
        {outcomes.map((name) => (
          <span key={name} class={name}>
            {name}
          </span>
        ))}
        <span class="hint">Drag to select a range</span>
      </div>
      <div class="chart" ref={element} aria-hidden="true" />
      <Steps timeline={timeline} />
    </>
  );
}

/** The chart's numbers as a table, each step a filter: for keyboard and screen reader. */
function Steps({ timeline }: { timeline: Summary['timeline'] }) {
  const { filter, setFilter } = useReport();
  return (
    <details>
      <summary>As a table</summary>
      <div class="table short">
        <table>
          <caption class="hidden">Outcomes over time</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              {outcomes.map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {timeline.buckets.map((bucket) => (
              <tr key={bucket.start}>
                <th scope="row">
                  <button
                    type="button"
                    class="name"
                    title="Show only this step"
                    onClick={() => setFilter({ ...filter, ...bucketRange(timeline, at(bucket.start), at(bucket.start)) })}
                  >
                    {moment(bucket.start)}
                  </button>
                </th>
                {outcomes.map((name) => (
                  <td key={name} class="number">
                    <Count
                      value={bucket[name]}
                      of={{ kind: 'delivery', status: name, ...bucketRange(timeline, at(bucket.start), at(bucket.start)) }}
                      title={`${name}, ${moment(bucket.start)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const at = (time: string) => Date.parse(time) / 1000;

type Ref<T> = { current: T };

function optionsFor(width: number, step: number, select: Ref<(from: number, to: number) => void>, marks: Ref<number[]>): uPlot.Options {
  const quiet = colour('--quiet');
  const axis = { stroke: quiet, font: `11px ${colour('--font')}`, ticks: { show: false } };
  const bars = Plot.paths.bars?.({ size: [0.9, 240], align: 1 });
  const series = [...outcomes].reverse().map(
    (name): uPlot.Series => ({
      label: name,
      fill: colour(`--${name}`),
      width: 0,
      points: { show: false },
      ...(bars && { paths: bars }),
    }),
  );
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false, dist: 4 }, points: { show: false }, y: false },
    scales: { x: { time: true, range: (_plot, min, max) => [min, max + step] }, y: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.05)] } },
    axes: [
      { ...axis, grid: { show: false }, values: axisTimes },
      {
        ...axis,
        size: 44,
        grid: { stroke: colour('--grid'), width: 1 },
        values: (_plot, values) => values.map((value) => (Number.isInteger(value) ? grouped(value) : '')),
      },
    ],
    series: [{}, ...series],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide > 0) select.current(plot.posToVal(left, 'x'), plot.posToVal(left + wide, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      draw: [(plot) => drawMarks(plot, marks.current)],
    },
  };
}

/** 24-hour clock, the date where a day begins and at the left end. */
const axisTimes = [
  [86_400, '{YYYY}-{MM}-{DD}', null, null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{YYYY}-{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{YYYY}-{MM}-{DD}', null, null, null, 1],
] as unknown as uPlot.Axis.Values;

/** A dashed line where a finding begins. */
function drawMarks({ ctx, bbox, valToPos }: uPlot, times: number[]): void {
  ctx.save();
  ctx.strokeStyle = colour('--damage');
  ctx.setLineDash([4, 4]);
  for (const time of times) {
    const x = Math.round(valToPos(time, 'x', true));
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** The theme's colour behind a variable of the style sheet: a canvas knows no variables. */
function colour(name: string): string {
  return getComputedStyle(document.body).getPropertyValue(name).trim();
}
