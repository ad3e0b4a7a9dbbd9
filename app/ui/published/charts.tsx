import { type ReactNode, useId } from "react";

// Charts as plain SVG, drawn on the server: one colour, lengths and numbers carry the meaning. A
// table always stands beside.

export type Bar = { label: string; value: number | null; shown: string };

type Props = { title: string; description: string; bars: Bar[] };

const width = 360;
const ink = "var(--ink)";
const fill = "var(--chart)";

/**
 * Horizontal bars, each under its label, so that long labels fit a narrow screen. A hidden value
 * has no bar.
 */
export function BarChart({ title, description, bars }: Props) {
  const row = 46;
  const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  return (
    <Picture title={title} description={description} height={bars.length * row + 4}>
      {bars.map(({ label, value, shown }, at) => {
        const length = ((value ?? 0) / most) * (width - 64);
        return (
          <g key={label} transform={`translate(0 ${at * row})`}>
            <text x="0" y="15" fontSize="13" fill={ink}>
              {label}
            </text>
            <rect
              x="0"
              y="22"
              width={Math.max(length, 2)}
              height="16"
              rx="2"
              fill={value === null ? "none" : fill}
              stroke={fill}
              strokeDasharray={value === null ? "3 3" : undefined}
            />
            <text x={length + 8} y="35" fontSize="13" fontWeight="600" fill={ink}>
              {shown}
            </text>
          </g>
        );
      })}
    </Picture>
  );
}

export type PairedBar = { label: string; values: [PairedValue, PairedValue] };
type PairedValue = { value: number | null; shown: string };

/**
 * Two bars under each label, the first plain and the second hatched, so that they differ without
 * colour too.
 */
export function PairedBarChart({
  title,
  description,
  names,
  bars,
}: {
  title: string;
  description: string;
  names: [string, string];
  bars: PairedBar[];
}) {
  const id = useId();
  const [row, key] = [66, 48];
  const most = Math.max(
    Number.EPSILON,
    ...bars.flatMap(({ values }) => values.map(({ value }) => value ?? 0)),
  );
  const fills = [fill, `url(#${id}h)`] as const;
  return (
    <Picture title={title} description={description} height={key + bars.length * row}>
      <defs>
        <pattern
          id={`${id}h`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2.5" height="6" fill={ink} />
        </pattern>
      </defs>
      {names.map((name, at) => (
        <g key={at} transform={`translate(0 ${at * 22})`}>
          <rect x="0.5" y="2" width="22" height="13" fill={fills[at]} stroke={ink} />
          <text x="30" y="14" fontSize="13" fill={ink}>
            {name}
          </text>
        </g>
      ))}
      {bars.map(({ label, values }, at) => (
        <g key={label} transform={`translate(0 ${key + at * row})`}>
          <text x="0" y="15" fontSize="13" fill={ink}>
            {label}
          </text>
          {values.map(({ value, shown }, which) => {
            const length = ((value ?? 0) / most) * (width - 110);
            return (
              <g key={which} transform={`translate(0 ${22 + which * 18})`}>
                {value !== null && (
                  <rect
                    x="0.5"
                    y="0.5"
                    width={Math.max(length, 2)}
                    height="14"
                    fill={fills[which]}
                    stroke={ink}
                  />
                )}
                <text
                  x={value === null ? 0 : length + 8}
                  y="12"
                  fontSize="12.5"
                  fontWeight="600"
                  fill={ink}
                >
                  {shown}
                </text>
              </g>
            );
          })}
        </g>
      ))}
    </Picture>
  );
}

export type Bin = { from: number; to: number; count: number };

/** A histogram with the count on each column and the bounds below. */
export function Histogram({
  title,
  description,
  bins,
}: {
  title: string;
  description: string;
  bins: Bin[];
}) {
  const [top, base] = [18, 150];
  const step = (width - 8) / Math.max(1, bins.length);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return (
    <Picture title={title} description={description} height={base + 26}>
      {bins.map(({ from, count }, at) => {
        const tall = (count / most) * (base - top);
        return (
          <g key={from} transform={`translate(${4 + at * step} 0)`}>
            <rect x="1" y={base - tall} width={step - 2} height={tall} fill={fill} />
            {count > 0 && (
              <text
                x={step / 2}
                y={base - tall - 5}
                textAnchor="middle"
                fontSize="12"
                fontWeight="600"
                fill={ink}
              >
                {count}
              </text>
            )}
            <text
              x="0"
              y={base + 17}
              textAnchor={at === 0 ? "start" : "middle"}
              fontSize="11"
              fill={ink}
            >
              {from}
            </text>
          </g>
        );
      })}
      <text x={width} y={base + 17} textAnchor="end" fontSize="11" fill={ink}>
        {bins.at(-1)?.to}
      </text>
      <path d={`M4 ${base + 0.5}H${width - 4}`} stroke={ink} />
    </Picture>
  );
}

function Picture({
  title,
  description,
  height,
  children,
}: {
  title: string;
  description: string;
  height: number;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}t`}
      aria-describedby={`${id}d`}
    >
      <title id={`${id}t`}>{title}</title>
      <desc id={`${id}d`}>{description}</desc>
      {children}
    </svg>
  );
}
