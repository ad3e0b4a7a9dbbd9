import { describe, expect, it } from "vitest";
import { z } from "zod";
import { marksIn } from "#app/domain/self-identification/guard.ts";
import { markKinds, type Mark } from "#app/domain/self-identification/mark.ts";
import { guardFacts, type Knows } from "#app/domain/self-identification/index.ts";
import { compact } from "#app/domain/self-identification/text.ts";
import { italianWords } from "#app/platform/italian-words.server.ts";
import labelled from "#tests/data/self-identification.json";

// How well the guard finds what it should, on sentences somebody marked by hand (docs/sealing.md).
// The rules were written looking at the development half; the other half was written before them
// and is only counted.

const sentence = z.tuple([z.string(), z.array(z.string())]);
const halves = {
  development: z.array(sentence).parse(labelled.development),
  heldOut: z.array(sentence).parse(labelled.heldOut),
};
const staff = z
  .array(z.tuple([z.string(), z.string(), z.string(), z.string()]))
  .parse(labelled.staff);

const words = new Set(italianWords().map(compact));
const facts = new Set(
  guardFacts(
    staff.map(([name, surname, staffNumber, unit]) => ({ name, surname, staffNumber, unit })),
    words,
  ).map(({ kind, value }) => `${kind}|${value}`),
);
const knows: Knows = (kind, value) => facts.has(`${kind}|${value}`);

type Outcome = { found: number; missed: string[]; wrong: string[] };

/**
 * A mark is right when it is of the same kind and shares more than half of its letters with what
 * was marked by hand.
 */
function outcomeOf(half: z.infer<typeof sentence>[]): Outcome {
  const outcome: Outcome = { found: 0, missed: [], wrong: [] };
  for (const [text, expected] of half) {
    const marks = marksIn(text, knows);
    const wanted = expected.map((label) => wantedMark(text, label));
    const hits = wanted.filter((want) => marks.some((mark) => isSame(mark, want)));
    outcome.found += hits.length;
    outcome.missed.push(
      ...wanted
        .filter((want) => !hits.includes(want))
        .map((want) => `${want.kind} "${text.slice(want.start, want.end)}" in: ${text}`),
    );
    outcome.wrong.push(
      ...marks
        .filter((mark) => !wanted.some((want) => isSame(mark, want)))
        .map((mark) => `${mark.kind} "${text.slice(mark.start, mark.end)}" in: ${text}`),
    );
  }
  return outcome;
}

function wantedMark(text: string, label: string): Mark {
  const [kind = "", passage = ""] = [
    label.slice(0, label.indexOf(": ")),
    label.slice(label.indexOf(": ") + 2),
  ];
  const start = text.toLowerCase().lastIndexOf(passage.toLowerCase());
  if (start < 0) throw new Error(`${passage} is not in: ${text}`);
  return { kind: z.enum(markKinds).parse(kind), start, end: start + passage.length };
}

function isSame(a: Mark, b: Mark): boolean {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return a.kind === b.kind && shared > (Math.max(a.end, b.end) - Math.min(a.start, b.start)) / 2;
}

describe("the labelled sentences", () => {
  it("are at least 200, with as many to leave alone as to find", () => {
    const all = [...halves.development, ...halves.heldOut];
    expect(new Set(all.map(([text]) => text)).size).toBeGreaterThanOrEqual(200);
    expect(all.filter(([, expected]) => expected.length === 0).length).toBeGreaterThan(
      all.length / 3,
    );
  });

  it.each(["development", "heldOut"] as const)(
    "%s: recall at least 0.9, precision at least 0.8",
    (half) => {
      const { found, missed, wrong } = outcomeOf(halves[half]);
      const [recall, precision] = [found / (found + missed.length), found / (found + wrong.length)];
      console.log(
        `${half}: ${halves[half].length} sentences, ${found + missed.length} passages, recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}`,
      );
      if (process.env.SHOW === half)
        console.log([...missed.map((m) => `- ${m}`), ...wrong.map((w) => `+ ${w}`)].join("\n"));
      expect(recall).toBeGreaterThanOrEqual(0.9);
      expect(precision).toBeGreaterThanOrEqual(0.8);
    },
  );

  it("control: a guard that knows nobody falls short of the recall, one that marks every word of the precision", () => {
    const all = [...halves.development, ...halves.heldOut];
    const expected = all.flatMap(([, labels]) => labels).length;
    const blind = all.flatMap(([text, labels]) =>
      labels.filter((label) =>
        marksIn(text, () => false).some((mark) => isSame(mark, wantedMark(text, label))),
      ),
    );
    expect(blind.length / expected).toBeLessThan(0.6);
    const everything = all.flatMap(([text]) => marksIn(text, () => true));
    expect(expected / everything.length).toBeLessThan(0.8);
  });
});
