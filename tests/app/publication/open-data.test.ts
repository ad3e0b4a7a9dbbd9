import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { xml } from "#app/http/xml.server.ts";
import {
  type MappedEdition,
  type MappedPublication,
  mappedPages,
} from "#app/domain/city/site-map.ts";
import { type NewsFacts, newsOf } from "#app/domain/publication/news.ts";
import { sharingPicture } from "#app/documents/sharing-picture.server.ts";
import { origin } from "#app/platform/env.server.ts";
import { createEdition2014 } from "#prisma/demo/edition-2014.ts";
import {
  openEdition,
  preparedEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { everyPublicAddress, type Seen, visit } from "#tests/support/public-pages.ts";

// What machines read of the public pages: the description of the open data, the feed, the site map.

let open: SealedEdition;
let hidden: SealedEdition;

beforeAll(async () => {
  await createEdition2014();
  open = await openEdition();
  hidden = await preparedEdition();
});

type Node = Record<string, unknown> & { "@id": string; "@type": string[] };
const root = (path: string) => visit(path, {});
const graphOf = (seen: Seen) => (JSON.parse(seen.bytes) as { "@graph": Node[] })["@graph"];
const ofType = (graph: Node[], type: string) =>
  graph.filter((node) => [node["@type"]].flat().includes(type));

/** What DCAT-AP_IT obliges each class to say (Linee guida per i cataloghi dati, AgID). */
const obligatory: Record<string, string[]> = {
  "dcatapit:Catalog": [
    "dct:title",
    "dct:description",
    "dct:publisher",
    "dct:modified",
    "dcat:dataset",
  ],
  "dcatapit:Dataset": [
    "dct:identifier",
    "dct:title",
    "dct:description",
    "dct:modified",
    "dcat:theme",
    "dct:rightsHolder",
    "dct:accrualPeriodicity",
    "dcat:distribution",
  ],
  "dcatapit:Distribution": ["dct:format", "dcat:accessURL", "dct:license"],
  "dcatapit:Agent": ["dct:identifier", "foaf:name"],
  "dcatapit:LicenseDocument": ["dct:type"],
};

/** Every `@id` that is referred to. */
function referred(value: unknown, top = true): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => referred(each, false));
  if (typeof value !== "object" || value === null) return [];
  const own = "@id" in value && !top ? [String(value["@id"])] : [];
  return [...own, ...Object.values(value).flatMap((each) => referred(each, false))];
}

describe("the catalogue by DCAT-AP_IT", () => {
  it("says of everything what the profile obliges to, and refers to nothing of ours that it does not describe or that cannot be fetched", async () => {
    const graph = graphOf(await root("/catalogue.jsonld"));
    for (const [type, properties] of Object.entries(obligatory)) {
      expect([type, ofType(graph, type).length > 0]).toEqual([type, true]);
      for (const node of ofType(graph, type))
        for (const property of properties)
          expect([type, property, node[property] ?? null]).not.toEqual([type, property, null]);
    }
    const described = new Set(graph.map((node) => node["@id"]));
    const fetched = new Set(
      (await everyPublicAddress(["2014"]))
        .filter(({ status }) => status === 200)
        .map(({ path }) => path.replace("http://innova.example", origin())),
    );
    const ours = graph
      .flatMap((node) => referred(node))
      .filter((id) => id.startsWith(origin()) && !described.has(id) && id !== `${origin()}/`);
    expect(ours.filter((id) => !fetched.has(id))).toEqual([]);
    expect(ours.length).toBeGreaterThan(8);
  });

  it("describes each published edition once, and no other", async () => {
    const { bytes } = await root("/catalogue.jsonld");
    expect(
      ofType(graphOf(await root("/catalogue.jsonld")), "dcatapit:Dataset").map(
        (node) => node["dct:identifier"],
      ),
    ).toEqual([`${new URL(origin()).hostname}:innova-to-2014`]);
    for (const { edition } of [open, hidden]) expect(bytes).not.toContain(edition.code);
  });

  it("gives an edition's own description the same words, and the vocabularies' own addresses", async () => {
    const [own, whole] = [
      graphOf(await visit("editions/:code/data.jsonld", { locale: "it", code: "2014" })),
      graphOf(await root("/catalogue.jsonld")),
    ];
    const dataset = ofType(own, "dcatapit:Dataset")[0]!;
    expect(ofType(whole, "dcatapit:Dataset")).toEqual([dataset]);
    expect(dataset).toMatchObject({
      "dcat:theme": { "@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE" },
      "dct:accrualPeriodicity": {
        "@id": "http://publications.europa.eu/resource/authority/frequency/IRREG",
      },
    });
    const formats = ofType(own, "dcatapit:Distribution").map((node) =>
      (node["dct:format"] as { "@id": string })["@id"].split("/").at(-1),
    );
    expect(new Set(formats)).toEqual(new Set(["CSV", "JSON", "JSON_LD"]));
    expect(
      await visit("editions/:code/data.jsonld", { locale: "it", code: open.edition.code }),
    ).toMatchObject({ status: 404 });
  });
});

