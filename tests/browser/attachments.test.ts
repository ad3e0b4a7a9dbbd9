import "#tests/support/database.ts";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Person } from "#cli/cycle/person.ts";
import { startWorld, type World } from "#cli/cycle/world.ts";
import { readBox } from "#app/box/store.server.ts";
import { padded } from "#app/deposit/padding.ts";
import { databaseUrl, db } from "#app/platform/db.server.ts";
import { lucia, sessionCookieName } from "#app/platform/accounts/session.server.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { judgeAll } from "#tests/factories/frozen-edition.ts";
import {
  content,
  employee,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { exif, exifSegment, photograph, withSegments } from "#tests/seal/corpus/pictures.ts";
import { RawPdf } from "#tests/seal/corpus/raw-pdf.ts";
import { launchBrowser } from "#cli/chromium/launch.ts";
import { ownBox } from "#tests/support/processes/own-box.ts";
import { expectAccessible, expectNarrow, openProfile, type Profile } from "#tests/support/story.ts";

const box = ownBox();

// Somebody attaches a document with an author and a comment, and a photograph with a place: what
// the juror downloads has neither, under a name that says nothing.

let world: World;
let browser: Browser;
let sealed: SealedEdition;
let writer: Profile;
let page: Page;
let receipt = "";

const [author, comment, place] = ["MarioRossiAutore", "MarioRossiCommento", "MarioRossiLuogo"];

beforeAll(async () => {
  sealed = await openEdition();
  [world, browser] = await Promise.all([
    startWorld({ DATABASE_URL: databaseUrl(), BOX_DIR: box.directory }),
    launchBrowser(),
  ]);
  writer = await openProfile(browser, world.origin);
  page = writer.page;
  const wallet = await walletOf(await employee(), sealed);
  await page.goto("/p/it");
  await page.evaluate(
    ([key, stored, draftKey, kept]) => {
      localStorage.setItem(key, stored);
      localStorage.setItem(draftKey, kept);
    },
    [
      `innova.wallet.${wallet.editionId}.${wallet.cert.certificate.sub}`,
      JSON.stringify(wallet),
      `innova.draft.${wallet.editionId}.${wallet.cert.certificate.sub}`,
      JSON.stringify(content({ title: "Con allegati" })),
    ] as const,
  );
  await page.reload();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** A document that tells whose it is, in its information and in a comment. */
function telltale(): Buffer {
  const pdf = new RawPdf();
  pdf.trailer.push(`/Info ${pdf.add(`<< /Author (${author}) >>`)}`);
  pdf.page.push(
    `/Annots [${pdf.add(`<< /Type /Annot /Subtype /Text /Rect [0 0 20 20] /T (${comment}) /Contents (${comment}) >>`)}]`,
  );
  return pdf.build();
}

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
const choose = (...files: ReturnType<typeof file>[]) =>
  page.locator("input[type=file]").setInputFiles(files);
const next = () => page.getByRole("button", { name: "Avanti" }).click();
const toAttachments = async () => {
  for (let step = 0; step < 4; step += 1) await next();
  await page.getByRole("heading", { name: "Gli allegati" }).waitFor();
};
const names = () => page.locator(".files strong").allTextContents();

async function signedIn(user: { id: string }): Promise<Profile> {
  const { id } = await lucia().createSession(user.id, {});
  return openProfile(browser, world.origin, {
    session: () => ({ name: sessionCookieName, value: id }),
  } as Person);
}

describe("whoever hands in", () => {
  test("is told why a file is not taken, and what to do", async () => {
    await toAttachments();
    await expectAccessible(page);
    await choose(file("relazione.pdf", "application/pdf", Buffer.from("MZ\x90\0 un programma")));
    await page
      .getByRole("alert")
      .getByText("questo file, dal suo contenuto, è altro")
      .waitFor({ timeout: 30_000 });
    await page.getByText("relazione.pdf").waitFor();
    await choose(
      file("relazione.docx", "application/pdf", Buffer.from("PK\x03\x04 word/document.xml")),
    );
    await page.getByRole("alert").getByText("esportalo in PDF").waitFor({ timeout: 30_000 });
    await expectAccessible(page);
  });

  test("gets each file back as it is now, under a name that says nothing", async () => {
    const photo = withSegments(await photograph(200, 120), exifSegment(exif(place)));
    await choose(
      file("Rossi Mario - relazione.pdf", "application/pdf", telltale()),
      file("IMG_ufficio_rossi.jpg", "image/jpeg", photo),
    );
    await page.getByAltText("allegato-2.jpg, com'è dopo la pulizia").waitFor({ timeout: 60_000 });
    expect(await names()).toEqual(["allegato-1.pdf", "allegato-2.jpg"]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Scarica" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("allegato-1.pdf");
    const cleaned = readFileSync(await download.path(), "latin1");
    expect(cleaned.startsWith("%PDF-")).toBe(true);
    expect([author, comment].filter((trace) => cleaned.includes(trace))).toEqual([]);
    expect(
      await page
        .getByAltText("allegato-2.jpg, com'è dopo la pulizia")
        .evaluate((image) => (image as HTMLImageElement).naturalWidth),
    ).toBe(200);
    await expectAccessible(page);
    await expectNarrow(page);
  });

  test("puts them in order, and finds them again after the window was closed", async () => {
    await page.getByRole("button", { name: "Sposta su l'allegato 2" }).click();
    expect(await names()).toEqual(["allegato-1.jpg", "allegato-2.pdf"]);
    await page.getByText("Gli allegati restano in questo browser").waitFor();
    await page.reload();
    await toAttachments();
    await expect.poll(names).toEqual(["allegato-1.jpg", "allegato-2.pdf"]);
  });

  test("hands them in; nothing of whose they are was sent or is kept", async () => {
    await next();
    await page.getByRole("link", { name: "Guarda allegato-2.pdf in un'altra scheda" }).waitFor();
    await page.getByRole("button", { name: "Avanti: il codice ricevuta" }).click();
    await expect
      .poll(async () => (receipt = (await page.getByTestId("receipt").textContent()) ?? ""), {
        timeout: 60_000,
      })
      .toMatch(/^[0-9A-Z-]{26}$/);
    await page.getByLabel("Scrivi il terzo gruppo del codice").fill(receipt.split("-")[2]!);
    await page.getByRole("button", { name: "Consegna", exact: true }).click();
    await page.getByRole("heading", { name: "Consegnata" }).waitFor();
    const rows = await readBox((box) =>
      box.proposalFile.findMany({ orderBy: { position: "asc" } }),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(["jpeg", "pdf"]);
    for (const { bytes } of rows)
      expect(
        [author, comment, place].filter((trace) => Buffer.from(bytes).includes(trace)),
      ).toEqual([]);
    await writer.settled();
    const sent = writer.sent.map(({ body }) => body ?? "").join("\n");
    expect(
      [
        "Rossi Mario",
        "IMG_ufficio_rossi",
        Buffer.from(place).toString("base64url").slice(2, 14),
      ].filter((trace) => sent.includes(trace)),
    ).toEqual([]);
    const sizes = writer.sent
      .filter(({ url, method }) => method === "POST" && url.endsWith("/p/api"))
      .map(({ body }) => Buffer.byteLength(body ?? ""));
    expect(sizes.filter((size) => ![16_384, 262_144, 2_097_152, 8_388_608].includes(size))).toEqual(
      [],
    );
  });

  test("comes back with the receipt, looks at them, and puts others in their place", async () => {
    await page.goto("/p/it");
    await page.getByRole("tab", { name: "Ho il codice ricevuta" }).click();
    await page.getByRole("textbox", { name: "Codice ricevuta" }).fill(receipt);
    await page.getByRole("button", { name: "Apri" }).click();
    await page.getByRole("button", { name: "Mostra allegato-1.jpg" }).click();
    await page.getByAltText("allegato-1.jpg, com'è dopo la pulizia").waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Modifica", exact: true }).click();
    await page.getByRole("button", { name: "Togli l'allegato 1" }).click();
    await choose(
      file(
        "schema.png",
        "image/png",
        await (await import("#tests/seal/corpus/pictures.ts")).drawing(),
      ),
    );
    await page.getByAltText("allegato-2.png, com'è dopo la pulizia").waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Consegna la modifica" }).click();
    await page.getByRole("heading", { name: "Con allegati" }).waitFor();
    await expect.poll(names).toEqual(["allegato-1.pdf", "allegato-2.png"]);
    expect(await page.getByText("non è quello che hai consegnato").count()).toBe(0);
    expect(writer.problems).toEqual([]);
  });

  test("leaves none behind when asked to leave no trace", async () => {
    await page.getByRole("button", { name: "Cancella tutto" }).click();
    await expect
      .poll(() => page.evaluate(async () => (await indexedDB.databases()).length))
      .toBe(0);
  });

  test("on a computer that others use too is told that they are in this window alone, and where they come back from", async () => {
    const wallet = await walletOf(await employee(), sealed);
    const passes = {
      name: "pass.age",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(await encryptKeyFile(JSON.stringify(wallet), "tre gatti sul tetto")),
    };
    const { page: shared } = await openProfile(browser, world.origin);
    const ahead = () => shared.getByRole("button", { name: "Avanti", exact: true }).click();
    await shared.goto("/p/it#pass");
    await shared.locator("input[type=file]").setInputFiles(passes);
    await shared.getByLabel("Frase segreta del file").fill("tre gatti sul tetto");
    await shared.getByRole("button", { name: "Usa questo pass" }).click();
    for (const label of ["Titolo", "In poche righe", "Il problema", "La soluzione"])
      await shared.getByRole("textbox", { name: label }).fill("Con allegati");
    await ahead();
    for (const label of ["Chi ne trae vantaggio", "Risparmio o miglioramento"])
      await shared.getByRole("textbox", { name: label }).fill("Tutti");
    await ahead();
    await shared.getByRole("radio", { name: /Breve periodo/ }).check();
    await ahead();
    await shared.getByRole("checkbox", { name: "environment" }).check();
    await ahead();
    await shared
      .locator("input[type=file]")
      .setInputFiles([file("a.pdf", "application/pdf", telltale())]);
    await shared
      .getByText("Gli allegati sono solo in questa finestra")
      .waitFor({ timeout: 30_000 });
    expect(await shared.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  });
});

test("answers leave the server as long as a class, whatever is in them", async () => {
  const answer = await fetch(`${world.origin}/p/api`, {
    method: "POST",
    body: padded({ op: "read" }),
    headers: { Origin: world.origin, "Content-Type": "application/json" },
  });
  expect([
    answer.status,
    answer.headers.get("Content-Encoding"),
    (await answer.text()).length,
  ]).toEqual([422, null, 16_384]);
});

describe("whoever judges", () => {
  test("reads them under neutral names, and finds neither author nor comment", async () => {
    await judgeAll(sealed, 1);
    const { user } = await db().juror.findFirstOrThrow({
      where: { editionId: sealed.edition.id },
      include: { user: true },
    });
    const juror = await signedIn(user);
    await juror.page.goto(`/area/jury/${sealed.edition.code}/1`);
    await juror.page.getByAltText("Immagine dell'allegato 2").waitFor();
    await expectAccessible(juror.page);
    await expectNarrow(juror.page);
    const [download] = await Promise.all([
      juror.page.waitForEvent("download"),
      juror.page.getByRole("link", { name: "allegato-1.pdf" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("allegato-1.pdf");
    const read = readFileSync(await download.path(), "latin1");
    expect(read.startsWith("%PDF-")).toBe(true);
    expect([author, comment].filter((trace) => read.includes(trace))).toEqual([]);
    const answer = await juror.context.request.get(`/area/jury/${sealed.edition.code}/1/files/1`);
    expect(answer.headers()).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": 'attachment; filename="allegato-1.pdf"',
      "cache-control": "no-store",
      "x-content-type-options": expect.stringMatching(/^nosniff/),
    });
    expect(answer.headers()["content-security-policy"]).toContain("sandbox");
    expect(juror.problems).toEqual([]);
  });

  test("control: the file as it was chosen does tell", () => {
    expect([author, comment].filter((trace) => telltale().includes(trace))).toEqual([
      author,
      comment,
    ]);
  });
});
