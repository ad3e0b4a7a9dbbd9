import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAnonymous, isLogged, isUntraced, withoutSecrets } from "#server/addresses.ts";

/**
 * A path as somebody may write it who wants to be seen in a log: in any case, encoded, with slashes
 * doubled.
 */
const disguised = (path: string) =>
  fc
    .tuple(
      ...[...path].map((letter) =>
        fc.constantFrom(
          ...(letter === "/"
            ? ["/", "//"]
            : [letter, letter.toUpperCase(), `%${letter.charCodeAt(0).toString(16)}`]),
        ),
      ),
    )
    .map((letters) => letters.join(""));

const anonymous = ["/p", "/p/it", "/p/api", "/p.data", "/p/it.data", "/p/xyz"];
const passes = [
  "/area/activation",
  "/area/pass-return",
  "/area/vote-token",
  "/area/participation",
  "/area/pass-return.data",
];
const beside = [
  "/assets/entry.js",
  "/colours/8a1538.css",
  "/logos/01a1.png",
  "/favicon.svg",
  "/favicon.ico",
  "/apple-touch-icon.png",
  "/healthz",
  "/_root.data",
  "/.well-known/x",
];

describe("whatever way it is written", () => {
  test.each([...anonymous, ...passes, ...beside])("%s is in no log", (path) => {
    fc.assert(fc.property(disguised(path), (written) => !isLogged(written)));
  });

  test.each([...anonymous, ...passes])("an act of %s is seen in no cache", (path) => {
    fc.assert(fc.property(disguised(path), (written) => isUntraced(written)));
  });

  test.each(anonymous)("%s is of the anonymous wing", (path) => {
    fc.assert(fc.property(disguised(path), (written) => isAnonymous(written)));
  });

  test.each([
    "/area/link/geheim123",
    "/it/certificates/geheim123",
    "/en/certificates/geheim123/pdf",
    "/area/link/geheim123.data",
    "/area/link/geheim123/x",
  ])("no secret of %s stands in what is logged", (path) => {
    fc.assert(
      fc.property(disguised(path), (written) => !/geheim|123/i.test(withoutSecrets(written))),
    );
  });
});

test("public pages and those of who is signed in are logged, with what they are", () => {
  const paths = [
    "/",
    "/it",
    "/en/editions/2027",
    "/area/desk",
    "/area/desk.data",
    "/robots.txt",
    "/certificates/keys/1",
    "/it/proposals",
    "/area/admin/people",
  ];
  expect(paths.filter((path) => !isLogged(path))).toEqual([]);
  expect(paths.map(withoutSecrets)).toEqual(paths.map((path) => path.replace(".data", "")));
  expect(withoutSecrets("/area/link/abc")).toBe("/area/link/…");
});
