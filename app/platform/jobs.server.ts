import PgBoss from "pg-boss";
import { databaseUrl, db } from "./db.server.ts";
import { closeTransport, deliver } from "./mail/delivery.server.ts";
import { env } from "./env.server.ts";
import { describeError, log } from "./log.server.ts";
import { forget, processSingleton } from "./process-singleton.server.ts";
import { mailQueue, mailTries, queueForgotten } from "./mail/outbox.server.ts";

/**
 * Something the server does by itself, again and again; `run` is idempotent and locks in the
 * database what only one node may do.
 */
export type Work = { name: string; everySeconds: number; run(): Promise<void> };

/** How mails are tried; tests are in a hurry. */
export type MailTiming = { pollSeconds: number; sweepSeconds: number; firstPauseSeconds: number };
const defaultTiming: MailTiming = { pollSeconds: 2, sweepSeconds: 60, firstPauseSeconds: 60 };

type Jobs = { boss: PgBoss | null; loops: Loop[]; stopping: boolean };
type Loop = { stop(): void; done(): Promise<void> };

const holder = () => processSingleton("jobs", () => ({ jobs: null as Jobs | null }));
const atOnce = 4;

/** Starts the job queue, the sending of mails where SMTP_URL is set, and `work`. */
export async function startJobs(work: Work[], timing: Partial<MailTiming> = {}): Promise<void> {
  const pace = { ...defaultTiming, ...timing };
  const boss = new PgBoss({ connectionString: databaseUrl(), max: 3, schedule: false });
  boss.on("error", (error) => log().error({ event: "jobs", ...describeError(error) }));
  await boss.start();
  const policy = {
    name: mailQueue,
    retryLimit: mailTries - 1,
    retryDelay: pace.firstPauseSeconds,
    retryBackoff: true,
    expireInSeconds: 180,
  };
  await boss.createQueue(mailQueue, policy);
  await boss.updateQueue(mailQueue, policy);
  const jobs = startWork([], boss);
  jobs.loops = [...(env().SMTP_URL ? mailWork(jobs, boss, pace) : []), ...work].map(repeat);
}

/** Starts `work` alone, where there is no database for a queue. */
export function startWork(work: Work[], boss: PgBoss | null = null): Jobs {
  const jobs: Jobs = { boss, loops: work.map(repeat), stopping: false };
  holder().jobs = jobs;
  return jobs;
}

/** Lets finish what is under way, then stops. */
export async function stopJobs(): Promise<void> {
  const { jobs } = holder();
  if (!jobs) return;
  forget("jobs");
  jobs.stopping = true;
  for (const loop of jobs.loops) loop.stop();
  await Promise.race([Promise.all(jobs.loops.map((loop) => loop.done())), patience()]);
  await jobs.boss?.stop({ timeout: 1000 });
  if (env().SMTP_URL) closeTransport();
}

function mailWork(jobs: Jobs, boss: PgBoss, pace: MailTiming): Work[] {
  return [
    { name: "mail-sweep", everySeconds: pace.sweepSeconds, run: () => queueForgotten(db()) },
    { name: "mail", everySeconds: pace.pollSeconds, run: () => sendWaiting(jobs, boss) },
  ];
}

/**
 * Sends whatever waits and is due. (pg-boss's own `work` leaves a rejection unhandled when the
 * database goes away.)
 */
async function sendWaiting(jobs: Jobs, boss: PgBoss): Promise<void> {
  while (!jobs.stopping) {
    const due = (await boss.fetch(mailQueue, { batchSize: atOnce })) ?? [];
    if (due.length === 0) return;
    await Promise.all(due.map(({ id }) => send(boss, id)));
  }
}

async function send(boss: PgBoss, id: string): Promise<void> {
  const delivery = await deliver(id);
  if (delivery === "again") await boss.fail(mailQueue, id);
  // a job that is kept says to the millisecond when it was made
  else await boss.deleteJob(mailQueue, id);
  if (delivery !== "sent") log().warn({ event: "mail", delivery });
}

/**
 * Runs `work` now and then every so often, never twice at once; a failure is logged and does not
 * end it.
 */
function repeat({ name, everySeconds, run }: Work): Loop {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const turn = async (): Promise<void> => {
    try {
      await run();
    } catch (error) {
      log().error({ event: "work", name, ...describeError(error) });
    }
    if (!stopped) timer = setTimeout(() => (current = turn()), everySeconds * 1000).unref();
  };
  let current = turn();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    done: () => current,
  };
}

function patience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20_000).unref());
}
