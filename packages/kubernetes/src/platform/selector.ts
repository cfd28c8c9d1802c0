import { type Clock, type GroupKey, LABELS, RouterDown, type Split } from "@anew/core";
import { type Labels, nothingSelector, selectorOf } from "../labels";
import type { KubernetesApi } from "./api";
import { isStatus } from "./api-error";
import type { Service } from "./objects";
import { pathOf } from "./paths";

/** Times that a write is tried whose object somebody else wrote in between. */
const CONFLICT_ATTEMPTS = 5;
const CONFLICT_PAUSE_MS = 100;

/** What of a Service's selector means: a generation of the group, nobody, or something that others wrote. */
type Shown =
  | { readonly kind: "generation"; readonly generation: string }
  | { readonly kind: "nobody" }
  | { readonly kind: "foreign"; readonly text: string };

/** A Service whose selector the switch alone writes. */
class SelectedService {
  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly key: GroupKey,
    private readonly namespace: string,
    readonly name: string,
  ) {}

  /** @throws RouterDown when it is gone */
  async read(): Promise<Service> {
    const service = await this.api.get<Service>(this.path);
    if (service === undefined) {
      throw new RouterDown(
        `Service ${this.namespace}/${this.name} is gone: run \`pulumi refresh\`, so that the next update makes it again`,
      );
    }
    return service;
  }

  shown(service: Service): Shown {
    const selector = service.spec?.selector ?? {};
    const generation = selector[LABELS.generation];
    if (Object.keys(selector).length === 0 || same(selector, nothingSelector(this.key))) {
      return { kind: "nobody" };
    }
    if (generation !== undefined && same(selector, selectorOf(this.key, generation))) {
      return { kind: "generation", generation };
    }
    const text = Object.entries(selector).map(([name, value]) => `${name}=${value}`);
    return { kind: "foreign", text: text.sort().join(",") };
  }

  /**
   * Shows one generation, or nobody, in one step.
   * @param annotations written in the same step
   */
  async show(
    generation: string | undefined,
    annotations: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const wanted = shownSelector(this.key, generation);
    for (let attempt = 1; ; attempt++) {
      const service = await this.read();
      const others = Object.keys(service.spec?.selector ?? {}).filter((name) => !(name in wanted));
      try {
        await this.api.patch(this.path, {
          // Whoever wrote since it was read is not written over unseen.
          metadata: { resourceVersion: service.metadata.resourceVersion, annotations },
          spec: { selector: { ...Object.fromEntries(others.map((name) => [name, null])), ...wanted } },
        });
        return;
      } catch (error) {
        if (!isStatus(error, 409) || attempt >= CONFLICT_ATTEMPTS) {
          throw error;
        }
        await this.clock.sleep(CONFLICT_PAUSE_MS);
      }
    }
  }

  private get path(): string {
    return pathOf("services", this.namespace, this.name);
  }
}

/** What a foreign selector is called in a split: somebody has the traffic who is no generation. */
function foreignSplit(text: string): Split {
  return { [`selector ${text}`]: 100 };
}

function same(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** The selector that shows a generation, or nobody. */
function shownSelector(key: GroupKey, generation: string | undefined): Record<string, string> {
  return generation === undefined ? nothingSelector(key) : selectorOf(key, generation);
}

export { foreignSplit, SelectedService, shownSelector };