describe("every file of open data", () => {
  it("says its licence, in its answer and, where it is JSON, in itself", async () => {
    for (const file of [
      "data.csv",
      "statistics.csv",
      "errata.csv",
      "data.json",
      "errata.json",
      "data.jsonld",
    ]) {
      const { headers, bytes } = await visit(`editions/:code/${file}`, {
        locale: "it",
        code: "2014",
      });
      expect([file, headers.get("Link")]).toEqual([
        file,
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
      ]);
      if (!file.endsWith(".csv"))
        expect(bytes).toContain("https://creativecommons.org/licenses/by/4.0/");
    }
  });
});

describe("the feed", () => {
  it("tells what visitors can see, the newest first, and nothing of an edition in preparation", async () => {
    const { bytes, headers } = await visit("news.xml", { locale: "en" });
    expect(headers.get("Content-Type")).toBe("application/atom+xml; charset=utf-8");
    const ids = [...bytes.matchAll(/<entry><id>([^<]+)</g)].map(([, id]) =>
      id!.replace(`${origin()}/news/`, ""),
    );
    expect(new Set(ids)).toEqual(
      new Set([`${open.edition.code}/announced`, `${open.edition.code}/open`, "2014/published"]),
    );
    const times = [...bytes.matchAll(/<entry>.*?<updated>([^<]+)</g)].map(([, at]) => at!);
    expect(times).toEqual([...times].sort().reverse());
    expect(bytes).not.toContain(hidden.edition.code);
  });

  it("keeps each piece's id, has an erratum's words, and holds the last fifty", () => {
    const facts = (code: string): NewsFacts => ({
      code,
      names: {},
      announcedAt: "2026-01-01T00:00:00.000Z",
      openedAt: null,
      publishedAt: "2026-03-01T00:00:00.000Z",
      errata: [
        { number: 1, page: "results", text: { en: "right" }, at: "2026-04-01T00:00:00.000Z" },
      ],
    });
    expect(newsOf([facts("a")]).map(({ id, path, text }) => [id, path, text])).toEqual([
      ["a/erratum/1", "/editions/a/results", { en: "right" }],
      ["a/published", "/editions/a/results", null],
      ["a/announced", "/editions/a", null],
    ]);
    expect(newsOf(Array.from({ length: 30 }, (_, at) => facts(`e${at}`)))).toHaveLength(50);
  });

  it("is written so that no word in it is markup, nor what XML cannot hold", () => {
    expect(xml({ name: "a", attributes: { b: `"<&` }, content: "<i>\u0000\ud800 & 😀</i>" })).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<a b="&quot;&lt;&amp;">&lt;i&gt; &amp; 😀&lt;/i&gt;</a>\n',
    );
  });
});

