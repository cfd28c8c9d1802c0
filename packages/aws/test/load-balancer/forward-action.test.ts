import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import * as fc from "fast-check";
import {
  actionsFor,
  averaged,
  MAX_WEIGHT,
  percentOf,
  weightsOf,
} from "../../src/load-balancer/forward-action";

describe("the forward action of a listener rule", () => {
  const forward = (weights: Record<string, number>): Action[] =>
    actionsFor(new Map(Object.entries(weights)), []);

  it("forwards with one call to what receives traffic, and to nothing else", () => {
    expect(forward({ blue: 90, green: 10, old: 0 })).to.deep.equal([
      {
        Type: "forward",
        Order: 1,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: "blue", Weight: 90 },
            { TargetGroupArn: "green", Weight: 10 },
          ],
        },
      },
    ]);
  });

  it("answers 503 where nobody receives traffic", () => {
    expect(forward({ blue: 0 })[0]?.FixedResponseConfig?.StatusCode).to.equal("503");
  });

  it("keeps a sign-in that comes before it", () => {
    const signIn: Action = { Type: "authenticate-oidc", Order: 1 };
    const live: Action[] = [signIn, { Type: "forward", Order: 2, TargetGroupArn: "blue" }];
    const after = actionsFor(new Map([["green", 100]]), live);
    expect(after.map(({ Type, Order }) => [Type, Order])).to.deep.equal([
      ["authenticate-oidc", 1],
      ["forward", 2],
    ]);
    expect([...weightsOf(after)]).to.deep.equal([["green", 100]]);
  });

  it("reads the short form that others write", () => {
    expect([...percentOf(weightsOf([{ Type: "forward", TargetGroupArn: "blue" }]))]).to.deep.equal([
      ["blue", 100],
    ]);
    expect([...weightsOf([{ Type: "fixed-response" }])]).to.deep.equal([]);
  });

  it("refuses more target groups than AWS takes", () => {
    const six = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`g${index}`, 1]));
    expect(() => forward(six)).to.throw("at most 5 target groups, got 6");
  });

  it("comes back as the split that was written, within one percent", () => {
    const percents = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(percents, (weights) => {
        const total = weights.reduce((sum, one) => sum + one, 0);
        const split = weights.map((one, index): [string, number] => [`g${index}`, (one / total) * 100]);
        const actions = actionsFor(new Map(split), []);
        const back = percentOf(weightsOf(actions));
        for (const { Weight = 0 } of actions[0]?.ForwardConfig?.TargetGroups ?? []) {
          expect(Weight).to.be.within(1, MAX_WEIGHT);
        }
        for (const [group, percent] of split) {
          if (percent >= 1) expect(back.get(group)).to.be.closeTo(percent, 2.5);
        }
      }),
    );
  });

  it("of several rules that differ is what they do on average: never the split of a release", () => {
    const rules = [new Map([["blue", 100]]), new Map([["green", 100]])];
    expect(Object.fromEntries(averaged(rules))).to.deep.equal({ blue: 50, green: 50 });
    expect(Object.fromEntries(averaged([new Map([["blue", 100]]), new Map([["blue", 100]])]))).to.deep.equal({
      blue: 100,
    });
  });
});
