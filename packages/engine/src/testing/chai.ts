/// <reference types="chai" preserve="true" />
import type { NamePattern } from "../name-pattern";
import { exactly, inOrder, parseStep } from "./step-order";
import { report } from "./step-report";
import { namedSteps, type StepsOfRun, stepsOfRun } from "./steps";
import {
  checkNone,
  checkOnly,
  checkVerb,
  meetsAny,
  refuseUnknown,
  UnknownName,
  type Verdict,
} from "./verb-check";
import { isChange, isVerb, VERBS, type Verb } from "./verbs";

const VERB_FLAG = "anew-verb";

/**
 * Assertions on the result of a run for chai: `use(anewAssertions)`. They take what `preview`, `up`, `destroy` and
 * `refresh` of a `TestStack` return. A failure prints the steps, one a line, with what is missing and what is too much.
 */
export function anewAssertions(chai: Chai.ChaiStatic, utils: Chai.ChaiUtils): void {
  const { Assertion } = chai;
  for (const verb of [...Object.keys(VERBS), "touch"] as Verb[]) {
    utils.addChainableMethod(
      Assertion.prototype,
      verb,
      function (this: Chai.AssertionStatic, ...names: NamePattern[]) {
        const negate = utils.flag(this, "negate") === true;
        judge(this, (run) => {
          const verdict = checkVerb(run, verb, names);
          return negate ? { ...verdict, holds: meetsAny(run, verb, names) } : verdict;
        });
      },
      function (this: Chai.AssertionStatic) {
        utils.flag(this, VERB_FLAG, verb);
      },
    );
  }
  utils.addMethod(
    Assertion.prototype,
    "only",
    function (this: Chai.AssertionStatic, ...names: NamePattern[]) {
      const verb = utils.flag(this, VERB_FLAG) as Verb | undefined;
      if (verb === undefined) throw new TypeError('only: follows a verb, as in to.update.only("web")');
      judge(this, (run) => checkOnly(run, verb, names));
    },
  );
  const property = (name: string, claim: string, isMeant: (op: string) => boolean) => {
    utils.addProperty(Assertion.prototype, name, function (this: Chai.AssertionStatic) {
      judge(this, (run) => {
        // A run that broke off has not shown what it would have done.
        if (run.error !== undefined)
          throw new UnknownName(`"${claim}" cannot be said of a run that failed`, run);
        return checkNone(run, claim, isMeant);
      });
    });
  };
  property("noChanges", "no changes", isChange);
  property("noInPlaceUpdates", "no updates in place", (op) => isVerb("update", op));
  const order = (name: string, claim: string, compare: typeof inOrder, keep: (op: string) => boolean) => {
    utils.addMethod(
      Assertion.prototype,
      name,
      function (this: Chai.AssertionStatic, texts: readonly string[]) {
        const patterns = texts.map(parseStep);
        judge(this, (run) => {
          refuseUnknown(
            run,
            patterns.map(({ name: pattern }) => pattern),
          );
          const { agree, lines } = compare(
            patterns,
            namedSteps(run).filter(({ op }) => keep(op)),
          );
          const text = `${claim} ${texts.join(", ")}`;
          const plain = lines.filter(({ mark }) => mark !== "-");
          return {
            holds: agree,
            message: report(text, lines, run),
            negated: report(`not ${text}`, plain, run),
          };
        });
      },
    );
  };
  order("runInOrder", "run in this order:", inOrder, () => true);
  order("runExactly", "change exactly:", exactly, isChange);

  function judge(assertion: Chai.AssertionStatic, check: (run: StepsOfRun) => Verdict): void {
    let verdict: Verdict;
    try {
      verdict = check(stepsOfRun(utils.flag(assertion, "object")));
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
      throw new chai.AssertionError(error.message, undefined, judge);
    }
    const { holds, message, negated } = verdict;
    (assertion as unknown as { assert(...args: unknown[]): void }).assert(
      holds,
      escaped(message),
      escaped(negated),
    );
  }
}

/** chai puts values in the place of `#{this}` and the like. */
function escaped(text: string): string {
  return text.replaceAll("#{", "# {");
}

/** Something that a run may do to resources. */
export interface StepAssertion {
  /**
   * Each of the resources, or any when none is named; with `not` none of them. A plain name must be one that the run
   * or the state before it has; a prefix or a RegExp may mean nothing.
   */
  (...names: NamePattern[]): Chai.Assertion;
  /** These resources, and no others. */
  only(...names: NamePattern[]): Chai.Assertion;
}

declare global {
  namespace Chai {
    interface Assertion {
      readonly create: StepAssertion;
      readonly update: StepAssertion;
      readonly delete: StepAssertion;
      /** Replaced, in whichever order. */
      readonly replace: StepAssertion;
      readonly read: StepAssertion;
      readonly import: StepAssertion;
      /** Changed in any way: all but "same", "read" and "refresh". */
      readonly touch: StepAssertion;
      /** Every resource stays as it is. */
      readonly noChanges: Assertion;
      /** Nothing that exists is updated: what changes is created, replaced or deleted. */
      readonly noInPlaceUpdates: Assertion;
      /** These steps in this order, with any others between them: `["create web-…", "delete web-…"]`. */
      runInOrder(steps: readonly string[]): Assertion;
      /** These steps in this order are all the changes there are. */
      runExactly(steps: readonly string[]): Assertion;
    }
  }
}

export type { NamePattern } from "../name-pattern";
