import type { Scenario } from "../scenario";
import { aliases } from "./aliases";
import { assets } from "./assets";
import { deleteFirst } from "./delete-first";
import { errorHooks } from "./error-hooks";
import { failure } from "./failure";
import { failureCases } from "./failure-cases";
import { hookCases } from "./hook-cases";
import { hooks } from "./hooks";
import { ignored } from "./ignored";
import { imports } from "./import";
import { lifecycle } from "./lifecycle";
import { operations } from "./operations";
import { options } from "./options";
import { parallel } from "./parallel";
import { previews } from "./previews";
import { providerResources } from "./provider-resources";
import { providers } from "./providers";
import { refreshes } from "./refresh";
import { remoteComponents } from "./remote-components";
import { replaceOnChanges } from "./replace-on-changes";
import { replacement } from "./replacement";
import { secrets } from "./secrets";
import { structure } from "./structure";
import { targets } from "./targets";
import { transforms } from "./transforms";
import { triggers } from "./triggers";
import { values } from "./values";

/** Every scenario, in the order of the rules that they are about. */
export const SCENARIOS: readonly Scenario[] = [
  ...lifecycle,
  ...replacement,
  ...replaceOnChanges,
  ...triggers,
  ...deleteFirst,
  ...options,
  ...ignored,
  ...structure,
  ...aliases,
  ...failure,
  ...failureCases,
  ...hooks,
  ...hookCases,
  ...errorHooks,
  ...secrets,
  ...previews,
  ...parallel,
  ...providers,
  ...providerResources,
  ...remoteComponents,
  ...transforms,
  ...assets,
  ...values,
  ...targets,
  ...operations,
  ...refreshes,
  ...imports,
];
