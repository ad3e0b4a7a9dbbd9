import { createHash, generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "#app/sealing/bytes.ts";
import { blindPasses, finishPass, splitPass } from "#app/sealing/token.ts";

const editionId = "0d8a3c4e-6a0c-4bd2-9d0a-0a1b2c3d4e5f";
const people = Array.from({ length: 6 }, (_, i) => `user-${i}`);

// The attacker holds the issuer's private key, every blinded request with its person, and every
// spent pass. For a request b and a pass with signature s there is the factor r = b^d / s; linking
// means telling the true r from the others.

describe("T3: a pass cannot be linked to the request that it came from", () => {
  test("every request is consistent with every pass, even for the holder of the private key", async () => {
    const { n, e, d, spki } = issuer();
    const asked = await blindPasses(editionId, spki, people.length);
    const requests = asked.map(({ blinded }) => number(blinded));
    const passes = await Promise.all(
      asked.map((pass, i) => finishPass(spki, pass, bytes256(power(requests[i]!, d, n)))),
    );
    const signatures = passes.map((pass) => number(splitPass(editionId, pass)!.signature));
    const factors = requests.map((request) =>
      signatures.map((s) => (power(request, d, n) * inverse(s, n)) % n),
    );
    const consistent = factors.flatMap((row, i) =>
      row.filter((r, j) => (power(r, e, n) * power(signatures[j]!, e, n)) % n === requests[i]),
    );
    expect(consistent).toHaveLength(people.length ** 2);
    expect(linked(factors, n)).toBe(0);
    // the true factors are fresh: none is used twice, for another pass or by another browser
    const own = factors.map((row, i) => row[i]);
    expect(new Set(own).size).toBe(people.length);
    const again = await blindPasses(editionId, spki, people.length);
    expect(again.filter(({ blinded }) => requests.includes(number(blinded)))).toEqual([]);
  }, 120_000);

  test("control: factors derived from the person link every pass", () => {
    const { n, e, d } = issuer();
    const messages = people.map((_, i) => fromPerson(`message-${i}`, n));
    const requests = people.map(
      (person, i) => (messages[i]! * power(fromPerson(person, n), e, n)) % n,
    );
    const signatures = messages.map((message) => power(message, d, n));
    const factors = requests.map((request) =>
      signatures.map((s) => (power(request, d, n) * inverse(s, n)) % n),
    );
    expect(linked(factors, n)).toBe(people.length);
  });
});

/** How many requests the attacker links, guessing that a factor is made from the person's id. */
function linked(factors: bigint[][], n: bigint): number {
  return factors.filter((row, i) => row.some((factor) => factor === fromPerson(people[i]!, n)))
    .length;
}

function fromPerson(person: string, n: bigint): bigint {
  return number(createHash("sha512").update(person).digest()) % n;
}

function issuer() {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { n, e, d } = privateKey.export({ format: "jwk" }) as Required<
    Pick<JsonWebKey, "n" | "e" | "d">
  >;
  const of = (text: string) => number(Buffer.from(text, "base64url"));
  return {
    n: of(n),
    e: of(e),
    d: of(d),
    spki: new Uint8Array(publicKey.export({ type: "spki", format: "der" })),
  };
}

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}

function bytes256(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(512, "0"));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [r, next, s, nextS] = [modulus, value % modulus, 0n, 1n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [s, nextS] = [nextS, s - quotient * nextS];
  }
  return ((s % modulus) + modulus) % modulus;
}
