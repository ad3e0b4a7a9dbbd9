import { createTranslator } from "use-intl";
import { type Locale, inLocale } from "#app/domain/locale.ts";
import { writeSheets } from "#app/domain/scoring/offline-sheet.ts";
import { textFieldNames } from "#app/domain/proposal/proposal.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import type { CriterionView } from "#app/queries/edition/criteria.server.ts";
import type { OwnReading } from "#app/queries/scoring/own-sheet.server.ts";

/**
 * Their own sheets as a text file in the juror's language, with the proposals' words for the
 * reader.
 */
export function sheetsFile(
  locale: Locale,
  edition: string,
  readings: OwnReading[],
  criteria: CriterionView[],
): string {
  const t = createTranslator({ locale, messages: messagesFor(locale) });
  const sheets = readings
    .filter(({ writable }) => writable)
    .map(({ no, sheet: { version, scores, commentProposer, commentJury } }) => ({
      publicNo: no,
      version,
      scores,
      commentProposer,
      commentJury,
    }));
  const contentOf = (publicNo: number) => readings.find(({ no }) => no === publicNo)!.content;
  return writeSheets(edition, sheets, criteria, {
    intro: [t("offline.file.intro"), t("offline.file.how"), t("offline.file.marks")],
    proposal: (no) => [
      "",
      t("offline.file.proposal", { no, title: contentOf(no).title }),
      ...textFieldNames.flatMap((field) =>
        named(t(`proposal.fields.${field}.label`), contentOf(no)[field]),
      ),
    ],
    criterion: (key) =>
      criterionLines(
        locale,
        criteria.find((each) => each.key === key)!,
        t("offline.file.score"),
      ),
    comments: { commentProposer: t("sheet.commentProposer"), commentJury: t("sheet.commentJury") },
  });
}

function named(label: string, text: string): string[] {
  return text ? ["", label.toUpperCase(), ...text.split("\n")] : [];
}

function criterionLines(
  locale: Locale,
  { name, weight, description, anchors }: CriterionView,
  score: string,
): string[] {
  const labels = Object.entries(anchors).map(
    ([value, words]) => `${value} = ${inLocale(words, locale)}`,
  );
  return [
    `${inLocale(name, locale)} (${weight}%)`,
    inLocale(description, locale),
    labels.join("; "),
    score,
  ].filter(Boolean);
}
