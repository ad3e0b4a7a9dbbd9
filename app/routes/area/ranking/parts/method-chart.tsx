import { useId } from "react";
import { useTranslations } from "use-intl";
import type { RankingMethod } from "#app/domain/ranking/method.ts";
import type { MethodView } from "#app/queries/ranking/ranking-methods.server.ts";

type Props = { methods: MethodView[]; chosen: RankingMethod };

const width = 360;
const [side, top] = [34, 40];
const [ink, still, moving] = ["var(--ink)", "var(--chart-still)", "var(--chart)"];

/**
 * Each proposal as a line through its places by every method; those that move are drawn stronger.
 * The table says the same.
 */
export function MethodChart({ methods, chosen }: Props) {
  const t = useTranslations("methods");
  const tMethod = useTranslations("method.short-name");
  const id = useId();
  const [first, last] = [methods[0]?.order ?? [], methods.at(-1)?.order ?? []];
  const x = (column: number) =>
    side + (column * (width - 2 * side)) / Math.max(1, methods.length - 1);
  const [step, letters] = first.length > 30 ? [12, 9] : [20, 11];
  const y = (place: number) => top + place * step;
  return (
    <svg
      className="movement"
      viewBox={`0 0 ${width} ${y(first.length) - 4}`}
      role="img"
      aria-labelledby={`${id}t`}
      aria-describedby={`${id}d`}
    >
      <title id={`${id}t`}>{t("chart")}</title>
      <desc id={`${id}d`}>{t("chartText")}</desc>
      {methods.map(({ method }, column) => (
        <g key={method}>
          <text
            x={x(column)}
            y="14"
            fontSize="10"
            fontWeight={method === chosen ? 700 : 400}
            fill={ink}
            textAnchor={column === 0 ? "start" : column === methods.length - 1 ? "end" : "middle"}
            dx={column === 0 ? -side : column === methods.length - 1 ? side : 0}
          >
            {tMethod(method)}
          </text>
          <path
            d={`M${x(column)} 22V${y(first.length - 1) + 8}`}
            stroke={method === chosen ? ink : "var(--line)"}
            strokeWidth={method === chosen ? 1.5 : 1}
          />
        </g>
      ))}
      {first.map((no) => {
        const points = methods.map(
          ({ order }, column) => [x(column), y(order.indexOf(no))] as const,
        );
        const moves = methods.some(({ places }) => (places[no]?.moved ?? 0) !== 0);
        return (
          <g key={no} stroke={moves ? moving : still} fill={moves ? moving : still}>
            <polyline
              points={points.map((point) => point.join(",")).join(" ")}
              fill="none"
              strokeWidth={moves ? 2 : 1.25}
              strokeLinejoin="round"
            />
            {points.map(([cx, cy], column) => (
              <circle key={column} cx={cx} cy={cy} r={moves ? 3 : 2} stroke="none" />
            ))}
          </g>
        );
      })}
      {first.map((no, place) => (
        <text key={no} x={side - 8} y={y(place) + 4} fontSize={letters} fill={ink} textAnchor="end">
          {no}
        </text>
      ))}
      {last.map((no, place) => (
        <text key={no} x={width - side + 8} y={y(place) + 4} fontSize={letters} fill={ink}>
          {no}
        </text>
      ))}
    </svg>
  );
}