describe("the site map", () => {
  it("leads to every page there is, in both languages, and to nothing else", async () => {
    const { bytes } = await root("/sitemap.xml");
    const listed = [...bytes.matchAll(/<loc>([^<]+)</g)].map(([, address]) =>
      address!.replace(origin(), ""),
    );
    const pages = (await everyPublicAddress(["2014", open.edition.code])).filter(
      ({ status, headers, path }) =>
        status === 200 && /\/(it|en)(\/|$)/.test(path) && !headers.get("Content-Type"),
    );
    expect(new Set(listed)).toEqual(
      new Set(
        pages.map(({ path }) => path.replace("http://innova.example", "").replace(/\/$/, "")),
      ),
    );
    expect(listed).toHaveLength(new Set(listed).size);
    expect(bytes).toContain(
      `<xhtml:link rel="alternate" hreflang="en" href="${origin()}/en/editions/2014/results"/>`,
    );
    expect(bytes).not.toContain(hidden.edition.code);
  });

  it("says when a published page was last changed", () => {
    const published = {
      at: "published",
      winners: [4, 5],
      minutes: [1],
      figures: ["scores"],
      errata: [],
      entries: [],
    };
    const since: Partial<MappedPublication> = {
      errata: [
        { page: "proposals/4", at: "q" },
        { page: "statistics", at: "r" },
        { page: "minutes/1", at: "s" },
      ],
      entries: [
        { publicNo: 5, at: "t" },
        { publicNo: 5, at: "z" },
      ],
    };
    const dates = (code: string, editions: MappedEdition[]) =>
      Object.fromEntries(
        mappedPages(editions).flatMap(({ path, changedAt }) =>
          changedAt && path.startsWith(`/editions/${code}/`)
            ? [[path.replace(`/editions/${code}/`, ""), changedAt]]
            : [],
        ),
      );
    expect(
      dates("x", [
        { code: "x", published: { ...published, ...since } },
        { code: "y", published },
        { code: "z", published: null },
      ]),
    ).toEqual({
      results: "s",
      statistics: "r",
      implementation: "z",
      "statistics/scores": "r",
      "proposals/4": "q",
      "proposals/5": "z",
      "minutes/1": "s",
      "compared/y": "r",
    });
    expect(dates("x", [{ code: "x", published }])["proposals/5"]).toBe("published");
  });

  it("is named in robots.txt, which keeps searches away from sign-in, the anonymous wing and certificates", async () => {
    expect((await root("/robots.txt")).bytes).toBe(
      `User-agent: *\nDisallow: /area/\nDisallow: /p/\nDisallow: /*/certificates/\n\nSitemap: ${origin()}/sitemap.xml\n`,
    );
  });
});

describe("the picture for sharing", () => {
  it("holds names of any length and letters of any script without leaving its frame", () => {
    for (const name of [
      "Idee",
      "Un’edizione dal nome così lungo che nessuna figura lo potrebbe mai mostrare per intero a chi la guarda da lontano",
      "x".repeat(300),
      "李 <b>&\u0000",
    ]) {
      const svg = sharingPicture({
        name,
        line: "dal 1 gennaio 2026 al 31 dicembre 2026",
        city: name,
      });
      expect(svg).not.toMatch(/<b>|NaN|undefined/);
      const starts = [...svg.matchAll(/translate\(([\d.]+) \d+\) scale/g)].map(([, x]) =>
        Number(x),
      );
      expect(Math.max(...starts)).toBeLessThan(760);
    }
  });
});

describe("figures of the whole", () => {
  it("a chart has an address only where there is something to draw", async () => {
    const status = async (figure: string) =>
      (await visit("editions/:code/statistics/:figure", { locale: "it", code: "2014", figure }))
        .status;
    expect(
      await Promise.all(
        ["perCategory", "teamSizes", "scores", "depositsPerDay", "participants", "__proto__"].map(
          status,
        ),
      ),
    ).toEqual([200, 200, 404, 404, 404, 404]);
  });

  it("two editions are compared in either order, and only published ones", async () => {
    const compared = (code: string, other: string) =>
      visit("editions/:code/compared/:other", { locale: "it", code, other });
    for (const [code, other] of [
      ["2014", "2014"],
      ["2014", open.edition.code],
      [open.edition.code, "2014"],
      ["2014", hidden.edition.code],
      ["2014", "x"],
    ] as const)
      expect([code, other, (await compared(code, other)).status]).toEqual([code, other, 404]);
  });
});
