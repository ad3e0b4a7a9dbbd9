import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownWordsOf, weaknessOf } from "#app/domain/people/password-strength.ts";
import { commonPasswords } from "#app/platform/accounts/common-passwords.server.ts";

const common = await commonPasswords();
const own = ownWordsOf([
  "Ada",
  "Negri",
  "ada.negri@comune.torino.it",
  "A12345",
  "Comune di Torino",
]);
const weakness = (password: string) => weaknessOf(password, own, (text) => common.has(text));

describe("a password that is easy to guess", () => {
  it.each([
    ["123456789012", "too-common"],
    ["qwertyuiop12", "too-common"],
    ["aaaaaaaaaaaa", "too-simple"],
    ["abcdefghijkl", "too-simple"],
    ["0987654321098", "too-simple"],
    ["poiuytrewqlkjhgfdsa", "too-simple"],
    ["passwordpassword", "too-common"],
    ["Password2024!!", "too-common"],
    ["1qaz1qaz1qaz1qaz", "too-simple"],
    ["ada.negri@comune.torino.it", "own-words"],
    ["AdaNegri2024", "own-words"],
    ["torino-torino-12345", "own-words"],
  ])("is %s: %s", (password, why) => expect(weakness(password)).toBe(why));

  it.each([
    "correct horse battery",
    "another horse battery",
    "tre gatti neri sul tetto",
    "Zk3#vR9!wQ2p",
    "il ponte sul Po di notte",
  ])("is not %s", (password) => expect(weakness(password)).toBeNull());

  it("is anything that repeats fewer than eight characters", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 7 }),
        fc.integer({ min: 12, max: 40 }),
        (unit, length) => {
          const password = unit.repeat(40).slice(0, Math.max(length, 2 * unit.length));
          expect(weaknessOf(password, [], () => false)).toBe("too-simple");
        },
      ),
    );
  });

  it("is hardly ever one out of the system's generator", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(..."abcdefghijkmnpqrstuvwxyz23456789!-"), {
          minLength: 20,
          maxLength: 20,
        }),
        (letters) => {
          const password = letters.join("");
          if (new Set(password).size >= 12)
            expect(weaknessOf(password, [], (text) => common.has(text))).not.toBe("too-common");
        },
      ),
    );
  });
});

describe("the words of an account", () => {
  it("are the parts of its names and addresses, the longest first, without the short ones", () => {
    expect(ownWordsOf(["D'Amico", "m.damico@comune.example", null, "Comune di Bra"])).toEqual([
      "example",
      "damico",
      "comune",
      "amico",
      "bra",
    ]);
  });
});
