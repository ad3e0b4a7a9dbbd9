import "#tests/support/database.ts";
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { inBox, readBox } from "#app/box/store.server.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { verifyEdition } from "#app/queries/opening/verification.server.ts";
import { newReceipt } from "#app/sealing/receipt.ts";
import { type DepositRequest, prepareDeposit } from "#app/sealing/wallet.ts";
import { screened } from "#tests/factories/screened-edition.ts";
import {
  content,
  employee,
  moveDates,
  openEdition,
  send,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";

// Two nodes do at one main database and one ballot box what servers do by themselves, again and
// again and as fast as they can, while a third takes deposits and answers: nothing is lost or
// doubled.

const box = ownBox();
const deposits = 30;
const answersEach = 20;

/** Starts a node; what it says, and how to end it. */
async function node(): Promise<{ said: string[]; stop(): Promise<void> }> {
  const words = [databaseUrl(), box.directory];
  const other = fork("tests/support/processes/box-node.ts", words, {
    execArgv: ["--import", "tsx"],
  });
  const said: string[] = [];
  const gone = new Promise<void>((resolve) => other.once("exit", () => resolve()));
  const ready = new Promise((resolve) => other.once("message", resolve));
  other.on("message", (message) => message !== "ready" && said.push(String(message)));
  await Promise.race([
    ready,
    gone.then(() => Promise.reject(new Error("The node did not start."))),
  ]);
  return { said, stop: () => (other.send("stop"), gone) };
}

describe("two nodes at once (T5)", () => {
  test("lose and double nothing of what a third takes", async () => {
    const sealed = await openEdition();
    const { id } = sealed.edition;
    const requests: DepositRequest[] = [];
    for (let at = 0; at < deposits; at += 1) {
      const wallet = await walletOf(await employee(), sealed);
      requests.push(await prepareDeposit(wallet, sealed, content(), newReceipt()));
    }
    // the opening is a day past, so the list of deposits grows too
    await db().edition.update({
      where: { id },
      data: { opensAt: new Date(Date.now() - 48 * 3_600_000) },
    });
    const set = await screened({ proposals: 2, jurors: 6 });
    const written: string[] = [];

    const nodes = [await node(), await node()];
    const answer = async (at: number) => {
      const message = {
        id: randomUUID(),
        editionId: set.sealed.edition.id,
        proposalId: set.own[at % 2]!.request.proposalId,
        kind: "ANSWER" as const,
        text: `Risposta ${at}`,
        visibleFrom: new Date("2020-01-01"),
      };
      await inBox((tx) => tx.message.create({ data: message }));
      written.push(message.id);
    };
    // writing goes on while both have moved the box several times
    const rounds = () => nodes.map(({ said }) => said.filter((line) => line === "round").length);
    for (let at = 0; at < deposits * answersEach || Math.min(...rounds()) < 3; at += 1) {
      await answer(at);
      if (at % answersEach === 0 && requests[at / answersEach])
        await send(requests[at / answersEach]!);
    }
    await moveDates(sealed.edition, { closesAt: new Date(Date.now() - 1000), graceMinutes: 0 });
    const phase = async () => (await db().edition.findUniqueOrThrow({ where: { id } })).phase;
    await expect.poll(phase, { timeout: 40_000 }).toBe("screening");
    const left = () =>
      readBox(async (client) => [await client.proposal.count(), await client.message.count()]);
    await expect.poll(left, { timeout: 40_000 }).toEqual([0, 0]);
    for (const each of nodes) await each.stop();

    expect(nodes.flatMap(({ said }) => said.filter((line) => line.includes("failed")))).toEqual([]);
    const stood = await db().proposal.findMany({ where: { editionId: id } });
    expect(stood.map((row) => row.id).sort()).toEqual(requests.map((r) => r.proposalId).sort());
    expect(stood.map(({ publicNo }) => publicNo).sort((a, b) => a! - b!)).toEqual(
      requests.map((_, at) => at + 1),
    );
    const spent = { count: deposits, spent: deposits };
    expect(await db().closing.findUniqueOrThrow({ where: { editionId: id } })).toMatchObject(spent);
    const messages = await db().message.findMany({ where: { kind: "ANSWER" } });
    expect(messages.map((row) => row.id).sort()).toEqual([...written].sort());
    expect((await verifyEdition(id)).filter(({ ok }) => !ok)).toEqual([]);
    const entered = { where: { editionId: id, phase: "screening" as const } };
    expect(await db().phaseChange.count(entered)).toBe(1);
  }, 180_000);
});
