import { isSwitch } from "./changes";
import type { Outcome } from "./outcome";
import type { Settings } from "./world";

/** One step of the demo: what changes, and what must come of it. */
export interface Release {
  readonly name: "v1" | "v2" | "rollback" | "unhealthy" | "config" | "secret";
  readonly title: string;
  readonly changed: string;
  readonly settings: Settings;
  readonly fails?: true;
  /** What must hold of it, beyond what must hold of all. */
  readonly expect: (outcome: Outcome, before: Readonly<Record<string, Outcome>>) => readonly Expectation[];
}

export interface Expectation {
  readonly what: string;
  readonly holds: boolean;
}

const V1: Settings = { app: "v1", logLevel: "info", databaseUrl: "postgres://web:first@db.example/web" };

export const RELEASES: readonly Release[] = [
  {
    name: "v1",
    title: "Release v1",
    changed: "everything is new",
    settings: V1,
    expect: ({ builds, servedBy }) => [
      { what: "one image is built", holds: builds === 1 },
      { what: "v1 serves", holds: servedBy.startsWith("v1 ") },
    ],
  },
  {
    name: "v2",
    title: "Release v2, under load",
    changed: "the service's code",
    settings: { ...V1, app: "v2" },
    expect: ({ builds, created, servedBy }) => [
      { what: "one image is built", holds: builds === 1 },
      { what: "a new generation is created", holds: created > 0 },
      { what: "v2 serves", holds: servedBy.startsWith("v2 ") },
    ],
  },
  {
    name: "rollback",
    title: "Roll back to v1",
    changed: "the service's code, back",
    settings: V1,
    expect: ({ builds, created, deleted, updatedInPlace, servedBy }, { v1 }) => [
      { what: "nothing is built", holds: builds === 0 },
      { what: "nothing is created or deleted", holds: created === 0 && deleted === 0 },
      { what: "the switch moves", holds: updatedInPlace.length === 1 },
      { what: "the generation of v1 serves again", holds: servedBy === v1?.servedBy },
    ],
  },
  {
    name: "unhealthy",
    title: "Try to release v3, whose health check fails",
    changed: "the service's code, broken",
    settings: { ...V1, app: "v3" },
    fails: true,
    expect: ({ servedBy, updatedInPlace, deleted, error }, { rollback }) => [
      { what: "the error names the health check", holds: /health/i.test(error ?? "") },
      { what: "v1 goes on serving", holds: servedBy === rollback?.servedBy },
      { what: "nothing is modified or deleted", holds: updatedInPlace.length === 0 && deleted === 0 },
    ],
  },
  {
    name: "config",
    title: "Change one environment variable",
    changed: "LOG_LEVEL: info → debug",
    settings: { ...V1, logLevel: "debug" },
    expect: newGenerationOfV1("unhealthy"),
  },
  {
    name: "secret",
    title: "Change a secret",
    changed: "the password in DATABASE_URL",
    settings: { ...V1, logLevel: "debug", databaseUrl: "postgres://web:second@db.example/web" },
    expect: newGenerationOfV1("config"),
  },
];

/** What must hold of every release. */
export function expectationsOf(
  release: Release,
  outcome: Outcome,
  before: Readonly<Record<string, Outcome>>,
): readonly Expectation[] {
  const failed = outcome.error !== undefined;
  return [
    {
      what: release.fails ? "the update fails" : "the update succeeds",
      holds: failed === (release.fails ?? false),
    },
    { what: "requests were sent", holds: outcome.requests > 0 },
    { what: "no request fails", holds: outcome.failedRequests === 0 },
    { what: "nothing is replaced", holds: outcome.replaced === 0 },
    { what: "nothing but the switch is modified", holds: outcome.updatedInPlace.every(isSwitch) },
    ...release.expect(outcome, before),
  ];
}

function newGenerationOfV1(previous: Release["name"]): Release["expect"] {
  return ({ builds, created, servedBy }, before) => [
    { what: "nothing is built", holds: builds === 0 },
    { what: "a new generation is created", holds: created > 0 },
    { what: "v1 serves", holds: servedBy.startsWith("v1 ") },
    { what: "it is another generation", holds: servedBy !== before[previous]?.servedBy },
  ];
}
