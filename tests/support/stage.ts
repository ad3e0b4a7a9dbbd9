import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { databaseUrl } from "#app/platform/db.server.ts";
import { keyEncryptionKey } from "#app/platform/env.server.ts";
import type { SessionComputer } from "#app/platform/accounts/session.server.ts";
import { ownBox } from "./processes/own-box.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import {
  expectAccessible,
  expectNarrow,
  openProfile,
  openProfileOf,
  type Profile,
} from "./story.ts";

/**
 * A server on this file's database with a ballot box, and a browser, up before the stories of a
 * file and gone after them.
 */
export type Stage = {
  world: World;
  browser: Browser;
  /** a profile of somebody in the database */
  profileOf(user: { id: string }, computer?: SessionComputer): Promise<Profile>;
  /** a profile of nobody the server knows */
  visitor(options?: Parameters<typeof openProfile>[3]): Promise<Profile>;
};

/**
 * Sets the stage for the stories of a file, on a server with these settings; what it gives is there
 * once they begin.
 */
export function setStage(settings: Record<string, string> = {}): Stage {
  const stage = {
    profileOf: (user, computer) => openProfileOf(stage.browser, stage.world.origin, user, computer),
    visitor: (options) => openProfile(stage.browser, stage.world.origin, undefined, options),
  } as Stage; // the rest before the first story
  const box = ownBox();
  beforeAll(async () => {
    const environment = {
      DATABASE_URL: databaseUrl(),
      BOX_DIR: box.directory,
      APP_KEK: keyEncryptionKey().toString("base64"),
      ...settings,
    };
    [stage.world, stage.browser] = await Promise.all([startWorld(environment), launchBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await stage.browser?.close();
    await stage.world?.stop();
  });
  return stage;
}

/** Fails when the page as it is keeps somebody out, or is wider than a phone. */
export async function looked(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectNarrow(page);
}
