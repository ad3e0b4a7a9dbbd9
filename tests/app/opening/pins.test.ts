import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import { afterEach, expect, test, vi } from "vitest";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { parseEnvironment } from "#app/platform/env.server.ts";
import { forget } from "#app/platform/process-singleton.server.ts";
import { pinOf } from "#app/platform/pins.server.ts";
import * as trust from "#app/routes/public/trust.tsx";
import * as verify from "#app/routes/public/verify.tsx";
import { manifestHash } from "#app/sealing/manifest.ts";
import { preparedEdition, type SealedEdition } from "#tests/factories/sealed-edition.ts";
import { refusalOf } from "#tests/support/refusal.ts";
import { written } from "#tests/support/written.tsx";

// In production no edition is announced without its pin, unless the city waives it in public.

const waived = "non è fissata fuori dal database, per scelta di questa installazione";
const waivedOnTrust = "per scelta di questa installazione l’impronta non è fissata";

function settings(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  forget("env");
}

afterEach(() => {
  vi.unstubAllEnvs();
  forget("env");
});

const announced = ({ edition, organiser }: SealedEdition) =>
  enterPhase(organiser.id, edition.id, "announced");

async function publicPages({ edition: { code } }: SealedEdition): Promise<string> {
  const pages = await Promise.all([
    written(verify, "it", "editions/:code/verify", { code }),
    written(trust, "it", "trust", {}),
  ]);
  return pages.join("\n");
}

test("in production an edition without a pin is not announced; with its pin it is", async () => {
  const sealed = await preparedEdition();
  settings({ NODE_ENV: "production", MANIFEST_PINS: "" });
  expect(await refusalOf(announced(sealed))).toMatchObject({
    code: "blocked",
    reasons: [{ key: "manifest-unpinned" }],
  });
  settings({ EDITION_MANIFESTS: pinOf(sealed.edition.id, manifestHash(sealed.manifest)) });
  await announced(sealed);
  expect(await publicPages(sealed)).toContain("L’impronta è fissata anche fuori dal database.");
  expect(await publicPages(sealed)).not.toContain(waived);
});

test("where pins are waived it is announced without, and the public pages say so", async () => {
  const sealed = await preparedEdition();
  settings({ NODE_ENV: "production", MANIFEST_PINS: "waived" });
  await announced(sealed);
  for (const words of [waived, waivedOnTrust]) expect(await publicPages(sealed)).toContain(words);
});

test("a setting that is neither stops the start", () => {
  expect(() => parseEnvironment({ MANIFEST_PINS: "no" })).toThrow("MANIFEST_PINS");
});
