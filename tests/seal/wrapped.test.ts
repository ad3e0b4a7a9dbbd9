import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, fromUtf8, toHex, utf8 } from "#app/sealing/bytes.ts";
import { openAnswer, unwrap, wrap, wrapKeyPair, wrapping } from "#app/sealing/wrapped.ts";

const keys = await wrapKeyPair(new Uint8Array(32).fill(1));
const altered = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, i) => (i === at % bytes.length ? byte ^ 1 : byte));

describe("a wrapped request", () => {
  test("is read by the box as it was sent, and its answer by the sender, and by no one else", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (right, body, answer) => {
        const sent = await wrap(keys.public, right, body);
        expect(sent.body.length).toBe(utf8(body).length + wrapping);
        const box = await unwrap(keys.private, sent.head);
        expect([box.right, fromUtf8(await box.openBody(sent.body))]).toEqual([right, body]);
        const back = await box.wrapAnswer(utf8(answer));
        expect(fromUtf8(await sent.openAnswer(back))).toBe(answer);
        const other = await wrap(keys.public, right, body);
        await expect(other.openAnswer(back)).rejects.toThrow();
        const elsewhere = await wrapKeyPair(new Uint8Array(32).fill(2));
        await expect(unwrap(elsewhere.private, sent.head)).rejects.toThrow();
      }),
      { numRuns: 25 },
    );
  });

  test("is refused when any byte of it or of its answer was altered, or its parts come from two", async () => {
    const sent = await wrap(keys.public, "right", "body");
    const other = await wrap(keys.public, "right", "body");
    const answer = await (await unwrap(keys.private, sent.head)).wrapAnswer(utf8("answer"));
    for (let at = 0; at < sent.head.length; at += 1)
      await expect(unwrap(keys.private, altered(sent.head, at)), `byte ${at}`).rejects.toThrow();
    for (let at = 0; at < sent.body.length; at += 1) {
      const box = await unwrap(keys.private, sent.head);
      await expect(box.openBody(altered(sent.body, at)), `byte ${at}`).rejects.toThrow();
    }
    for (let at = 0; at < answer.length; at += 1)
      await expect(sent.openAnswer(altered(answer, at)), `byte ${at}`).rejects.toThrow();
    const box = await unwrap(keys.private, sent.head);
    await expect(box.openBody(other.body)).rejects.toThrow();
    for (const cut of [0, 6, 7, 38, 39, 50])
      await expect(unwrap(keys.private, sent.head.slice(0, cut))).rejects.toThrow();
  });

  test("has the form of Oblivious HTTP: the example of RFC 9458 is read", async () => {
    const suite = new CipherSuite({
      kem: new DhkemX25519HkdfSha256(),
      kdf: new HkdfSha256(),
      aead: new Aes128Gcm(),
    });
    const secretKey = "3c168975674b2fa8e465970b79c8dcf09f1c741626480bd4c6162fc5b6a98e1a";
    const key = await suite.kem.importKey("raw", new Uint8Array(fromHex(secretKey)).buffer, false);
    const request =
      "010020000100014b28f881333e7c164ffc499ad9796f877f4e1051ee6d31bad19dec96c208b472" +
      "6374e469135906992e1268c594d2a10c695d858c40a026e7965e7d86b83dd440b2c0185204b4d63525";
    const { right } = await unwrap(key, fromHex(request), "message/bhttp");
    expect(toHex(utf8(right))).toBe("00034745540568747470730b6578616d706c652e636f6d012f");
    const enc = fromHex(request.slice(14, 78));
    const secret = fromHex("62d87a6ba569ee81014c2641f52bea36");
    const response = "c789e7151fcba46158ca84b04464910d86f9013e404feea014e7be4a441f234f857fbd";
    expect(toHex(await openAnswer(enc, secret, fromHex(response)))).toBe("0140c8");
  });
});
