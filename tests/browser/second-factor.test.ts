import "#tests/support/database.ts";
import { TOTP, Secret } from "otpauth";
import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { addAuthenticator } from "#app/commands/people/second-factor.server.ts";
import { secretOfSession, typedSecret } from "#app/platform/accounts/authenticator.server.ts";
import { db } from "#app/platform/db.server.ts";
import { hashPassword } from "#app/platform/accounts/password.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { enters, judging } from "#tests/factories/judging.ts";
import { aPerson } from "#tests/factories/person.ts";
import { looked, setStage } from "#tests/support/stage.ts";

const password = "correct horse battery";
const stage = setStage({ SECOND_FACTOR: "required" });

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/area/login");
  await page.getByLabel("Indirizzo e-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Entra" }).click();
}

function codeNow(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, "")) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });
}

/** With the code of the step before, so that the one of now is still to be used. */
async function setUpApp(page: Page): Promise<{ secret: string; used: string }> {
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  const used = codeNow(secret, -1);
  await page.getByLabel("Le sei cifre dell'app").fill(used);
  await page.getByRole("button", { name: "Aggiungi l'app" }).click();
  await page.getByText("d'ora in poi te lo chiediamo").waitFor();
  return { secret, used };
}

describe("whoever acts for others", () => {
  test("sets up an app before the first page of the role, keeps recovery codes, and signs in with both", async () => {
    const ada = await aPerson({
      isAdministrator: true,
      passwordHash: await hashPassword(password),
    });
    const { page, problems } = await stage.visitor();
    await signIn(page, ada.email);
    await page.getByText("Il tuo ruolo lo richiede").waitFor();
    await looked(page);
    await page.getByLabel("Le sei cifre dell'app").fill("000000");
    await page.getByRole("button", { name: "Aggiungi l'app" }).click();
    await page.getByText("Non sono le cifre di adesso").waitFor();
    await looked(page);
    const { secret, used } = await setUpApp(page);
    await looked(page);
    await page.getByRole("link", { name: "Crea i codici di recupero" }).click();
    await page.getByRole("heading", { name: "Codici di recupero", level: 1 }).waitFor();
    await looked(page);
    await page.getByRole("button", { name: "Crea i codici di recupero" }).click();
    await page.getByTestId("codes").waitFor();
    await looked(page);
    const [code = ""] = await page.getByTestId("codes").getByRole("listitem").allTextContents();
    await page.goto("/area/account/second-factor?back=%2Farea%2Fadmin%2Fpeople");
    await page.getByText("Ti restano 10 codici").waitFor();
    await page.getByRole("link", { name: "Continua dove volevi andare" }).click();
    await page.getByRole("heading", { name: "Persone" }).waitFor();

    const other = await stage.visitor();
    await signIn(other.page, ada.email);
    await other.page.getByLabel("Codice dell'app").waitFor();
    await looked(other.page);
    await other.page.getByLabel("Codice dell'app").fill(used);
    await other.page.getByRole("button", { name: "Continua" }).click();
    await other.page.getByText("o è già stato usato").waitFor();
    await looked(other.page);
    await other.page.getByLabel("Codice dell'app").fill(codeNow(secret, 1));
    await other.page.getByRole("button", { name: "Continua" }).click();
    await other.page.getByRole("heading", { name: "Ciao Ada" }).waitFor();
    await other.page.goto("/area/admin/people");
    await other.page.getByRole("heading", { name: "Persone" }).waitFor();

    const third = await stage.visitor();
    await signIn(third.page, ada.email);
    await third.page.getByLabel("Codice dell'app").fill(code);
    await third.page.getByRole("button", { name: "Continua" }).click();
    await third.page.getByRole("heading", { name: "Ciao Ada" }).waitFor();
    expect(await db().recoveryCode.count({ where: { userId: ada.id } })).toBe(9);
    expect([...problems, ...other.problems, ...third.problems]).toEqual([]);
  });

  test("uses a passkey instead", async () => {
    const j = await judging({ phase: "deliberation", proposals: 1 });
    await db().user.update({
      where: { id: j.carla.id },
      data: { passwordHash: await hashPassword(password) },
    });
    const { page, context, problems } = await stage.visitor();
    await withPasskeys(page, context);
    await signIn(page, j.carla.email);
    await page.getByText("Il tuo ruolo lo richiede").waitFor();
    await page.goto(`/area/manage/${j.edition.code}/publication`);
    await page.getByRole("button", { name: "Aggiungi una passkey" }).click();
    await page.getByText("Hai una passkey.").waitFor();
    await page.getByRole("link", { name: "Continua dove volevi andare" }).click();
    await page.getByRole("heading", { name: "Pubblicazione" }).waitFor();
    expect(await db().passkey.count({ where: { userId: j.carla.id } })).toBe(1);

    // the same browser, another session
    await context.clearCookies();
    await signIn(page, j.carla.email);
    await page.getByRole("button", { name: "Usa la passkey" }).waitFor();
    await looked(page);
    await page.getByRole("button", { name: "Usa la passkey" }).click();
    await page.getByRole("heading", { name: /^Ciao/ }).waitFor();
    expect(problems).toEqual([]);
  });

  test("is asked again in place after ten minutes, and what was typed stays", async () => {
    const j = await judging({ phase: "preparation", proposals: 1 });
    await enters(j, "frozen");
    await addAuthenticator(
      j.carla.id,
      "a session",
      codeNow(typedSecret(secretOfSession("a session")), -1),
    );
    const { page, context, problems } = await stage.profileOf(j.carla, "private");
    await context.addCookies([
      { ...(await shownBefore(context, 11)), domain: "localhost", path: "/area" },
    ]);
    await page.goto(`/area/manage/${j.edition.code}/publication`);
    const field = page.locator('input[name="at"]');
    await field.fill("2031-05-01T10:00");
    await field.press("Enter");
    await page.getByText("Prima di questo passo, conferma che sei tu").waitFor();
    await looked(page);
    await page.getByLabel("Codice dell'app, o di recupero").fill("000000");
    await page.getByRole("button", { name: "Conferma" }).click();
    await page.getByText("Non è giusto, o il codice è già stato usato").waitFor();
    await looked(page);
    await page
      .getByLabel("Codice dell'app, o di recupero")
      .fill(codeNow(typedSecret(secretOfSession("a session"))));
    await page.getByRole("button", { name: "Conferma" }).click();
    await page.getByText("Ora premi di nuovo il pulsante").waitFor();
    expect(await field.inputValue()).toBe("2031-05-01T10:00");
    expect(problems).toEqual([]);
  });

  test("is asked again before a factor is added: nobody adds theirs at an open page", async () => {
    const ada = await aPerson({ isAdministrator: true });
    const secret = secretOfSession("a session");
    await addAuthenticator(ada.id, "a session", codeNow(typedSecret(secret), -1));
    const { page, context, problems } = await stage.profileOf(ada, "private");
    await withPasskeys(page, context);
    await context.addCookies([
      { ...(await shownBefore(context, 11)), domain: "localhost", path: "/area" },
    ]);
    await page.goto("/area/account/second-factor");
    await page.getByRole("button", { name: "Aggiungi una passkey" }).click();
    await page.getByText("Prima di questo passo, conferma che sei tu").waitFor();
    await looked(page);
    expect(await db().passkey.count({ where: { userId: ada.id } })).toBe(0);
    await page.getByLabel("Codice dell'app, o di recupero").fill(codeNow(typedSecret(secret)));
    await page.getByRole("button", { name: "Conferma" }).click();
    await page.getByText("Ora premi di nuovo il pulsante").waitFor();
    await page.getByRole("button", { name: "Aggiungi una passkey" }).click();
    await page.getByText("Hai una passkey.").waitFor();
    expect(problems).toEqual([]);
  });
});

/** Gives the browser a device that makes and shows passkeys without asking. */
async function withPasskeys(page: Page, context: BrowserContext): Promise<void> {
  const device = await context.newCDPSession(page);
  await device.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  await device.send("WebAuthn.addVirtualAuthenticator", { options });
}

/** The cookie of somebody who showed the second factor so many minutes ago. */
async function shownBefore(
  context: BrowserContext,
  minutes: number,
): Promise<{ name: string; value: string }> {
  const [session] = (await context.cookies(`${stage.world.origin}/area/x`)).filter(
    ({ name }) => name === "innova_session",
  );
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - minutes * 60_000 });
  const cookie = shownCookie(`innova_session=${session?.value ?? ""}`, "factor");
  vi.useRealTimers();
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  return { name, value };
}
