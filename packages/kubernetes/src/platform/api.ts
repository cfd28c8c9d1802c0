import { type Clock, systemClock } from "@anew/core";
import { type ApiError, apiError, isStatus } from "./api-error";
import type { Access } from "./connection";
import type { KubernetesObject } from "./objects";
import { type Answer, type Question, send } from "./request";
import { RETRY_FOR_MS, retrying } from "./retries";

/** How long one attempt may take, milliseconds. */
const ATTEMPT_TIMEOUT_MS = 10_000;
/** Objects in one answer of a list. */
const PAGE_SIZE = 500;

/** Who has written a field: the switch, as against Pulumi's provider. */
const FIELD_MANAGER = "anew-switch";

/** What a list is narrowed to. */
interface Selection {
  /** All of these labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** A field selector, as it stands in a query. */
  readonly fields?: string;
  /** Only names, labels and the like. */
  readonly metadataOnly?: boolean;
}

/** The calls to an API server that gate and switch make: each one goes on through a restart of the server. */
class KubernetesApi {
  constructor(
    readonly access: Access,
    private readonly clock: Clock = systemClock,
    private readonly retryForMs: number = RETRY_FOR_MS,
  ) {}

  /** An object; undefined when there is none. */
  async get<T extends object>(path: string): Promise<T | undefined> {
    try {
      return await this.json<T>({ method: "GET", path });
    } catch (error) {
      if (isStatus(error, 404)) {
        return undefined;
      }
      throw error;
    }
  }

  /** All objects of a collection that fit, in pages. */
  async list<T extends KubernetesObject>(path: string, selection: Selection = {}): Promise<T[]> {
    const { labels, fields, metadataOnly } = selection;
    const found: T[] = [];
    let next: string | undefined;
    do {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (labels) query.set("labelSelector", selectorText(labels));
      if (fields) query.set("fieldSelector", fields);
      if (next) query.set("continue", next);
      const page: { readonly items?: T[] | null; readonly metadata?: { readonly continue?: string } } =
        await this.json({
          method: "GET",
          path: `${path}?${query}`,
          ...(metadataOnly && {
            accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
          }),
        });
      found.push(...(page.items ?? []));
      next = page.metadata?.continue || undefined;
    } while (next !== undefined);
    return found;
  }

  create<T extends object>(path: string, body: object): Promise<T> {
    return this.json<T>({ method: "POST", path: `${path}?fieldManager=${FIELD_MANAGER}`, body });
  }

  /** A merge patch under the switch's own name. @see https://www.rfc-editor.org/rfc/rfc7386 */
  patch<T extends object>(path: string, body: object): Promise<T> {
    return this.json<T>({
      method: "PATCH",
      path: `${path}?fieldManager=${FIELD_MANAGER}`,
      body,
      contentType: "application/merge-patch+json",
    });
  }

  /** Removes an object; one that is not there is fine. `Foreground`: what it owns is gone before it is. */
  async remove(path: string, propagationPolicy: "Foreground" | "Background"): Promise<void> {
    const body = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy };
    try {
      await this.json({ method: "DELETE", path, body });
    } catch (error) {
      if (!isStatus(error, 404)) {
        throw error;
      }
    }
  }

  /** What is no JSON, such as a log. */
  async text(path: string): Promise<string> {
    return (await this.ask({ method: "GET", path, accept: "*/*" })).body;
  }

  /** One request as it is, with whatever answer comes: for what the server passes on to a pod. Never tried again. */
  raw(path: string, timeoutMs: number): Promise<Answer> {
    return send(this.access, { method: "GET", path, accept: "*/*" }, timeoutMs);
  }

  /** The server's own refusal, as an error. */
  error(path: string, answer: Answer): ApiError {
    return apiError({ method: "GET", path }, answer, this.access.context);
  }

  close(): void {
    this.access.close();
  }

  private async json<T>(question: Question): Promise<T> {
    const { body } = await this.ask(question);
    return JSON.parse(body) as T;
  }

  private ask(question: Question): Promise<Answer> {
    return retrying(
      async () => {
        const answer = await send(this.access, question, ATTEMPT_TIMEOUT_MS);
        if (answer.status >= 200 && answer.status < 300) {
          return answer;
        }
        throw apiError(question, answer, this.access.context);
      },
      this.clock,
      this.retryForMs,
    );
  }
}

function selectorText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

export { FIELD_MANAGER, KubernetesApi };
