import { setTimeout as pause } from "node:timers/promises";
import { readBox } from "#app/box/store.server.ts";
import { entitlementOf } from "#app/deposit/entitlement-header.ts";
import { padded } from "#app/deposit/padding.ts";
import { toBase64, random } from "#app/sealing/bytes.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { accessKeyFor, type DepositRequest, prepareDeposit } from "#app/sealing/wallet.ts";
import {
  content,
  depositBy,
  employee,
  openEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { another, passMaker, withWorld } from "./bench-world.ts";
import { type Bench, type Figure, median, quantile, timed } from "./measure.ts";

const perSecond = 17;
const clients = 32;

/**
 * The last ten minutes before the deadline: 17 deposits a second, by 32 clients behind one address.
 */
export function deadlineRush(minutes: number): Bench {
  return {
    name: "Deadline rush",
    run: (say) =>
      withWorld(async ({ origin }) => {
        const sealed = await openEdition();
        const count = Math.round(perSecond * 60 * minutes);
        const model = await prepareDeposit(
          await walletOf(await employee(), sealed),
          sealed,
          content(),
          newReceipt(),
        );
        const makePass = await passMaker(sealed.edition.id);
        say(`making ${count} passes`);
        const bodies = Array.from({ length: count }, () => another(model, makePass()));
        const alone = await Promise.all(
          [bodies[0]!].map(async (request) => timed(() => post(origin, request))),
        );
        const rush = await run(origin, bodies.slice(1), say);
        const stored = await readBox((box) =>
          box.proposal.count({ where: { editionId: sealed.edition.id } }),
        );
        return [
          { what: "one deposit alone (baseline)", value: median(alone), unit: "ms" },
          {
            what: `${count} deposits at ${perSecond}/s, ${clients} clients, ${minutes} min: median`,
            value: median(rush),
            unit: "ms",
          },
          {
            what: "the same: 95 of 100 under",
            value: quantile(rush, 0.95),
            unit: "ms",
            limit: 500,
          },
          { what: "the same: the slowest", value: Math.max(...rush), unit: "ms" },
          { what: "deposits lost", value: count - stored, unit: "lost", limit: 0 },
        ];
      }),
  };
}

/**
 * Deposits arrive evenly; a client that is still waiting takes the next one late, and its wait
 * counts. A refusal of a full house is tried again, as the page does.
 */
async function run(
  origin: string,
  bodies: DepositRequest[],
  say: (line: string) => void,
): Promise<number[]> {
  const taken: number[] = [];
  const start = performance.now();
  let next = 0;
  const client = async () => {
    for (let at = next++; at < bodies.length; at = next++) {
      const due = start + (at / perSecond) * 1000;
      await pause(Math.max(0, due - performance.now()));
      while ((await post(origin, bodies[at]!)) === 503) await pause(200);
      taken.push(performance.now() - due);
      if (taken.length % 1000 === 0) say(`${taken.length} of ${bodies.length}`);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return taken;
}

/** Hands one in; any answer but 'done' and 'full house' ends the benchmark. */
async function post(origin: string, request: DepositRequest): Promise<number> {
  const { status } = await ask(origin, request);
  if (status !== 200 && status !== 503) throw new Error(`A deposit was answered ${status}.`);
  return status;
}

async function ask(origin: string, request: object): Promise<Response> {
  const body = padded(request);
  const response = await fetch(`${origin}/p/api`, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", ...entitlementOf({ ...request }, body) },
  });
  await response.arrayBuffer();
  return response;
}

/**
 * A receipt of another edition is refused as fast as one that never was: nobody learns by the clock
 * which exist.
 */
export const guessedReceipts: Bench = {
  name: "Guessed receipts",
  run: () =>
    withWorld(async ({ origin }) => {
      const [sealed, other] = [await openEdition(), await openEdition()];
      const { receipt } = await depositBy(await employee(), other);
      const times: Record<"unknown" | "wrong", number[]> = { unknown: [], wrong: [] };
      const requests = {
        unknown: () => ({
          op: "read",
          edition: sealed.edition.id,
          accessKey: toBase64(random(32)),
        }),
        wrong: () => ({
          op: "read",
          edition: sealed.edition.id,
          accessKey: accessKeyFor(receipt, other.edition.id),
        }),
      };
      for (let i = 0; i < 2_200; i += 1) {
        for (const kind of i % 2
          ? (["unknown", "wrong"] as const)
          : (["wrong", "unknown"] as const)) {
          const time = await timed(() => ask(origin, requests[kind]()));
          if (i >= 200) times[kind].push(time);
        }
      }
      const [unknown, wrong] = [median(times.unknown), median(times.wrong)];
      const figures: Figure[] = [
        { what: "unknown receipt, median of 2,000", value: unknown, unit: "ms" },
        { what: "another edition's receipt, median of 2,000", value: wrong, unit: "ms" },
        {
          what: "difference",
          value: (Math.abs(unknown - wrong) / unknown) * 100,
          unit: "%",
          limit: 5,
        },
      ];
      return figures;
    }),
};
