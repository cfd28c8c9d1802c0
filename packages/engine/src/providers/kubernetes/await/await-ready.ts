import type { Clock } from "../../../clock";
import { SKIP_AWAIT, WAIT_FOR } from "../annotations";
import { isForbidden, isNotFound, isTransient } from "../api-error";
import type { Cluster } from "../cluster";
import {
  annotation,
  apiVersionOf,
  type KubeObject,
  kindOf,
  nameOf,
  namespaceOf,
  textAt,
  uidOf,
} from "../object";
import { AwaitFailure, type Readiness, type ReadinessRule, type RelatedQuery, type View } from "./readiness";
import { ruleFor } from "./rules";
import { waitForRule } from "./wait-for";

const PAUSE_MS = 300;
/** How often warnings about an object are looked for. */
const EVENTS_EVERY_MS = 2_000;

export interface Waiting {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Shows what is going on. */
  progress(message: string): void;
}

/**
 * Waits until an object is what it should become.
 * @param inputs - the program's; its annotations say how to wait
 * @param before - the object before an update
 * @returns the object when it is ready
 * @throws AwaitFailure when it is not in time
 */
export async function awaitReady(
  waiting: Waiting,
  inputs: KubeObject,
  object: KubeObject,
  before?: KubeObject,
): Promise<KubeObject> {
  if (annotation(inputs, SKIP_AWAIT) === "true") return object;
  const waitFor = annotation(object, WAIT_FOR);
  const rule = waitFor ? waitForRule(waitFor) : ruleFor(apiVersionOf(object), kindOf(object));
  if (!rule) return object;
  const { clock, signal, progress } = waiting;
  const start = clock.now();
  const limit = (!waitFor && rule.fixedLimitMs) || waiting.timeoutMs;
  const seen = new Changes(clock);
  const events = new Warnings(waiting);
  let shown: readonly string[] = [];
  let latest: { view: View; readiness: Readiness } | undefined;
  for (;;) {
    latest = (await look(waiting.cluster, rule, object, seen, clock.now() - start, before)) ?? latest;
    const { view, readiness } = latest ?? { view: undefined, readiness: undefined };
    const status = readiness?.status ?? [];
    for (const text of status) if (!shown.includes(text)) progress(text);
    shown = status;
    if (view && readiness?.ready) return view.object;
    const now = view?.object ?? object;
    const reasons = readiness?.reasons ?? [];
    const name = nameOf(object);
    if (readiness?.hopeless) {
      throw new AwaitFailure(`Resource '${name}' was created but failed to initialize`, now, reasons);
    }
    if (signal.aborted)
      throw new AwaitFailure(`Resource operation was cancelled for "${name}"`, now, reasons);
    if (clock.now() - start >= limit) throw new AwaitFailure(tooLate(name, rule, waitFor), now, reasons);
    await events.show(object);
    await clock.sleep(PAUSE_MS, signal);
  }
}

/** Whether an object is ready now. @throws AwaitFailure when it is not */
export async function checkReady(cluster: Cluster, inputs: KubeObject, object: KubeObject): Promise<void> {
  if (annotation(inputs, SKIP_AWAIT) === "true") return;
  const rule = ruleFor(apiVersionOf(object), kindOf(object));
  if (!rule || rule.isAskedAtRead === false) return;
  const related = await readRelated(cluster, rule, object);
  const unchangedFor = () => Number.POSITIVE_INFINITY;
  const { ready, reasons } = rule.assess({ object, related, unchangedFor, waitedFor: 0 });
  if (ready) return;
  throw new AwaitFailure(
    `Resource '${nameOf(object)}' was created but failed to initialize`,
    object,
    reasons,
  );
}

/** One look; undefined when the API server cannot be asked right now. */
async function look(
  cluster: Cluster,
  rule: ReadinessRule,
  object: KubeObject,
  changes: Changes,
  waitedFor: number,
  before: KubeObject | undefined,
): Promise<{ view: View; readiness: Readiness } | undefined> {
  let live: KubeObject;
  let related: View["related"];
  try {
    live = await cluster.get(object);
    related = await readRelated(cluster, rule, live);
  } catch (error) {
    if (isTransient(error)) return undefined;
    throw new AwaitFailure((error as Error).message, object, []);
  }
  for (const [name, objects] of Object.entries(related)) changes.note(name, objects);
  const unchangedFor = (name: string) => changes.age(name);
  const view: View = { object: live, related, unchangedFor, waitedFor, ...(before ? { before } : {}) };
  return { view, readiness: rule.assess(view) };
}

async function readRelated(
  cluster: Cluster,
  rule: ReadinessRule,
  object: KubeObject,
): Promise<View["related"]> {
  const queries = Object.entries(rule.related?.(object) ?? {});
  const found = queries.map(
    async ([name, query]) => [name, await readQuery(cluster, query, object)] as const,
  );
  return Object.fromEntries(await Promise.all(found));
}

async function readQuery(
  cluster: Cluster,
  query: RelatedQuery,
  object: KubeObject,
): Promise<readonly KubeObject[]> {
  const { apiVersion, kind, name, labelSelector, namespace = namespaceOf(object) } = query;
  try {
    if (name !== undefined) return [await cluster.get({ apiVersion, kind, metadata: { namespace, name } })];
    return await cluster.list(apiVersion, kind, namespace, labelSelector ? { labelSelector } : {});
  } catch (error) {
    if (isNotFound(error) || (query.isInformative && isForbidden(error))) return [];
    throw error;
  }
}

function tooLate(name: string, rule: ReadinessRule, waitFor: string): string {
  if (waitFor) return "timed out waiting for the condition";
  if (rule.fixedLimitMs) return `Timeout occurred polling for '${name}'`;
  return `'${name}' timed out waiting to be Ready`;
}

/** Since when related objects are as they are. */
class Changes {
  private readonly last = new Map<string, { readonly version: string; readonly since: number }>();

  constructor(private readonly clock: Clock) {}

  note(name: string, objects: readonly KubeObject[]): void {
    const version = objects.map((one) => uidOf(one) + textAt(one, "metadata", "resourceVersion")).join();
    if (this.last.get(name)?.version !== version) this.last.set(name, { version, since: this.clock.now() });
  }

  age(name: string): number {
    return this.clock.now() - (this.last.get(name)?.since ?? this.clock.now());
  }
}

/** Shows the warnings that the cluster's controllers write about an object. */
class Warnings {
  private readonly shown = new Set<string>();
  private next = 0;

  constructor(private readonly waiting: Waiting) {}

  async show(object: KubeObject): Promise<void> {
    const { cluster, clock, progress } = this.waiting;
    if (clock.now() < this.next) return;
    this.next = clock.now() + EVENTS_EVERY_MS;
    const fieldSelector = `involvedObject.uid=${uidOf(object)},type=Warning`;
    // Who may not read events, or cannot now, waits without them.
    const events = await cluster.list("v1", "Event", namespaceOf(object), { fieldSelector }).catch(() => []);
    for (const event of events) {
      const text = `${textAt(event, "reason")}: ${textAt(event, "message")}`;
      if (this.shown.has(text)) continue;
      this.shown.add(text);
      progress(text);
    }
  }
}
