import { useId } from "react";
import { useTranslations } from "use-intl";

// The picture of the product, drawn by hand: envelope A holds the idea and is read, envelope B
// holds the name and stays shut.

const deep = "#003c7a";

export function TwoEnvelopes() {
  const t = useTranslations("public.drawing");
  const id = useId();
  return (
    <svg className="drawing" viewBox="0 0 460 268" role="img" aria-labelledby={`${id}t ${id}d`}>
      <title id={`${id}t`}>{t("title")}</title>
      <desc id={`${id}d`}>{t("description")}</desc>
      <OpenEnvelope />
      <SealedEnvelope />
      <Caption x={115} letter="A" text={t("idea")} />
      <Caption x={345} letter="B" text={t("name")} />
    </svg>
  );
}

function OpenEnvelope() {
  return (
    <g transform="translate(20 6)" stroke={deep} strokeWidth="3" strokeLinejoin="round">
      <path d="M2 104 95 40l93 64Z" fill="#9ec4ec" />
      <rect x="24" y="10" width="142" height="150" rx="6" fill="#fff" />
      <g stroke="none">
        <circle cx="95" cy="52" r="21" fill="#ffd24d" />
        <path d="M87 76h16v5a8 8 0 0 1-16 0Z" fill={deep} />
        <path
          d="M95 22v-6M65 52h-6M131 52h-6M74 31l-4-4M116 31l4-4"
          stroke="#b97f00"
          strokeWidth="3"
          strokeLinecap="round"
        />
        <path
          d="M88 54l7 7 7-7"
          stroke="#8a5f00"
          strokeWidth="2.5"
          fill="none"
          strokeLinecap="round"
        />
        <path
          d="M44 104h102M44 118h102M44 132h64"
          stroke="#9ec4ec"
          strokeWidth="6"
          strokeLinecap="round"
        />
      </g>
      <path d="M2 104v88a8 8 0 0 0 8 8h170a8 8 0 0 0 8-8v-88l-93 58Z" fill="#cfe2f6" />
      <path d="M4 198 78 152M186 198l-74-46" fill="none" />
    </g>
  );
}

function SealedEnvelope() {
  return (
    <g transform="translate(250 6)" stroke={deep} strokeWidth="3" strokeLinejoin="round">
      <rect x="2" y="82" width="186" height="118" rx="8" fill="#1f78d3" />
      <path d="M4 197 78 138M186 197l-74-59" fill="none" stroke="#9ec4ec" />
      <path d="M4 86 88 152a11 11 0 0 0 14 0l84-66Z" fill="#3f8ad9" />
      <circle cx="95" cy="142" r="27" fill="#ffb700" />
      <circle cx="95" cy="142" r="19" fill="none" stroke="#8a5f00" strokeWidth="2" />
      <g stroke="none" fill="#4d3500">
        <circle cx="95" cy="137" r="6" />
        <path d="M92 139h6l3 13H89Z" />
      </g>
      {[40, 95, 150].map((x) => (
        <Key key={x} x={x} />
      ))}
    </g>
  );
}

/** One custodian's key. */
function Key({ x }: { x: number }) {
  return (
    <g
      transform={`translate(${x} 20)`}
      fill="none"
      stroke="var(--accent-ink)"
      strokeWidth="4"
      strokeLinecap="round"
    >
      <circle cx="0" cy="0" r="9" />
      <path d="M0 10v27M0 28h8M0 36h8" />
    </g>
  );
}

function Caption({ x, letter, text }: { x: number; letter: string; text: string }) {
  return (
    <g>
      <circle cx={x} cy="222" r="11" fill={deep} />
      <text x={x} y="227" textAnchor="middle" fontSize="14" fontWeight="700" fill="#fff">
        {letter}
      </text>
      <text x={x} y="256" textAnchor="middle" fontSize="17" fontWeight="600" fill="var(--ink)">
        {text}
      </text>
    </g>
  );
}

/** `quorum` of `count` keys open an envelope; fewer do not. */
export function KeysDrawing({ quorum, count }: { quorum: number; count: number }) {
  const t = useTranslations("public.keys");
  const id = useId();
  const width = Math.max(2, count) * 64 + 140;
  return (
    <svg
      className="drawing"
      viewBox={`0 0 ${width} 108`}
      role="img"
      aria-labelledby={id}
      style={{ maxWidth: `${width / 16}rem` }}
    >
      <title id={id}>{t("title", { quorum, count })}</title>
      {Array.from({ length: count }, (_, at) => (
        <g
          key={at}
          transform={`translate(${34 + at * 64} 28)`}
          stroke={at < quorum ? "var(--accent-ink)" : "var(--field-line)"}
          strokeWidth="4"
          strokeLinecap="round"
          fill="none"
          strokeDasharray={at < quorum ? undefined : "5 6"}
        >
          <circle r="15" fill={at < quorum ? "#ffd24d" : "none"} />
          <path d="M0 16v48M0 48h14M0 62h14" />
        </g>
      ))}
      <g
        transform={`translate(${width - 132} 18)`}
        stroke={deep}
        strokeWidth="3"
        strokeLinejoin="round"
      >
        <path
          d="M-14 38h20m-8-8 8 8-8 8"
          fill="none"
          stroke="var(--accent-ink)"
          strokeLinecap="round"
        />
        <rect x="20" y="4" width="104" height="68" rx="6" fill="#3f8ad9" />
        <path d="m22 7 44 36a9 9 0 0 0 12 0l44-36" fill="none" stroke="#fff" />
      </g>
    </svg>
  );
}
