import published from "./edition-2014.json" with { type: "json" };

// The seven categories of the first edition; later demonstration editions take them over.

const colours = ["#0066cc", "#7a3e9d", "#2b8a3e", "#c2410c", "#b8336a", "#0b7285", "#8a6d00"];

const descriptions: Record<string, { it: string; en: string }> = {
  "service-quality": {
    it: "Servizi che ci sono già, resi più semplici, chiari e vicini a chi li usa.",
    en: "Services that exist, made simpler, clearer and closer to those who use them.",
  },
  "new-services": {
    it: "Servizi che il Comune ancora non offre.",
    en: "Services that the city does not offer yet.",
  },
  environment: {
    it: "Meno sprechi, meno emissioni, più verde.",
    en: "Less waste, fewer emissions, more green.",
  },
  organisation: {
    it: "Come lavoriamo insieme, tra uffici e dentro gli uffici.",
    en: "How we work together, between offices and within them.",
  },
  welfare: {
    it: "Salute, conciliazione e clima di lavoro.",
    en: "Health, balance and a good place to work.",
  },
  informatics: {
    it: "Programmi, dati e reti al servizio del lavoro.",
    en: "Software, data and networks that serve the work.",
  },
  efficiency: {
    it: "Gli stessi risultati con meno tempo, carta e denaro.",
    en: "The same results with less time, paper and money.",
  },
};

export const demoCategories = published.categories.map(({ key, it, en }, at) => ({
  key,
  position: at + 1,
  colour: colours[at] ?? "#0066cc",
  name: { it, en },
  description: descriptions[key] ?? { it: "", en: "" },
}));
