import { facesOf, type Run, runsOf, type Weight } from "./pdf-fonts.server.ts";

// The picture that is shown where a page is shared: words as outlines, so that it looks the same
// wherever it is drawn, and the two envelopes. It names an edition and the city, never a person or
// a proposal.

export const pictureSize = { width: 1200, height: 630 } as const;
const margin = 80;
const widest = 660;

/** The picture as SVG; a name that does not fit ends in an ellipsis. */
export function sharingPicture({
  name,
  line,
  city,
}: {
  name: string;
  line: string;
  city: string;
}): string {
  const { width, height } = pictureSize;
  const lines = wrapped(name, 72, 3);
  const top = 250 - (lines.length - 1) * 42;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#003c7a"/><rect y="${height - 14}" width="${width}" height="14" fill="#ffd24d"/>`,
    words("Innova.TO", { size: 38, x: margin, y: 110, fill: "#cfe2f6" }),
    ...lines.map((each, at) =>
      words(each, { size: 72, x: margin, y: top + at * 84, fill: "#fff" }),
    ),
    words(fitting(line, 30, "400", widest), {
      size: 30,
      x: margin,
      y: top + lines.length * 84,
      fill: "#cfe2f6",
      weight: "400",
    }),
    words(fitting(city, 34, "600", widest), { size: 34, x: margin, y: 545, fill: "#fff" }),
    envelopes,
    "</svg>",
  ].join("");
}

/** Envelope A is open and holds the idea; envelope B is sealed and holds the name. */
const envelopes = `<g transform="translate(800 150)" stroke="#001f40" stroke-width="5" stroke-linejoin="round">
<path d="M0 120 150 20l150 100Z" fill="#9ec4ec"/><rect x="36" y="0" width="228" height="200" rx="8" fill="#fff"/><circle cx="150" cy="62" r="34" fill="#ffd24d" stroke="none"/>
<path d="M66 124h168M66 148h168" stroke="#9ec4ec" stroke-width="10" stroke-linecap="round"/><path d="M0 120v110a12 12 0 0 0 12 12h276a12 12 0 0 0 12-12V120l-150 86Z" fill="#cfe2f6"/></g>
<g transform="translate(800 400)" stroke="#001f40" stroke-width="5" stroke-linejoin="round"><rect width="300" height="150" rx="12" fill="#cfe2f6"/><path d="M6 6 150 92 294 6" fill="none"/>
<circle cx="150" cy="90" r="30" fill="#b42318"/><path d="M140 84v-8a10 10 0 0 1 20 0v8M136 84h28v22h-28Z" fill="none" stroke="#fff" stroke-width="4"/></g>`;

type Place = { size: number; x: number; y: number; fill: string; weight?: Weight };

/** Words as outlines that begin at x on the line y. */
function words(text: string, { size, x, y, fill, weight = "600" }: Place): string {
  let pen = 0;
  const outlines = runsOf(text, weight).map((run) => {
    const { glyphs, positions, scale } = laidOut(run, size, weight);
    return glyphs
      .map((glyph, at) => {
        const outline = `<path transform="translate(${(x + pen).toFixed(1)} ${y}) scale(${scale} ${-scale})" d="${glyph.path.toSVG()}"/>`;
        pen += (positions[at]?.xAdvance ?? 0) * scale;
        return outline;
      })
      .join("");
  });
  return `<g fill="${fill}">${outlines.join("")}</g>`;
}

function laidOut({ face, text }: Run, size: number, weight: Weight) {
  const { font } = facesOf(weight).find(({ name }) => name === face)!;
  const { glyphs, positions } = font.layout(text);
  return { glyphs, positions, scale: size / font.unitsPerEm };
}

function widthOf(text: string, size: number, weight: Weight): number {
  return runsOf(text, weight).reduce((sum, run) => {
    const { positions, scale } = laidOut(run, size, weight);
    return sum + positions.reduce((all, { xAdvance }) => all + xAdvance * scale, 0);
  }, 0);
}

/** In at most so many lines; what does not fit ends in an ellipsis. */
function wrapped(text: string, size: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && (lines.length === most || widthOf(longer, size, "600") <= widest))
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => fitting(line, size, "600", widest));
}

function fitting(text: string, size: number, weight: Weight, most: number): string {
  if (widthOf(text, size, weight) <= most) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join("").trimEnd()}…`, size, weight) > most)
    letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
