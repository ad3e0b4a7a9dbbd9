import en from "#app/i18n/en/index.ts";
import { phaseOf } from "#app/domain/phase.ts";
import { waysToChange } from "#app/domain/edition/setting.ts";
import {
  editionSettings,
  notSettings,
  type SettingName,
  settingNames,
} from "#app/domain/edition/settings.ts";

const { settings: words } = en.manage;

/** How the pages call each setting. */
const labels: Record<SettingName, string> = {
  ...words,
  rankingMethod: en.method.title,
  tieLadder: words.ladder,
  maxPrizes: en.awards.maxPrizes,
  leftovers: en.awards.leftoversLabel,
  unclaimed: en.awards.unclaimedLabel,
  budgetCents: en.awards.budget,
  publicMoneyCents: en.awards.publicMoney,
};

/** docs/settings.md: what the table of settings says, for people. */
export function settingsDocument(): string {
  const rows = settingNames.map((name) => {
    const { usual, unit, copied, inManifest, lockedFrom, changedBy } = editionSettings[name];
    return [
      `\`${name}\``,
      labels[name],
      usualText(usual),
      unit ?? "",
      copied ? "yes" : "no",
      inManifest ? "yes" : "no",
      lockedFrom ? `${lockedFrom} (phase \`${phaseOf[lockedFrom]}\`)` : "",
      waysToChange[changedBy],
    ];
  });
  const heads = [
    "Setting",
    "In the form",
    "Usual value",
    "Unit",
    "Copied",
    "In the manifest",
    "Locked in the database from",
    "Changed after the announcement by",
  ];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return `# Settings of an edition

Made of \`app/domain/edition/setting-table.ts\` and \`app/domain/awards/sponsor.ts\` by \`npm run settings-document\`; a test holds this page to them. Organisers change every setting until the announcement. What is locked in the database is refused there whoever asks; everything else is refused by the commands.

${[line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n")}

## Columns that are no settings

${Object.entries(notSettings)
  .map(([name, why]) => `- \`${name}\` ${why}.`)
  .join("\n")}
`;
}

function usualText(usual: unknown): string {
  if (usual === null) return "nothing";
  if (typeof usual === "boolean") return usual ? "yes" : "no";
  return Array.isArray(usual) ? usual.join(", ") : String(usual);
}
