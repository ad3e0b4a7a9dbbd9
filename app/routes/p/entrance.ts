import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { preferredLocale } from "#app/domain/locale.ts";

/** The anonymous wing in the browser's language. */
export function loader({ request }: LoaderFunctionArgs) {
  return redirect(`/p/${preferredLocale(request.headers.get("Accept-Language"))}`);
}
