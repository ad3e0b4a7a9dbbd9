import "#tests/support/database.ts";
import "#app/i18n/all.ts";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { inBox } from "#app/box/store.server.ts";
import { listDepositsNightly } from "#app/commands/box/deposit-list.server.ts";
import { dayAfter, localDay } from "#app/domain/screening/dialogue.ts";
import {
  type Deposited,
  depositBy,
  employee,
  openEdition,
  type SealedEdition,
} from "#tests/factories/sealed-edition.ts";
import { asOwner } from "#tests/support/owner.ts";
import { looked, setStage } from "#tests/support/stage.ts";

// Somebody comes back with the receipt and finds the deposit in the public list; what was dropped
// after a midnight is told.

const stage = setStage();

describe("a proposer who comes back", () => {
  let sealed: SealedEdition;
  let own: Deposited;
  let fresh: Deposited;
  let page: Page;

  beforeAll(async () => {
    sealed = await openEdition();
    const { id, timeZone } = sealed.edition;
    await asOwner((tx) =>
      tx.edition.update({
        where: { id },
        data: { opensAt: new Date(Date.now() - 5 * 86_400_000) },
      }),
    );
    own = await depositBy(await employee(), sealed);
    // as if it had been handed in the day before
    await inBox((tx) =>
      tx.depositTag.updateMany({
        where: { listedFrom: dayAfter(localDay(new Date(), timeZone)) },
        data: { listedFrom: localDay(new Date(), timeZone) },
      }),
    );
    await listDepositsNightly();
    fresh = await depositBy(await employee(), sealed);
    ({ page } = await stage.visitor());
  }, 60_000);

  async function comeBack({ receipt }: Deposited): Promise<void> {
    await page.goto("/p/it");
    await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
    await page.getByRole("button", { name: "Apri", exact: true }).click();
  }

  test("sees the deposit in the list, whose fingerprint is the one on the public page", async () => {
    await comeBack(own);
    await page.getByText("La tua consegna è nell'elenco pubblico").waitFor();
    const here = await page.getByTestId("list-hash").textContent();
    await looked(page);
    await page.goto(`/it/editions/${sealed.edition.code}/verify`);
    await page.getByRole("heading", { name: "Elenco delle consegne" }).waitFor();
    expect(await page.locator("#deposits ~ .hash").textContent()).toBe(here);
    await looked(page);
  });

  test("is told of the next midnight on the day of the deposit", async () => {
    await comeBack(fresh);
    await page.getByText("Dalla prossima mezzanotte").waitFor();
    await looked(page);
  });

  test("is told when a listed deposit was dropped, and one that was never listed is only unknown", async () => {
    await inBox(async (tx) => {
      for (const proposalId of [own, fresh].map(({ request }) => request.proposalId)) {
        await tx.access.deleteMany({ where: { proposalId } });
        await tx.envelope.deleteMany({ where: { proposalId } });
        await tx.proposal.delete({ where: { id: proposalId } });
      }
    });
    await comeBack(fresh);
    await page.getByText("Nessuna proposta con questo codice ricevuta").waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.getByText("ma la consegna non si trova più").count()).toBe(0);
    await comeBack(own);
    await page.getByText("ma la consegna non si trova più").waitFor();
    await looked(page);
  });
});
