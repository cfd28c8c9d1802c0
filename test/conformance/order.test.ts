import { expect } from "chai";
import { type Deployment, orderViolations } from "./order";

const urn = (name: string) => `urn:pulumi:dev::conformance::test:index:Thing::${name}`;

/** A deployment of resources that need others. */
function deployment(resources: Readonly<Record<string, readonly string[]>>): Deployment {
  return {
    resources: Object.entries(resources).map(([name, needed]) => ({
      urn: urn(name),
      dependencies: needed.map(urn),
    })),
  };
}

const violations = (steps: readonly string[], before: Deployment, after: Deployment) =>
  orderViolations({ steps, effects: [] }, before, after);

describe("the order of what is compared as a set", () => {
  const chain = deployment({ a: [], b: ["a"], c: [] });

  it("has what a resource needs before it", () => {
    expect(violations(["create c", "create a", "create b"], {}, chain)).to.deep.equal([]);
    expect(violations(["create b", "create a", "create c"], {}, chain)).to.deep.equal([
      "steps: create a came after create b, which needs it",
    ]);
  });

  it("has what a resource needs deleted after it", () => {
    expect(violations(["delete b", "delete c", "delete a"], chain, {})).to.deep.equal([]);
    expect(violations(["delete a", "delete c", "delete b"], chain, {})).to.deep.equal([
      "steps: delete a came before delete b, which needs it",
    ]);
  });

  it("knows the parent and the provider for something that is needed", () => {
    const resources = [
      { urn: urn("a") },
      { urn: urn("p") },
      { urn: urn("b"), parent: urn("a"), provider: `${urn("p")}::id` },
    ];
    expect(violations(["same b", "same a", "same p"], {}, { resources })).to.have.length(2);
  });

  it("has deletions last", () => {
    const after = deployment({ a: [], d: [] });
    expect(violations(["same a", "create d", "delete c"], deployment({ a: [], c: [] }), after)).to.deep.equal(
      [],
    );
    expect(violations(["same a", "delete c", "create d"], deployment({ a: [], c: [] }), after)).to.deep.equal(
      ["steps: delete c came before create d"],
    );
  });

  it("lets go first what makes room, and what needs that", () => {
    const steps = ["delete-replaced b", "delete-replaced a", "replace a", "create-replacement a"];
    expect(violations([...steps, "create-replacement b", "same c"], chain, chain)).to.deep.equal([]);
    const gone = deployment({ a: [], c: [] });
    expect(violations([...steps, "same c"], chain, gone)).to.deep.equal([]);
    expect(violations(["delete c", ...steps, "same d"], chain, gone)).to.deep.equal([
      "steps: delete c came before same d",
    ]);
  });

  it("holds for effects too", () => {
    const outcome = { steps: [], effects: ["create b", "create a"] };
    expect(orderViolations(outcome, {}, chain)).to.deep.equal([
      "effects: create a came after create b, which needs it",
    ]);
  });
});
