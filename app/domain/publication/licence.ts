/** Under which licence everything published may be used. */
export const licence = {
  address: "https://creativecommons.org/licenses/by/4.0/",
  name: "Creative Commons Attribution 4.0 International (CC BY 4.0)",
  short: "CC BY 4.0",
} as const;
