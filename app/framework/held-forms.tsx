import { useNonce } from "#app/ui/frame/nonce.ts";

/**
 * After this a form goes as it is: a page whose script never comes must not hold it back for good.
 */
const maxWaitMs = 10_000;

/**
 * Runs before React does, and by itself. What React put on a form tells that it will hear of it.
 */
const script = `addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const isAwake = () => Object.keys(form).some((key) => key.startsWith("__reactProps$"));
  if (isAwake() || form.dataset.late) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.held) return;
  form.dataset.held = "true";
  const since = performance.now();
  const wait = setInterval(() => {
    const late = performance.now() - since > ${maxWaitMs};
    if (!isAwake() && !late) return;
    clearInterval(wait);
    delete form.dataset.held;
    if (late) form.dataset.late = "true";
    form.requestSubmit(submitter);
  }, 50);
}, true);`;

/**
 * Holds a form that is sent before the page's script has come, and sends it when it has: by itself
 * the browser would leave the page for what an act answers to a script. Without JavaScript nothing
 * is held.
 */
export function HeldForms() {
  return (
    <script
      nonce={useNonce()}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: script }}
    />
  );
}
