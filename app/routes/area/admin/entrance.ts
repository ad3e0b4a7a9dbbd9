import { redirect } from "@remix-run/node";
import { administrator, pageFor } from "#app/http/actor.server.ts";

export const loader = pageFor(administrator, async () => redirect("/area/admin/staff"));
