import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { formOf, type Precedence, withBody } from "#app/http/body.server.ts";
import { parseForm } from "#app/http/form.server.ts";
import { parseJson } from "#app/http/json.server.ts";
import type { Refused } from "#app/domain/refusal.ts";

// Bodies are counted as they come, and what comes slowly gives its place to others.

const megabyte = 1024 * 1024;
type Sent = { send(bytes: number): Promise<void>; end(): void; outcome: Promise<string | number> };

/**
 * A body that comes when the test says, being read; `outcome` is its length or the word it was
 * refused with.
 */
function coming(
  limit: number,
  precedence: Precedence = "form",
  act = async (body: Buffer) => body.length,
  whose?: string,
): Sent {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  const request = new Request("http://localhost/", {
    method: "POST",
    body,
    duplex: "half",
  } as RequestInit);
  const outcome = withBody(request, { limit, precedence, whose }, act).catch(
    (error: Refused) => error.refusal.code,
  );
  return {
    outcome,
    end: () => controller.close(),
    send: async (bytes) => {
      controller.enqueue(new Uint8Array(bytes));
      await new Promise((read) => setImmediate(read)); // it is read in microtasks
    },
  };
}

const stillComing = async ({ outcome }: Sent) =>
  (await Promise.race([outcome, new Promise((soon) => setImmediate(() => soon("coming")))])) ===
  "coming";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

test("a body is refused as soon as more came than is read, whatever it announced", async () => {
  const body = coming(1000);
  await body.send(1000);
  expect(await stillComing(body)).toBe(true);
  await body.send(1);
  expect(await body.outcome).toBe("too-large");
  const announced = new Request("http://localhost/", {
    method: "POST",
    body: "a",
    headers: { "Content-Length": "1001" },
  });
  await expect(withBody(announced, { limit: 1000 }, async () => "read")).rejects.toMatchObject({
    refusal: { code: "too-large" },
  });
});

test("one that does not come gives up after ten seconds; one that comes at eight kilobytes a second does not", async () => {
  const [idle, slow] = [coming(megabyte), coming(megabyte)];
  for (let second = 0; second < 30; second += 1) {
    await slow.send(8500);
    await vi.advanceTimersByTimeAsync(1000);
  }
  slow.end();
  expect([await idle.outcome, await slow.outcome]).toEqual(["busy", 255_000]);
});

test("when very many come at once the slowest gives its place, and forms before those of the anonymous wing", async () => {
  const bodies = [
    coming(megabyte, "anonymous"),
    ...Array.from({ length: 499 }, () => coming(megabyte)),
  ];
  await vi.advanceTimersByTimeAsync(1000);
  for (const body of bodies) if (body !== bodies[7]) await body.send(body === bodies[0] ? 1 : 1000);
  const next = coming(megabyte, "anonymous");
  expect(await bodies[7]!.outcome).toBe("busy");
  for (const body of [...bodies.filter((each) => each !== bodies[7]), next]) {
    expect(await stillComing(body)).toBe(true);
    body.end();
    await body.outcome;
  }
});

test("when memory is full room is made for who has a pass; what announced much and sent nothing holds none", async () => {
  const idle = Array.from({ length: 100 }, () => coming(8 * megabyte, "entitled"));
  const form = coming(64 * megabyte);
  await form.send(40 * megabyte);
  const deposit = coming(64 * megabyte, "entitled");
  await deposit.send(20 * megabyte);
  expect(await stillComing(form)).toBe(true);
  await deposit.send(10 * megabyte);
  expect(await form.outcome).toBe("busy");
  deposit.end();
  expect(await deposit.outcome).toBe(30 * megabyte);
  for (const body of idle) body.end();
  expect(new Set(await Promise.all(idle.map(({ outcome }) => outcome)))).toEqual(new Set([0]));
});

test("one pass has not all of the memory, however fast its bodies come: room is made by it for another's", async () => {
  const many = Array.from({ length: 60 }, () => coming(8 * megabyte, "entitled", undefined, "one"));
  const other = coming(8 * megabyte, "entitled", undefined, "other");
  await other.send(60_000);
  for (const body of many) await body.send(megabyte);
  await other.send(60_000);
  for (const body of many.slice(0, 10)) await body.send(megabyte);
  expect(await stillComing(other)).toBe(true);
  for (const body of [other, ...many]) {
    if (await stillComing(body)) body.end();
  }
  expect(await other.outcome).toBe(120_000);
  expect(await Promise.all(many.map(({ outcome }) => outcome))).toContain("busy");
});

