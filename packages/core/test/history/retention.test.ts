import { expect } from "chai";
import fc from "fast-check";
import { commitRelease, type History, MAX_LINES, noHistory } from "../../src/history/history";
import { planRelease } from "../../src/history/retention";

const entry = (id: string) => ({
  id,
  spec: {} as never,
  shape: [],
  image: "i",
  identity: null,
  releasedAt: "2026-01-01T00:00:00.000Z",
});
const of = (...ids: string[]): History => ({ released: ids.map(entry), log: [] });

/** What a committed switch leaves. */
function release(history: History, id: string, keep: number): History {
  const plan = planRelease(history, id, keep);
  return commitRelease(history, {
    entry: entry(id),
    declared: plan.declared,
    outcome: plan.kind === "rollback" ? "rolled back" : "released",
    seconds: 1,
    at: "2026-01-01T00:00:00.000Z",
  });
}

describe("retention", () => {
  it("declares a new generation with the newest old ones, frozen", () => {
    expect(planRelease(of("c", "b", "a"), "d", 2)).to.deep.equal({
      target: "d",
      kind: "release",
      declared: ["d", "c", "b"],
      frozen: ["c", "b"],
    });
  });

  it("declares everything frozen when nothing changes or a retained generation comes back", () => {
    expect(planRelease(of("b", "a"), "b", 1).frozen).to.deep.equal(["b", "a"]);
    expect(planRelease(of("b", "a"), "a", 1)).to.deep.equal({
      target: "a",
      kind: "rollback",
      declared: ["a", "b"],
      frozen: ["a", "b"],
    });
  });

  it("retains nothing with keep 0", () => {
    expect(planRelease(of("a"), "b", 0).declared).to.deep.equal(["b"]);
  });

  it("keeps fifty lines of the log, newest first", () => {
    let history = noHistory;
    for (let i = 0; i < MAX_LINES + 5; i++) {
      history = release(history, `g${i}`, 1);
    }
    expect(history.log).to.have.length(MAX_LINES);
    expect(history.log[0]?.id).to.equal(`g${MAX_LINES + 4}`);
  });

  it("never forgets what has the traffic, never retains more than asked, and never lists one twice", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "e");
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.integer({ min: 0, max: 3 })), { minLength: 1 }), (releases) => {
        let history = noHistory;
        for (const [target, keep] of releases) {
          const before = history.released.map((one) => one.id);
          const plan = planRelease(history, target, keep);
          expect(plan.declared[0]).to.equal(target);
          expect(new Set(plan.declared).size).to.equal(plan.declared.length);
          expect(plan.declared.length).to.be.at.most(keep + 1);
          // Only what was released can be declared frozen: of the rest the state holds nothing to take it from.
          expect(plan.frozen.every((one) => before.includes(one))).to.equal(true);
          expect(plan.declared.filter((one) => !plan.frozen.includes(one))).to.deep.equal(
            before.includes(target) ? [] : [target],
          );
          history = release(history, target, keep);
          expect(history.released.map((one) => one.id)).to.deep.equal(plan.declared);
        }
      }),
    );
  });
});
