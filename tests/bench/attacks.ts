import { newReceipt } from "#app/sealing/receipt.ts";
import { prepareDeposit } from "#app/sealing/wallet.ts";
import { Person } from "#cli/cycle/person.ts";
import { content, employee, openEdition, walletOf } from "#tests/factories/sealed-edition.ts";
import { attacks } from "#tests/support/attacks.ts";
import { another, passMaker, withWorld } from "./bench-world.ts";
import { type Bench, type Figure, quantile, timed } from "./measure.ts";

/**
 * While each attack runs for `seconds`, somebody hands in every second: the slowest of these
 * deposits.
 */
export const underAttack = (seconds: number): Bench => ({
  name: "Deposits under attack",
  run: (say) =>
    withWorld(async ({ origin }) => {
      const sealed = await openEdition();
      const wallet = await walletOf(await employee(), sealed);
      const long = "amministrazione-dell’innovazione ".repeat(190);
      const request = await prepareDeposit(
        wallet,
        sealed,
        content({ problem: long, solution: long }),
        newReceipt(),
      );
      const newPass = await passMaker(sealed.edition.id);
      const browser = new Person(origin);
      const handIn = () => timed(() => browser.must("/p/api", { ...another(request, newPass()) }));
      for (let i = 0; i < 20; i += 1) await handIn(); // a server that has just started is slow
      const figures: Figure[] = [];
      for (const [name, start] of Object.entries(attacks)) {
        const attack = start(origin, { edition: sealed.edition.id, token: wallet.tokens[1]! });
        const times: number[] = [];
        for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
          times.push(await handIn());
          await new Promise((done) => setTimeout(done, Math.max(0, 1000 - times.at(-1)!)));
        }
        attack.stop();
        say(
          `${name}: ${times.length} deposits, median ${Math.round(quantile(times, 0.5))} ms, slowest ${Math.round(Math.max(...times))} ms; answered ${JSON.stringify(Object.fromEntries(attack.answers))}`,
        );
        figures.push({
          what: `Slowest deposit under: ${name}`,
          value: Math.max(...times),
          unit: "ms",
          limit: 2000,
        });
      }
      return figures;
    }),
});
