import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, fromBase64, fromHex, toBase64, toHex, utf8 } from "#app/sealing/bytes.ts";
import { decryptKeyFile, keysOf, newCustodianKeys, newPassphrase } from "#app/sealing/custodian.ts";
import { encryptKeyFile } from "#app/sealing/key-file.ts";
import { inclusionProof, isIncluded, leafHash, merkleRoot } from "#app/sealing/merkle.ts";

describe("the Merkle tree is RFC 6962's", () => {
  // the test vectors of the Certificate Transparency reference implementation
  const inputs = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ];
  const roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];
  test.each(roots.map((root, i) => [i + 1, root] as const))("over %i leaves", (count, root) => {
    expect(toHex(merkleRoot(inputs.slice(0, count).map((input) => leafHash(fromHex(input)))))).toBe(
      root,
    );
  });

  const leavesOf = fc
    .array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 40 })
    .map((list) => list.map(leafHash));

  test("every leaf is proved to be in it", () => {
    fc.assert(
      fc.property(leavesOf, fc.nat(), (leaves, n) =>
        isIncluded(
          leaves[n % leaves.length]!,
          n % leaves.length,
          leaves.length,
          inclusionProof(leaves, n % leaves.length),
          merkleRoot(leaves),
        ),
      ),
    );
  });

  test("no other leaf, place or root is", () => {
    fc.assert(
      fc.property(leavesOf, fc.nat(), (leaves, n) => {
        const index = n % leaves.length;
        const [proof, root] = [inclusionProof(leaves, index), merkleRoot(leaves)];
        const other = leafHash(utf8("another leaf"));
        return (
          !isIncluded(other, index, leaves.length, proof, root) &&
          !isIncluded(leaves[index]!, index, leaves.length, proof, other) &&
          !isIncluded(leaves[index]!, leaves.length, leaves.length, proof, root)
        );
      }),
    );
  });
});

describe("what is hashed has one form", () => {
  test("the order in which an object was made does not matter", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        (object) =>
          canonical(object) === canonical(Object.fromEntries(Object.entries(object).reverse())),
      ),
    );
  });

  test("it reads back as the same value", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ noUnicodeString: false }),
        (value) => canonical(JSON.parse(canonical(value))) === canonical(value),
      ),
    );
  });

  test("what is no JSON is refused", () => {
    expect(() => canonical(Number.NaN)).toThrow(RangeError);
    expect(() => canonical(() => 1)).toThrow(RangeError);
  });

  test("bytes go through base64 and hexadecimal unchanged, and other text is refused", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        (bytes) =>
          toHex(fromBase64(toBase64(bytes))) === toHex(bytes) &&
          toHex(fromHex(toHex(bytes))) === toHex(bytes),
      ),
    );
    expect(() => fromBase64("a b")).toThrow(RangeError);
    expect(() => fromHex("0g")).toThrow(RangeError);
  });
});

describe("a custodian's key file", () => {
  test("opens with its phrase and no other, and gives the same public keys", async () => {
    const [keys, phrase] = [await newCustodianKeys(), newPassphrase()];
    const file = await encryptKeyFile(keys.identity, phrase, 10);
    expect(await decryptKeyFile(file, ` ${phrase} `)).toBe(keys.identity);
    expect(await decryptKeyFile(file, newPassphrase())).toBeNull();
    expect(await decryptKeyFile(new Uint8Array(200), phrase)).toBeNull();
    expect(await keysOf(keys.identity)).toEqual(keys);
  });
});
