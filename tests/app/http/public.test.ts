import "#tests/support/database.ts";
import * as identity from "#app/box/identity.server.ts";
import "#app/i18n/all.ts";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { asDocument, documentHeaders } from "#app/http/document.server.ts";
import { csv } from "#app/http/csv.server.ts";
import { health } from "#app/queries/city/health.server.ts";
import { loader as entrance } from "#app/routes/system/entrance.ts";
import { loader as healthz } from "#app/routes/system/health.ts";
import { db } from "#app/platform/db.server.ts";
import { createEdition2014 } from "#prisma/demo/edition-2014.ts";
import {
  openEdition,
  preparedEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { publicRoutes, publicSources, visit, visitAll } from "#tests/support/public-pages.ts";

/** What the archived edition, which was not sealed, does not have. */
const missingIn2014 = [
  "editions/:code/deposits.json",
  "editions/:code/compared/:other",
  "editions/:code/minutes/:no",
  "editions/:code/minutes/:no/pdf",
  "editions/:code/proposals/:no",
  "editions/:code/proposals/:no/files/:position",
  "editions/:code/manifest.json",
  "editions/:code/manifest-signatures.json",
  "editions/:code/ranking.json",
  "certificates/:certificate",
  "certificates/:certificate/pdf",
  "certificates/:certificate/badge.jwt",
  "*",
];

let prepared: SealedEdition;
let open: SealedEdition;

beforeAll(async () => {
  await createEdition2014();
  prepared = await preparedEdition();
  open = await openEdition();
  await db().sponsor.create({
    data: { editionId: prepared.edition.id, position: 1, name: "Sponsor-ancora-riservato" },
  });
});

describe("an edition in preparation does not exist for visitors", () => {
  it("is a 404 at every address of its own, like one that was never made", async () => {
    for (const { path } of publicRoutes.filter((each) => each.path.includes(":code"))) {
      const [hidden, none] = [
        await visit(path, { locale: "it", code: prepared.edition.code, no: "1" }),
        await visit(path, { locale: "it", code: "mai-esistita", no: "1" }),
      ];
      expect([path, hidden.status, hidden.bytes]).toEqual([path, 404, none.bytes]);
      expect([...hidden.headers]).toEqual([...none.headers]);
    }
  });

  it("stands in no list and on no other page", async () => {
    const secrets = [
      prepared.edition.code,
      prepared.edition.id,
      "Sponsor-ancora-riservato",
      Buffer.from(prepared.manifest).toString("base64"),
    ];
    const bytes = [...(await visitAll("2014", [1])), ...(await visitAll(open.edition.code, [1]))]
      .map(({ bytes: each }) => each)
      .join("\n");
    expect(bytes).toContain(open.edition.code);
    for (const secret of secrets) expect(bytes).not.toContain(secret);
  });
});

describe("before the publication", () => {
  it("there are no results, statistics, winners, open data or ranking, whatever the address", async () => {
    for (const path of [
      "results",
      "statistics",
      "statistics/:figure",
      "compared/:other",
      "proposals/:no",
      "data.csv",
      "data.json",
      "data.jsonld",
      "errata.csv",
      "errata.json",
      "statistics.csv",
      "ranking.json",
    ]) {
      expect(
        (await visit(`editions/:code/${path}`, { locale: "en", code: open.edition.code, no: "1" }))
          .status,
      ).toBe(404);
    }
  });

  it("everybody sees the call, the keys and how many proposals there were at a midnight, once they are five and five more followed", async () => {
    const call = async () =>
      JSON.parse((await visit("editions/:code", { locale: "it", code: open.edition.code })).bytes)
        .call;
    expect((await call()).fingerprint).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
    const night = (day: string, count: number) =>
      db().depositDay.create({ data: { editionId: open.edition.id, day: new Date(day), count } });
    for (const [day, count] of [
      ["2026-01-01", 6],
      ["2026-01-02", 4],
    ] as const)
      await night(day, count);
    expect((await call()).handedIn).toBeNull();
    await night("2026-01-03", 1);
    expect((await call()).handedIn).toBe(6);
  });
});

describe("a public page is a document", () => {
  it("gives the same tag for the same content, 304 to who has it, and another tag when something changed", async () => {
    for (const { path } of publicRoutes) {
      const params = { locale: "it", code: "2014", no: "1" };
      const [first, again] = [await visit(path, params), await visit(path, params)];
      if (missingIn2014.includes(path)) {
        expect([path, first.status, first.headers.get("ETag")]).toEqual([path, 404, null]);
        continue;
      }
      const tag = first.headers.get("ETag")!;
      expect([path, again.headers.get("ETag")]).toEqual([path, tag]);
      const known = await visit(path, params, { "If-None-Match": `"other", ${tag}` });
      expect([path, known.status, known.headers.get("ETag")]).toEqual([path, 304, tag]);
      expect(first.headers.get("Cache-Control")).toMatch(/^public, max-age=\d+, must-revalidate$/);
      expect((await visit(path, { ...params, locale: "en" })).headers.get("ETag") === tag).toBe(
        [
          "editions/:code/data.json",
          "editions/:code/data.jsonld",
          "editions/:code/errata.json",
        ].includes(path),
      );
    }
    const before = (
      await visit("editions/:code", { locale: "it", code: open.edition.code })
    ).headers.get("ETag");
    await db().edition.update({ where: { id: open.edition.id }, data: { minimumScore: 42 } });
    const after = await visit(
      "editions/:code",
      { locale: "it", code: open.edition.code },
      { "If-None-Match": before! },
    );
    expect([after.status, after.headers.get("ETag") === before]).toEqual([200, false]);
  });

  it("answers 304 without a body that a cache could keep", async () => {
    const request = new Request("http://innova.example/it");
    const { init } = asDocument(request, { a: 1 });
    const tag = new Headers(init!.headers).get("ETag")!;
    expect(
      asDocument(new Request(request, { headers: { "If-None-Match": tag } }), { a: 1 }).init
        ?.status,
    ).toBe(304);
    expect(
      asDocument(new Request(request, { headers: { "If-None-Match": "*" } }), { a: 2 }).init
        ?.status,
    ).toBe(304);
    expect(
      asDocument(new Request(request, { headers: { "If-None-Match": tag } }), { a: 2 }).init
        ?.status,
    ).toBe(200);
  });

  it("is kept by no cache when it is an error", () => {
    const none = new Headers();
    const kept = documentHeaders({
      loaderHeaders: new Headers({ ETag: "x" }),
      parentHeaders: none,
      actionHeaders: none,
      errorHeaders: none,
    });
    expect(kept).toEqual({ "Cache-Control": "no-store" });
  });

  it("knows no session: none of its modules reads a cookie or who asks, and none answers with one", async () => {
    for (const { file, text } of publicSources()) {
      expect([file, /[Cc]ookie|session|actorOf|signedIn|request\.headers/.exec(text)]).toEqual([
        file,
        null,
      ]);
      if (/<a |rel=/.test(text))
        expect([file, /<Link|<NavLink|<Form/.exec(text)]).toEqual([file, null]);
    }
    for (const { headers, path } of await visitAll("2014", [1]))
      expect([path, headers.get("Set-Cookie")]).toEqual([path, null]);
  });

  it("exists in the interface's languages and in no other", async () => {
    for (const { path } of publicRoutes)
      expect((await visit(path, { locale: "fr", code: "2014", no: "1" })).status).toBe(404);
  });
});

describe("open data", () => {
  it("comes with its type, a name, a byte order mark, and no cell that a spreadsheet would run", async () => {
    const file = await visit("editions/:code/statistics.csv", { locale: "it", code: "2014" });
    expect(file.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    expect(file.headers.get("Content-Disposition")).toBe(
      'attachment; filename="innova-to-2014-statistics-it.csv"',
    );
    expect(
      csv(
        ["a", "b"],
        [
          { a: "=1+1", b: -2 },
          { a: "@x", b: "già" },
        ],
      ),
    ).toBe("\uFEFFa,b\r\n'=1+1,-2\r\n'@x,già\r\n");
    const json = await visit("editions/:code/data.json", { locale: "it", code: "2014" });
    expect(json.headers.get("Content-Type")).toBe("application/json; charset=utf-8");
    expect(JSON.parse(json.bytes)).toMatchObject({ v: 1, edition: { code: "2014" } });
  });
});

describe("the entrance", () => {
  const go = async (language?: string) =>
    (await entrance({
      request: new Request("http://innova.example/", {
        headers: language ? { "Accept-Language": language } : {},
      }),
      params: {},
      context: { nonce: "" },
    })) as Response;

  it("leads to the browser's language, Italian where it speaks neither, and says what it depends on", async () => {
    for (const [language, to] of [
      ["en-GB,en;q=0.9,it;q=0.8", "/en"],
      ["it", "/it"],
      ["fr,de", "/it"],
      ["fr;q=1, en;q=0.2", "/en"],
      [undefined, "/it"],
    ] as const) {
      const answer = await go(language);
      expect([answer.status, answer.headers.get("Location"), answer.headers.get("Vary")]).toEqual([
        302,
        to,
        "Accept-Language",
      ]);
    }
  });
});

describe("health", () => {
  const ask = async () =>
    (await healthz({
      request: new Request("http://innova.example/healthz"),
      params: {},
      context: { nonce: "" },
    })) as Response;

  it("is well when the database answers and has this release's schema", async () => {
    const answer = await ask();
    expect([answer.status, await answer.json()]).toEqual([200, { status: "ok" }]);
  });

  it("says in a word that the ballot box cannot be reached", async () => {
    const gone = vi.spyOn(identity, "answers").mockRejectedValue(new Error("gone"));
    const answer = await ask();
    gone.mockRestore();
    expect([answer.status, await answer.text()]).toEqual([503, '{"status":"box-unreachable"}']);
  });

  it("says in a word that migrations are missing, without details", async () => {
    await db().$executeRaw`UPDATE "_prisma_migrations" SET checksum = 'edited'`;
    const answer = await ask();
    expect([answer.status, await answer.text()]).toEqual([503, '{"status":"migrations-missing"}']);
    expect(await health()).toBe("migrations-missing");
  });
});
