import { build } from "vite";
import { blindSign, newEditionKeys } from "#app/platform/issuer.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lucia, newSessionId } from "#app/platform/accounts/session.server.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { askForPasses } from "#app/sealing/wallet.ts";
import {
  content,
  depositBy,
  employee,
  openEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { freezeAndSign, judgeAll, quorumOf, release } from "#tests/factories/frozen-edition.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { scriptPerPage, sent, worker } from "#tests/support/script.ts";
import { withWorld } from "./bench-world.ts";
import { type Bench, cpuPerCall, type Figure, median, timed } from "./measure.ts";

/** Signing and sealing. */
export const sealing: Bench = {
  name: "Signing, sealing, opening",
  run: (say) =>
    withWorld(async (world) => {
      const sealed = await openEdition({ quorum: 3, custodianCount: 5 });
      const wallet = await walletOf(await employee(), sealed);
      const blinded = fromBase64((await askForPasses(sealed)).request.blinded[0]!);
      const { issuerPrivate } = await db().editionKeys.findUniqueOrThrow({
        where: { editionId: sealed.edition.id },
      });
      const figures: Figure[] = [
        {
          what: "make an edition's keys (baseline)",
          value: await timed(newEditionKeys),
          unit: "ms",
        },
        {
          what: "blind signature, server, CPU",
          value: cpuPerCall(200, () => blindSign(issuerPrivate!, blinded)),
          unit: "ms",
          limit: 3,
        },
      ];
      say("browser");
      figures.push(...(await inBrowser(world.origin, sealed.manifest, wallet)));
      say("opening");
      for (let i = 0; i < 20; i += 1)
        await depositBy(await employee(), sealed, content({ title: `Idea ${i}` }));
      await judgeAll(sealed, 20);
      await freezeAndSign(sealed);
      const opened = await timed(async () => {
        for (const custodian of quorumOf(sealed)) await release(sealed, custodian);
      });
      const count = await db().openedEnvelope.count({ where: { editionId: sealed.edition.id } });
      figures.push({
        what: `open ${count} envelopes by 3 custodians`,
        value: opened / 1000,
        unit: "s",
        limit: 5,
      });
      return figures;
    }),
};

/**
 * What an employee's browser does: seal one envelope, and get passes on the desk without the page
 * standing still.
 */
async function inBrowser(origin: string, manifest: string, wallet: object): Promise<Figure[]> {
  const code = await bundled("app/sealing/wallet.ts", "wallet");
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/it`);
    await page.evaluate(code + ";globalThis.sealedWallet = wallet;");
    const times = await page.evaluate(
      async ({ manifest, wallet, content, receipts }) => {
        const { prepareDeposit } = (
          globalThis as unknown as {
            sealedWallet: { prepareDeposit(...args: unknown[]): Promise<unknown> };
          }
        ).sealedWallet;
        const taken: number[] = [];
        for (const receipt of receipts) {
          const start = performance.now();
          await prepareDeposit(wallet, manifest, content, receipt);
          taken.push(performance.now() - start);
        }
        return taken;
      },
      { manifest, wallet, content: content(), receipts: Array.from({ length: 30 }, newReceipt) },
    );
    return [
      {
        what: "seal one envelope for 5 custodians, Chromium, median of 30",
        value: median(times),
        unit: "ms",
        limit: 50,
      },
      await longestBlock(browser, origin),
    ];
  } finally {
    await browser.close();
  }
}

/** A module and all it imports as one script that sets a global. */
async function bundled(entry: string, name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, target: "es2023", lib: { entry, name, formats: ["iife"] } },
  });
  const [output] = [built].flat();
  if (!output || !("output" in output)) throw new Error("Nothing was built.");
  return output.output[0].code;
}

/** The longest time the desk could not answer while passes were computed. */
async function longestBlock(
  browser: Awaited<ReturnType<typeof launchBrowser>>,
  origin: string,
): Promise<Figure> {
  const context = await browser.newContext({ locale: "it-IT" });
  const session = await lucia().createSession(
    (await employee()).id,
    {},
    { sessionId: newSessionId("private") },
  );
  await context.addCookies([
    { name: "innova_session", value: session.id, domain: new URL(origin).hostname, path: "/area" },
  ]);
  await context.addInitScript(() => {
    const blocks: number[] = ((globalThis as unknown as { blocks: number[] }).blocks = []);
    new PerformanceObserver((list) =>
      blocks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: "longtask", buffered: true });
  });
  const page = await context.newPage();
  await page.goto(`${origin}/area/desk`);
  await page.waitForFunction(
    () => Object.keys(localStorage).some((key) => key.startsWith("innova.wallet.")),
    undefined,
    { timeout: 60_000 },
  );
  const longest = await page.evaluate(() =>
    Math.max(0, ...(globalThis as unknown as { blocks: number[] }).blocks),
  );
  return {
    what: "longest block of the page while passes are computed",
    value: longest,
    unit: "ms",
    limit: 200,
  };
}

/**
 * What pages ask for before they can be used, and the worker of the anonymous page, which is loaded
 * when idle.
 */
export const scripts: Bench = {
  name: "Scripts",
  run: async () => {
    const pages = [...scriptPerPage()];
    const [largest, bytes] = pages
      .filter(([id]) => id.startsWith("routes/area/") && !id.startsWith("routes/area/preview/"))
      .toSorted(([, a], [, b]) => b - a)[0]!;
    return [
      {
        what: "script of /p",
        value: new Map(pages).get("routes/p/page")! / 1000,
        unit: "kB",
        limit: 180,
      },
      {
        what: "sealing worker, loaded when idle",
        value: sent(worker()) / 1000,
        unit: "kB",
        limit: 85,
      },
      {
        what: `most script of a page of the area (${largest.replace("routes/area/", "")})`,
        value: bytes / 1000,
        unit: "kB",
        limit: 170,
      },
    ];
  },
};
