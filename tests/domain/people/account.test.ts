import { describe, expect, it } from "vitest";
import { newPasswordSchema, pathBack, signInSchema } from "#app/domain/people/account.ts";

describe("the way back after signing in", () => {
  it.each([
    ["/area/manage/2027/jury?tab=2", "/area/manage/2027/jury?tab=2"],
    ["/area/desk#x", "/area/desk"],
    [null, "/area/desk"],
    ["", "/area/desk"],
    ["https://evil.example/area/desk", "/area/desk"],
    ["//evil.example/area/desk", "/area/desk"],
    ["/\\evil.example/area/", "/area/desk"],
    ["/area/..//evil.example", "/area/desk"],
    ["/area/../p/it", "/area/desk"],
    ["/p/it", "/area/desk"],
    ["/areal", "/area/desk"],
    ["javascript:alert(1)", "/area/desk"],
    ["/area/logout", "/area/desk"],
    ["/area/login?back=/area/login", "/area/desk"],
  ])("from %j is %s", (back, path) => expect(pathBack(back)).toBe(path));
});

describe("a password", () => {
  it.each([
    ["correct horse battery", undefined],
    ["dodici caratteri", undefined],
    ["undici car.", "too-short?min=12"],
    ["aaaaaaaaaaaaaaaa", "too-simple"],
    ["Aaaaaaaabbbbbbbb", "too-simple"],
    ["x1y2z3".repeat(40), "too-long?max=200"],
    [undefined, "required"],
  ])("%j is told %s", (password, message) => {
    expect(newPasswordSchema.safeParse({ password }).error?.issues[0]?.message).toBe(message);
  });
});

describe("signing in", () => {
  it("takes the address in any case", () => {
    expect(signInSchema.parse({ email: " Ada@Comune.Example ", password: "x" })).toMatchObject({
      email: "ada@comune.example",
      password: "x",
    });
  });

  it("takes a computer of which nobody said anything for one that others use", () => {
    expect(signInSchema.parse({ email: "ada@comune.example", password: "x" }).computer).toBe(
      "shared",
    );
    expect(newPasswordSchema.parse({ password: "correct horse battery" }).computer).toBe("shared");
    expect(
      signInSchema.parse({ email: "ada@comune.example", password: "x", computer: "private" })
        .computer,
    ).toBe("private");
  });
});