test("what is here counts until its act is done, and no longer", async () => {
  let finish = () => {};
  const acting = coming(
    64 * megabyte,
    "form",
    () => new Promise((done) => (finish = () => done(1))),
  );
  await acting.send(60 * megabyte);
  acting.end();
  await new Promise((read) => setImmediate(read));
  const refused = coming(64 * megabyte, "entitled");
  await refused.send(5 * megabyte);
  expect(await refused.outcome).toBe("busy");
  finish();
  expect(await acting.outcome).toBe(1);
  const taken = coming(64 * megabyte);
  await taken.send(60 * megabyte);
  taken.end();
  expect(await taken.outcome).toBe(60 * megabyte);
});

describe("a form", () => {
  const schema = z.object({ email: z.email(), names: z.array(z.string()).default([]) });
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    new Request("http://localhost/", { method: "POST", body, headers });
  const fields = (...names: string[]) =>
    post(new URLSearchParams(names.map((name): [string, string] => [name, "x"])));
  const refused = (code: string) =>
    expect.objectContaining({ refusal: expect.objectContaining({ code }) });

  test.each([
    "names[9999999]",
    "x[10000000]",
    `x${"[0]".repeat(5000)}`,
    `x${".a".repeat(8000)}`,
    "n".repeat(300),
  ])("with a field named like %.30s is refused before it is read", async (name) => {
    await expect(parseForm(fields(name), schema)).rejects.toEqual(refused("invalid"));
  });

  test("with the names that forms have is read", async () => {
    const parsed = await parseForm(
      post(
        new URLSearchParams([
          ["email", "a@b.it"],
          ["names[0]", "x"],
          ["names[1]", "y"],
          ["kind.123456", "z"],
        ]),
      ),
      schema,
    );
    expect(parsed).toMatchObject({ ok: true, value: { email: "a@b.it" } });
  });

  test.each([
    ["JSON", "{}", { "Content-Type": "application/json" }],
    ["XML", "<a/>", { "Content-Type": "application/xml" }],
    ["text", "a", { "Content-Type": "text/plain" }],
    ["nothing", new Uint8Array([1]), {}],
    ["broken parts", "--x\r\nfoo", { "Content-Type": "multipart/form-data; boundary=x" }],
    ["parts without a boundary", "--x", { "Content-Type": "multipart/form-data" }],
  ])("that is %s is refused, and no error of ours", async (_what, body, headers) => {
    await expect(formOf(post(body, headers as Record<string, string>))).rejects.toEqual(
      refused("invalid"),
    );
  });

  test("of more than 64 kB is refused; what is typed in a smaller one comes back, but no text longer than any field", async () => {
    await expect(
      parseForm(post(new URLSearchParams({ email: "a".repeat(65_536) })), schema),
    ).rejects.toEqual(refused("too-large"));
    const echoed = async (email: string) => {
      const parsed = await parseForm(post(new URLSearchParams({ email })), schema);
      return parsed.ok ? null : parsed.reply.initialValue?.email;
    };
    expect(await echoed("no address")).toBe("no address");
    expect(await echoed("a".repeat(50_000))).toBeUndefined();
  });
});

describe("JSON", () => {
  const post = (body: string) => new Request("http://localhost/", { method: "POST", body });
  const read = (body: string) =>
    parseJson(post(body), z.unknown()).catch((error: Refused) => error.refusal.code);

  test("is read up to 64 kB, and only where it nests no deeper than any of ours", async () => {
    expect(
      await read(JSON.stringify({ a: ["[[[[[[[[[[[[[[[[[[[[[[", { b: '\\"{{{{{{{{{{{{{{{{{{' }] })),
    ).toEqual({ a: ["[[[[[[[[[[[[[[[[[[[[[[", { b: '\\"{{{{{{{{{{{{{{{{{{' }] });
    expect(await read("[".repeat(17) + "]".repeat(17))).toBe("invalid");
    expect(await read("[".repeat(60_000))).toBe("invalid");
    expect(await read("{")).toBe("invalid");
    expect(await read(JSON.stringify("x".repeat(65_536)))).toBe("too-large");
  });
});
