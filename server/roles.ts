import { layDownDepositDays, takeUpDepositDays } from "#app/box/deposit-days.server.ts";
import { BoxUnreachable, openDoor } from "#app/box/door.server.ts";
import type { Door } from "#app/box/door-line.server.ts";
import { closeReplica, openReplica } from "#app/box/replica.server.ts";
import { rotateWhenDue } from "#app/box/rotation.server.ts";
import { closeBox, keepBoxRunning, openBox } from "#app/box/store.server.ts";
import { wrapKey } from "#app/box/wrap-key.server.ts";
import { checkBoxMark } from "#app/commands/box/box-mark.server.ts";
import {
  moveEarlierDeposits,
  refuseEarlierDeposits,
} from "#app/commands/box/earlier-deposits.server.ts";
import { tellReplica } from "#app/commands/box/replica.server.ts";
import { writeDepositDays } from "#app/commands/box/deposit-days.server.ts";
import { readCity } from "#app/platform/city.server.ts";
import { updateOlderBox, updateRestartedBox } from "#app/commands/box/older-box.server.ts";
import { closeDatabase, connect, keepRunning, openDatabase } from "#app/platform/db.server.ts";
import { env, type Environment } from "#app/platform/env.server.ts";
import { readGuardIndexFrom } from "#app/platform/guard-index.server.ts";
import { startJobs, startWork, stopJobs, type Work } from "#app/platform/jobs.server.ts";
import { checkKeyMark } from "#app/platform/key-mark.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { takeToldCity, tellGuardIndex, tellPage, toldGuardHashes } from "./told.ts";
import { refuseDemoInProduction, work } from "./work.ts";

// What a process opens, does by itself and closes. Without ROLE it is both the main server and the
// ballot box; with ROLE it is one of them, and asks or is asked at the box's door.

type Role = { open(): Promise<void>; close(): Promise<void> };

/** The ballot box moves by itself, wherever it is. */
const rotation: Work = { name: "rotation", everySeconds: 15, run: rotateWhenDue };

/** A main server tells the box what it cannot read in the main database. */
const telling: Work[] = [
  { name: "restarted-box", everySeconds: 5, run: updateRestartedBox },
  { name: "box-page", everySeconds: 5, run: tellPage },
  { name: "box-guard-index", everySeconds: 30, run: tellGuardIndex },
  { name: "box-replica", everySeconds: 10, run: tellReplica },
];

const both: Role = {
  open: async () => {
    await openDatabase();
    await openBox();
    await checkKeyMark();
    await checkBoxMark();
    await moveEarlierDeposits();
    await updateOlderBox();
    await openSite();
    keepBoxRunning(toLog("box-revived"));
    await startJobs([...work, rotation]);
  },
  close: async () => {
    await stopJobs();
    await writeDepositDays({ all: true });
    await closeBox({ stopAdopted: true });
    await closeDatabase({ stopAdopted: true });
  },
};

const main: Role = {
  open: async () => {
    await openDatabase();
    await checkKeyMark();
    await refuseEarlierDeposits();
    await updateRestartedBox().catch((error: unknown) => {
      if (!(error instanceof BoxUnreachable)) throw error; // it is no reason not to serve the rest
      toLog("box-unreachable")(error);
    });
    await openSite();
    await startJobs([...work, ...telling]);
  },
  close: async () => {
    await stopJobs();
    await closeDatabase({ stopAdopted: true });
  },
};

const opened: { door?: Door } = {};

const box: Role = {
  open: async () => {
    // what comes after the closing is read in the main database, or in a replica of what `/p` shows
    connect(env().DATABASE_URL || (await openReplica()));
    await wrapKey();
    await openBox();
    await takeUpDepositDays();
    keepBoxRunning(toLog("box-revived"));
    opened.door = await openDoor(toLog("door"));
    readGuardIndexFrom(toldGuardHashes);
    await takeToldCity();
    startWork([rotation, { name: "city", everySeconds: 30, run: takeToldCity }]);
  },
  close: async () => {
    await opened.door?.close();
    await stopJobs();
    await layDownDepositDays();
    await closeBox({ stopAdopted: true });
    await closeDatabase();
    await closeReplica();
  },
};

/** By ROLE. */
export const roles: Record<Environment["ROLE"], Role> = { "": both, main, box };

async function openSite(): Promise<void> {
  await refuseDemoInProduction(process.argv.includes("--demo"));
  await readCity();
  keepRunning(toLog("database-revived"));
}

/** Says in the log what happened by itself, or failed. */
function toLog(event: string) {
  return (error?: unknown) =>
    log().error({ event, ...(error === undefined ? {} : describeError(error)) });
}
