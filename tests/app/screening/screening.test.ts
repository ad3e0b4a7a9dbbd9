import "#tests/support/database.ts";
import { describe, expect, it } from "vitest";
import { screenProposal } from "#app/commands/screening/screening.server.ts";
import { phases } from "#app/domain/phase.ts";
import { whyNotScreen } from "#app/domain/screening/screening.ts";
import { screeningSchema } from "#app/domain/screening/form.ts";
import { db } from "#app/platform/db.server.ts";
import { action, loader as page } from "#app/routes/area/manage/screening/proposal.tsx";
import { loader as list } from "#app/routes/area/manage/screening/page.tsx";
import { renderMarkdown } from "#app/ui/published/markdown.tsx";
import { judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { ask } from "#tests/support/asking.ts";
import { expectRefused } from "#tests/support/refusal.ts";
import { asOwner } from "#tests/support/owner.ts";

describe("screening a proposal", () => {
  it("clears it or excludes it with a reason, and may be changed until scoring", async () => {
    const { edition, carla, proposals } = await judging({ phase: "screening", cleared: false });
    await screenProposal(carla.id, edition.id, 1, {
      verdict: "EXCLUDED",
      reason: "Nomina il proprio ufficio.",
    });
    await screenProposal(carla.id, edition.id, 2, { verdict: "CLEARED", reason: "ignorato" });
    await screenProposal(carla.id, edition.id, 1, { verdict: "CLEARED", reason: "" });
    const rows = await db().screening.findMany({
      where: { proposal: { editionId: edition.id } },
      select: { proposalId: true, verdict: true, reason: true },
    });
    expect(new Set(rows)).toEqual(
      new Set([
        { proposalId: proposals[0]!.id, verdict: "CLEARED", reason: "" },
        { proposalId: proposals[1]!.id, verdict: "CLEARED", reason: "" },
      ]),
    );
    const acts = await db().auditEntry.findMany({
      where: { editionId: edition.id },
      orderBy: { seq: "asc" },
      select: { action: true, objectId: true, actorId: true },
    });
    expect(acts).toEqual(
      [
        ["proposal.excluded", "1"],
        ["proposal.cleared", "2"],
        ["proposal.cleared", "1"],
      ].map(([act, objectId]) => ({ action: act, objectId, actorId: carla.id })),
    );
  });

  it("asks every juror for conflicts again when one more is cleared, and not when nothing changes", async () => {
    const { edition, carla, jury } = await judging({ phase: "screening" });
    const declared = () =>
      db()
        .juror.findUniqueOrThrow({ where: { id: jury.bruno.id } })
        .then(({ confirmedOwn }) => confirmedOwn);
    await screenProposal(carla.id, edition.id, 1, { verdict: "CLEARED", reason: "" });
    expect(await declared()).toBe(true);
    await screenProposal(carla.id, edition.id, 1, { verdict: "EXCLUDED", reason: "Doppia." });
    expect(await declared()).toBe(true);
    await screenProposal(carla.id, edition.id, 1, { verdict: "CLEARED", reason: "" });
    expect(await declared()).toBe(false);
  });

  it("takes an excluded proposal out of the assignment", async () => {
    const { edition, carla, proposals } = await judging({ phase: "screening" });
    await screenProposal(carla.id, edition.id, 2, { verdict: "EXCLUDED", reason: "Doppia." });
    expect(await db().assignment.count({ where: { proposalId: proposals[1]!.id } })).toBe(0);
    expect(await db().assignment.count({ where: { proposalId: proposals[0]!.id } })).toBe(4);
  });

  it.each(
    phases.map((phase) => [phase, whyNotScreen(phase)] as const).filter(([, why]) => why !== null),
  )("is refused in %s: %s", async (phase, why) => {
    const { edition, carla } = await judging({ phase, proposals: 1, cleared: false });
    await expectRefused(
      screenProposal(carla.id, edition.id, 1, { verdict: "CLEARED", reason: "" }),
      why!,
    );
    expect(await db().screening.count({ where: { proposal: { editionId: edition.id } } })).toBe(0);
  });

  it("is refused for a withdrawn proposal as for one that does not exist", async () => {
    const { edition, carla, proposals } = await judging({ phase: "screening", cleared: false });
    await asOwner((tx) =>
      tx.proposal.update({ where: { id: proposals[0]!.id }, data: { withdrawn: true } }),
    );
    await expectRefused(
      screenProposal(carla.id, edition.id, 1, { verdict: "CLEARED", reason: "" }),
      "not-found",
    );
    await expectRefused(
      screenProposal(carla.id, edition.id, 99, { verdict: "CLEARED", reason: "" }),
      "not-found",
    );
  });

  it("needs a verdict, and a reason to exclude", () => {
    const issues = (input: object) =>
      screeningSchema
        .safeParse(input)
        .error?.issues.map(({ path, message }) => [path.join("."), message]);
    expect(issues({})).toEqual([["verdict", "required"]]);
    expect(issues({ verdict: "EXCLUDED", reason: "  " })).toEqual([["reason", "required"]]);
    expect(issues({ verdict: "CLEARED" })).toBeUndefined();
  });
});

describe("the screening pages", () => {
  it("do not show withdrawn proposals, and lead on to the next without a verdict", async () => {
    const { edition, carla, proposals } = await judging({ phase: "screening", cleared: false });
    await asOwner((tx) =>
      tx.proposal.update({ where: { id: proposals[2]!.id }, data: { withdrawn: true } }),
    );
    const all = await ask(list, { as: carla, params: { edition: edition.code } });
    expect(all.text).toContain("titolo-della-proposta-4");
    expect(all.text).not.toContain("titolo-della-proposta-3");
    expect(
      (await ask(page, { as: carla, params: { edition: edition.code, no: "3" } })).status,
    ).toBe(404);
    const saved = await ask(action, {
      as: carla,
      params: { edition: edition.code, no: "2" },
      form: { verdict: "CLEARED" },
    });
    expect(saved.location).toBe(`/area/manage/${edition.code}/screening/4`);
  });

  it("keep what was typed when a field is missing", async () => {
    const { edition, carla } = await judging({ phase: "screening", cleared: false });
    const answer = await ask(action, {
      as: carla,
      params: { edition: edition.code, no: "1" },
      form: { verdict: "EXCLUDED", reason: "" },
    });
    expect(answer).toMatchObject({
      status: 400,
      value: { result: { error: { reason: ["required"] }, initialValue: { verdict: "EXCLUDED" } } },
    });
  });

  it.each(["dario", "ada"])("do not exist for %s", async (who) => {
    const { edition, jury } = await judging({ phase: "screening" });
    const as = who === "dario" ? jury.dario.user : await aPerson();
    for (const loader of [list, page])
      expect(await ask(loader, { as, params: { edition: edition.code, no: "1" } })).toMatchObject({
        status: 404,
        text: "Not found",
      });
  });

  it.each(["0", "-1", "1e3", "x", "9999999", "1.0"])("answer 404 to the number %s", async (no) => {
    const { edition, carla } = await judging({ phase: "screening", proposals: 1 });
    expect((await ask(page, { as: carla, params: { edition: edition.code, no } })).status).toBe(
      404,
    );
  });
});

describe("what somebody wrote in Markdown", () => {
  it.each([
    ["<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"],
    ["![foto](https://spia.example/p.png)", "<p>foto</p>\n"],
    ["[qui](https://spia.example)", "<p>qui (https://spia.example)</p>\n"],
    ["<https://spia.example>", "<p>https://spia.example</p>\n"],
    ["[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"],
    ["# Titolo", "<h5>Titolo</h5>\n"],
    ["**forte**", "<p><strong>forte</strong></p>\n"],
  ])("%s", (text, html) => {
    expect(renderMarkdown(text)).toBe(html);
  });

  it.each([
    ["columns", `${"|a".repeat(900)}|\n${"|-".repeat(900)}|\n${"a\n".repeat(4000)}`.slice(0, 8000)],
    ["rows", `|a|b|\n|-|-|\n${"a\n".repeat(4000)}`],
    [
      "tables in a quotation",
      `> a|b\n> -|-${"|-".repeat(500)}\n${"> a\n".repeat(4000)}`.slice(0, 8000),
    ],
    [
      "tables in a list",
      `- a|b${"|a".repeat(500)}\n  -|-${"|-".repeat(500)}\n${"  a\n".repeat(4000)}`.slice(0, 8000),
    ],
  ])("with more %s than anybody reads is shown as it was typed, without a table", (_what, text) => {
    expect(renderMarkdown(text)).not.toContain("<t");
    expect(renderMarkdown(text).length).toBeLessThan(5 * text.length);
  });

  it("keeps a table that somebody reads, also beside much else", () => {
    const table = "| Voce | Costo |\n|---|:-:|\n" + "| Carta | 3 |\n".repeat(200);
    const [rows, beside] = [
      202,
      `${"Una riga di testo.\n".repeat(2000)}\n${table}\n${"- un punto\n".repeat(1000)}`,
    ];
    expect(renderMarkdown(table).split("<tr>")).toHaveLength(rows);
    expect(renderMarkdown(beside).split("<tr>")).toHaveLength(rows);
  });

  it("never holds an attribute that fetches or leads away", () => {
    const hostile = [
      "[a](//b)",
      '![a](b "t")',
      "[a]: http://b\n[a]",
      "<img src=x onerror=alert(1)>",
      "<a href=x>y</a>",
      "`<b>`",
      "| a |\n|--|\n| [x](y) |",
    ].join("\n\n");
    expect(renderMarkdown(hostile)).not.toMatch(
      /<(?:a|img|script|iframe)\b|\s(?:href|src|on\w+)=(?=")/i,
    );
  });
});
