import "#tests/support/database.ts";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { saveSponsor } from "#app/commands/awards/sponsor.server.ts";
import { callPage } from "#app/queries/edition/public-call.server.ts";
import { sponsorList } from "#app/queries/awards/sponsors.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action as removal } from "#app/routes/area/manage/awards/sponsor-logo-removal.ts";
import { action, loader as own } from "#app/routes/area/manage/awards/sponsor-logo.ts";
import { loader as logo } from "#app/routes/public/files/logo.ts";
import { enters, judging, type Judging } from "#tests/factories/judging.ts";
import { ask } from "#tests/support/asking.ts";

const picture = (kind: "png" | "jpeg", width = 1200, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: { r: 0, g: 102, b: 204 } } })
    .toFormat(kind)
    .withExif({ IFD0: { Artist: "Rina Segreta", Copyright: "Rina Segreta" } })
    .toBuffer();

async function withSponsor(
  phase: "preparation" | "scoring" = "scoring",
): Promise<Judging & { sponsorId: string }> {
  const j = await judging({ phase, proposals: 1, assigned: "none" });
  await saveSponsor(j.carla.id, j.edition.id, {
    position: 1,
    name: "Cicli Po",
    url: "",
    tier: "",
    description: {},
  });
  return { ...j, sponsorId: (await sponsorList(j.edition.id))[0]!.id };
}

const uploads = (
  j: Judging & { sponsorId: string },
  bytes: Uint8Array<ArrayBuffer> | Buffer,
  alt = "",
) =>
  ask(action, {
    as: j.carla,
    params: { edition: j.edition.code, sponsor: j.sponsorId },
    form: {
      logo: new File([new Uint8Array(bytes)], "logo di Rina.png"),
      "alt.it": alt,
      "alt.en": "",
    },
  });
const logoOf = async (j: Judging) => (await sponsorList(j.edition.id))[0]!.logo;

async function fetched(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`http://localhost${path}`, { headers });
  return (await (logo as (args: object) => Promise<Response>)({
    request,
    params: { file: path.split("/").at(-1) },
    context: { nonce: "" },
  }).catch((thrown: unknown) => thrown)) as Response;
}

describe("a sponsor's logo", () => {
  it.each(["png", "jpeg"] as const)(
    "of %s is kept as its pixels alone, resized, under an address that never changes",
    async (kind) => {
      const j = await withSponsor();
      const file = await picture(kind);
      expect(file.includes("Rina Segreta")).toBe(true);
      expect((await uploads(j, file, "Una ruota sul Po")).location).toContain("?done=saved");
      const kept = await logoOf(j);
      expect(kept).toMatchObject({
        kind,
        width: 480,
        height: 120,
        alt: { it: "Una ruota sul Po", en: "Una ruota sul Po" },
      });
      const path = `/logos/${kept!.sha256}.${kind === "png" ? "png" : "jpg"}`;
      const answer = await fetched(path);
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": `image/${kind}`,
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.includes("Rina")).toBe(false);
      expect(await sharp(bytes).metadata()).toMatchObject({
        format: kind,
        width: 480,
        height: 120,
      });
      expect((await fetched(path, { "If-None-Match": answer.headers.get("ETag")! })).status).toBe(
        304,
      );
      expect((await callPage(j.edition.code, "it")).sponsors[0]!.logo).toEqual({
        sha256: kept!.sha256,
        kind,
        width: 480,
        height: 120,
        alt: "Una ruota sul Po",
      });
    },
  );

  it("that is smaller stays as it is, and without words is called by the sponsor's name", async () => {
    const j = await withSponsor();
    await uploads(j, await picture("png", 100, 50));
    expect(await logoOf(j)).toMatchObject({
      width: 100,
      height: 50,
      alt: { it: "Cicli Po", en: "Cicli Po" },
    });
  });

  it.each([
    ["is text", Buffer.from("ciao"), "logo-kind"],
    [
      "is a drawing with script",
      Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
      "logo-kind",
    ],
    ["is a PDF", Buffer.from("%PDF-1.7 ..."), "logo-kind"],
    [
      "only begins like a picture",
      Buffer.from("\x89PNG\r\n\x1a\nnothing more", "latin1"),
      "logo-broken",
    ],
  ])("that %s is answered in words at the field, and nothing is kept", async (_, bytes, key) => {
    const j = await withSponsor();
    expect((await uploads(j, bytes)).value).toEqual({
      refusal: { code: "file-refused", field: "logo", reasons: [{ key }] },
    });
    expect(await db().sponsorLogo.count({ where: { sponsorId: j.sponsorId } })).toBe(0);
  });

  it("keeps its picture when only the words change, and asks for one when there is none", async () => {
    const j = await withSponsor();
    const describes = (it: string) =>
      ask(action, {
        as: j.carla,
        params: { edition: j.edition.code, sponsor: j.sponsorId },
        form: { "alt.it": it, "alt.en": "A wheel" },
      });
    expect((await describes("Una ruota")).value).toMatchObject({
      refusal: { reasons: [{ key: "logo-missing" }] },
    });
    await uploads(j, await picture("png"));
    const before = await logoOf(j);
    await describes("Una ruota");
    expect(await logoOf(j)).toEqual({ ...before, alt: { it: "Una ruota", en: "A wheel" } });
  });

  it("is not there for the public before the announcement, nor under another address, nor once it is removed", async () => {
    const j = await withSponsor("preparation");
    await uploads(j, await picture("png", 90, 40));
    const path = `/logos/${(await logoOf(j))!.sha256}.png`;
    expect((await fetched(path)).status).toBe(404);
    expect(
      (
        await ask(own, { as: j.carla, params: { edition: j.edition.code, sponsor: j.sponsorId } })
      ).headers?.get("Cache-Control"),
    ).toBe("private, no-cache");
    await enters(j, "announced");
    expect((await fetched(path)).status).toBe(200);
    for (const wrong of [
      "/logos/x.png",
      `/logos/${"0".repeat(64)}.png`,
      path.replace(".png", ".svg"),
    ])
      expect((await fetched(wrong)).status).toBe(404);
    await ask(removal, {
      as: j.carla,
      params: { edition: j.edition.code, sponsor: j.sponsorId },
      form: {},
    });
    expect((await fetched(path)).status).toBe(404);
  });

  it("stays with the freeze, and is another edition's organisers' business never", async () => {
    const [j, other] = [await withSponsor(), await withSponsor()];
    const file = await picture("png");
    expect(
      (
        await ask(action, {
          as: other.carla,
          params: { edition: other.edition.code, sponsor: j.sponsorId },
          form: { logo: new File([new Uint8Array(file)], "a.png") },
        })
      ).status,
    ).toBe(404);
    await enters(j, "frozen");
    expect((await uploads(j, file)).value).toMatchObject({ refusal: { code: "too-late" } });
  });
});
