import {
  verifyAuditChain,
  verifyEdition,
  type Check,
} from "#app/queries/opening/verification.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type Command, CommandError, withDatabase } from "./command.ts";

export const verify: Command = {
  usage: "[EDITION …] [--json]",
  says: "checks the audit chain and, of each edition, manifest, root, counts, sheets, ranking, statements and signatures; changes nothing",
  options: { json: { type: "boolean" } },
  run: async ({ positionals, values }) => {
    const report = await withDatabase(() => checkAll(positionals));
    const failed = Object.values(report)
      .flat()
      .filter(({ ok }) => !ok).length;
    if (values.json) console.log(JSON.stringify({ ok: failed === 0, report }, null, 2));
    else for (const [of, checks] of Object.entries(report)) print(of, checks);
    if (failed > 0) throw new CommandError(`${failed} not as it should be.`);
  },
};

async function checkAll(codes: string[]): Promise<Record<string, Check[]>> {
  const editions = await db().edition.findMany({
    where: codes.length > 0 ? { code: { in: codes } } : {},
    select: { id: true, code: true },
    orderBy: { createdAt: "asc" },
  });
  const unknown = codes.filter((code) => !editions.some((edition) => edition.code === code));
  if (unknown.length > 0) throw new CommandError(`There is no edition ${unknown.join(", ")}.`);
  const report: Record<string, Check[]> = { "all editions": await verifyAuditChain() };
  for (const { id, code } of editions) report[`edition ${code}`] = await verifyEdition(id);
  return report;
}

function print(of: string, checks: Check[]): void {
  console.log(of);
  if (checks.length === 0) console.log("      nothing was sealed in it");
  for (const { about, ok, says } of checks)
    console.log(`${ok ? "ok   " : "FAIL "} ${about}: ${says}`);
}
