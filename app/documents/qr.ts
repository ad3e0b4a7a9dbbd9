import { create } from "qrcode";

/** The dark squares of a text's QR code, as [column, row], and how many there are on a side. */
export function qrSquares(text: string): { size: number; dark: [number, number][] } {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const dark = Array.from({ length: modules.size ** 2 }, (_, at): [number, number] => [
    at % modules.size,
    Math.floor(at / modules.size),
  ]);
  return { size: modules.size, dark: dark.filter(([x, y]) => modules.get(y, x)) };
}
