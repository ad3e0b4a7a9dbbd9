import { type Locale, locales, type Localised } from "#app/domain/locale.ts";

// The labels of a criterion's scores, as an organiser writes them: one a line, `5 = Excellent`.

/** Labels by score and language, out of one line each. */
export function anchorsOf(texts: Record<Locale, string>): Record<string, Localised> {
  const anchors: Record<string, Localised> = {};
  for (const locale of locales) {
    for (const line of lines(texts[locale])) {
      const [score = "", label = ""] = line.split(/\s*=\s*/, 2);
      anchors[score] = { ...anchors[score], [locale]: label };
    }
  }
  return anchors;
}

/** The lines behind anchors, for the form. */
export function anchorText(anchors: Record<string, Localised>, locale: Locale): string {
  return Object.entries(anchors)
    .filter(([, label]) => label[locale])
    .map(([score, label]) => `${score} = ${label[locale]}`)
    .join("\n");
}

/** The lines of a text that are not empty. */
export function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
