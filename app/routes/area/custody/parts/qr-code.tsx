import { create } from "qrcode";

/** A QR code drawn as one path; `label` says what it is to those who do not see it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const path = Array.from(modules.data, (dark, at) =>
    dark ? `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z` : "",
  ).join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-2 -2 ${modules.size + 4} ${modules.size + 4}`}
      width={220}
      height={220}
      shapeRendering="crispEdges"
    >
      <rect x={-2} y={-2} width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
