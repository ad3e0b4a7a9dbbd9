import "#tests/support/database.ts";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { rewriteGuardIndex } from "#app/commands/self-identification/guard-index.server.ts";
import { dispatch } from "#app/deposit/dispatch.server.ts";
import { responses } from "#app/deposit/responses.ts";
import { padded } from "#app/deposit/padding.ts";
import { pdfText } from "#app/platform/files/pdf-text.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { loader as passagesPage } from "#app/routes/area/manage/screening/file-passages.ts";
import { judging } from "#tests/factories/judging.ts";
import {
  employee,
  openEdition,
  type SealedEdition,
  walletOf,
} from "#tests/factories/sealed-edition.ts";
import { RawPdf } from "#tests/seal/corpus/raw-pdf.ts";
import { ask } from "#tests/support/asking.ts";
import { asOwner } from "#tests/support/owner.ts";

// An attachment is read too: whoever attaches it is told what in its text may say who wrote it.

let sealed: SealedEdition;
let token: string;

beforeAll(async () => {
  sealed = await openEdition();
  token = (await walletOf(await employee(), sealed)).tokens[0]!;
  await employee({
    name: "Nicolò",
    surname: "Barberis",
    staffNumber: "40177",
    unit: "Edilizia privata",
  });
  await rewriteGuardIndex();
}, 60_000);

const clean = async (bytes: Uint8Array) =>
  responses.clean.parse(
    await dispatch(
      padded({ op: "clean", edition: sealed.edition.id, token, bytes: toBase64(bytes) }),
    ),
  );

/** A page with these lines, in the encoding of Western Europe. */
function pdfOf(...lines: string[]): Buffer {
  const pdf = new RawPdf();
  pdf.content = lines
    .map(
      (line, i) =>
        `BT /F1 12 Tf 72 ${700 - 20 * i} Td (${line.replace(/[()\\]/g, "\\$&")}) Tj ET\n`,
    )
    .join("");
  return pdf.build();
}

describe("the text of an attached PDF", () => {
  test("is checked with the cleaning: names, phones, phrases, each with the words around it", async () => {
    const { kind, passages } = await clean(
      pdfOf(
        "Relazione sui moduli",
        "Dati raccolti da Nicol\xf2 Barberis nel mio ufficio.",
        "Tel. 011 4431234",
      ),
    );
    expect(kind).toBe("pdf");
    expect(passages.map((passage) => [passage.kind, passage.words])).toEqual([
      ["person", "Nicolò Barberis"],
      ["phrase", "mio ufficio"],
      ["phone", "011 4431234"],
    ]);
    expect(passages[0]).toMatchObject({
      before: expect.stringMatching(/Dati raccolti da $/),
      after: expect.stringMatching(/^ nel mio ufficio\./),
    });
  }, 60_000);

  test("says nothing where there is nothing to say, in a picture, and in a document without readable text", async () => {
    expect((await clean(pdfOf("Relazione sui moduli"))).passages).toEqual([]);
    const picture = await sharp({
      create: { width: 20, height: 20, channels: 3, background: "#0066cc" },
    })
      .png()
      .toBuffer();
    expect((await clean(picture)).passages).toEqual([]);
    expect(await pdfText(Buffer.from("%PDF-1.7 nothing"))).toBe("");
  }, 60_000);
});

describe("at screening", () => {
  test("organisers are told the same of a document; nobody else is", async () => {
    const { edition, carla, proposals, jury } = await judging({ phase: "screening", proposals: 1 });
    const bytes = new Uint8Array(pdfOf("Dati raccolti da N. Barberis."));
    await asOwner((tx) =>
      tx.proposalFile.create({
        data: {
          proposalId: proposals[0]!.id,
          position: 1,
          kind: "pdf",
          sha256: new Uint8Array(32),
          size: bytes.length,
          bytes,
        },
      }),
    );
    const params = { edition: edition.code, no: "1", position: "1" };
    expect((await ask(passagesPage, { as: carla, params })).value).toMatchObject({
      passages: [{ kind: "person", words: "N. Barberis" }],
    });
    expect(
      (await ask(passagesPage, { as: carla, params: { ...params, position: "2" } })).status,
    ).toBe(404);
    expect((await ask(passagesPage, { as: jury.bruno.user, params })).status).toBe(404);
  }, 60_000);
});
