import { type SettingName, editionSettings } from "#app/domain/edition/settings.ts";

/** A value of a setting that is not the one an edition begins with. */
export function otherThanUsual(name: SettingName): string | number | boolean | string[] | Date {
  const { field, usual, options } = editionSettings[name];
  switch (field) {
    case "text":
      return "Europe/Vienna";
    case "moment":
      return new Date("2031-05-06T07:08:00Z");
    case "flag":
      return usual !== true;
    case "choice":
      return (options ?? []).find((option) => option !== usual) ?? "";
    case "ladder":
      return ["vote", "shared"];
    case "number":
    case "decimal":
    case "euro":
      return typeof usual === "number" ? usual + 1 : 15;
  }
}
