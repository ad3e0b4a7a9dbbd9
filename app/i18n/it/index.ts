import assignment from "./assignment.json" with { type: "json" };
import awards from "./awards.json" with { type: "json" };
import box from "./box.json" with { type: "json" };
import city from "./city.json" with { type: "json" };
import desk from "./desk.json" with { type: "json" };
import edition from "./edition.json" with { type: "json" };
import frame from "./frame.json" with { type: "json" };
import implementation from "./implementation.json" with { type: "json" };
import jury from "./jury.json" with { type: "json" };
import mailing from "./mailing.json" with { type: "json" };
import meetings from "./meetings.json" with { type: "json" };
import opening from "./opening.json" with { type: "json" };
import passes from "./passes.json" with { type: "json" };
import people from "./people.json" with { type: "json" };
import proposal from "./proposal.json" with { type: "json" };
import publicPages from "./public.json" with { type: "json" };
import publication from "./publication.json" with { type: "json" };
import ranking from "./ranking.json" with { type: "json" };
import scoring from "./scoring.json" with { type: "json" };
import screening from "./screening.json" with { type: "json" };
import statistics from "./statistics.json" with { type: "json" };
import vote from "./vote.json" with { type: "json" };

/** Italian, noun by noun. */
export default {
  ...assignment,
  ...awards,
  ...box,
  ...city,
  ...desk,
  ...edition,
  ...frame,
  ...implementation,
  ...jury,
  ...mailing,
  ...meetings,
  ...opening,
  ...passes,
  ...people,
  ...proposal,
  ...publicPages,
  ...publication,
  ...ranking,
  ...scoring,
  ...screening,
  ...statistics,
  ...vote,
};
