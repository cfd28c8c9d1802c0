import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AssertionError, expect, use } from "chai";
import { anewAssertions } from "../src/testing/chai";
import type { StepsOfRun } from "../src/testing/steps";

use(anewAssertions);

/** A result of steps such as "create web" or, with a type, "create app:index:Web::web". */
function run(lines: readonly string[], rest: Partial<StepsOfRun> = {}): StepsOfRun {
  const steps = lines.map((line) => {
    const [op = "", place = ""] = line.split(" ");
    return { op: op as StepsOfRun["steps"][number]["op"], urn: urnOf(place) };
  });
  const stack = { op: "same" as const, urn: "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev" };
  return { steps: [stack, ...steps], ...rest };
}

function urnOf(place: string): string {
  const [name = "", type = "test:index:Thing"] = place.split("::").reverse();
  return `urn:pulumi:dev::test::${type}::${name}`;
}

/** The message of the assertion, which must fail. */
function failureOf(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error("the assertion held");
}

const replaced = [
  "same net",
  "create-replacement web-1",
  "replace web-1",
  "update web-switch",
  "delete-replaced web-1",
];

describe("assertions on the steps of a run", () => {
  it("know each kind of step by its verb", () => {
    const result = run(["create a", "update b", "delete c", "replace d", "read e", "import f", "same g"]);
    expect(result).to.create("a").and.to.update("b").and.to.delete("c");
    expect(result).to.replace("d").and.to.read("e").and.to.import("f");
    expect(result).to.touch("a", "b", "c", "d", "f").and.not.to.touch("e").and.not.to.touch("g");
  });

  it("take a replacement's physical parts for neither creation nor deletion", () => {
    expect(run(replaced)).to.replace("web-1").and.not.to.create().and.not.to.delete();
    // What an earlier run left is deleted, and nothing is replaced any more.
    expect(run(["delete-replaced web-1"]))
      .to.touch("web-1")
      .and.not.to.replace();
  });

  it("find resources by name, by the beginning of it, by type and name, by URN and by RegExp", () => {
    const result = run(["create web-1", "create app:index:Net::net", "update net"]);
    for (const name of [
      "web-1",
      "web-…",
      "web-...",
      /^web-\d$/,
      /^WEB/i,
      urnOf("web-1"),
      "app:index:Net::net",
    ]) {
      expect(result).to.create(name);
    }
    expect(result).to.not.create("test:index:Thing::net").and.not.to.create("db-…").and.not.to.create(/db/);
  });

  it("tell anything from nothing when no resource is named", () => {
    expect(run(["create a"]))
      .to.create()
      .and.not.to.delete();
    expect(failureOf(() => expect(run(["same a"])).to.update())).to.match(
      /^expected the run to update something\n/,
    );
  });

  it("refuse all of the resources with not, where one alone is met", () => {
    const result = run(["update a", "same b"]);
    expect(failureOf(() => expect(result).to.not.update("a", "b"))).to.contain("+ update  a");
    expect(failureOf(() => expect(result).to.update("a", "b"))).to.contain("- update  b");
  });

  it("say that only some are done so, and name the others", () => {
    expect(run(replaced)).to.update.only("web-switch").and.to.touch.only("web-1", "web-switch");
    expect(run(["same a"])).to.create.only();
    expect(failureOf(() => expect(run(["update a", "update b", "same c"])).to.update.only("a"))).to.equal(
      [
        "expected the run to update only a  (+ not expected)",
        "    update  a",
        "  + update  b",
        "    same    c",
      ].join("\n"),
    );
    expect(run(["update a", "update b"])).to.not.update.only("a");
    expect(() => (expect(run([])).to as unknown as { only(): void }).only()).to.throw(
      TypeError,
      "follows a verb",
    );
  });

  it("print what the documentation shows", () => {
    const page = readFileSync(join(__dirname, "../../../docs/testing.md"), "utf8");
    const [, shown] = /^```text\n(expected the run[^`]*)\n```$/m.exec(page) ?? [];
    const result = run([
      "same backend",
      "same data",
      "delete-replaced database",
      "replace database",
      "create-replacement database",
    ]);
    expect(failureOf(() => expect(result).to.update.only("database"))).to.equal(shown);
  });

  it("print what is missing beside what happened instead, aligned", () => {
    expect(failureOf(() => expect(run(["create-replacement web", "same net"])).to.update("web"))).to.equal(
      [
        "expected the run to update web  (- expected, + not expected)",
        "  - update              web",
        "  + create-replacement  web",
        "    same                net",
      ].join("\n"),
    );
  });

  it("say which names there are when one is unknown, with not too, but not for a beginning", () => {
    const result = run(["create web", "same net"]);
    const text = "no resource is named wbe; there are net, web";
    expect(failureOf(() => expect(result).to.create("wbe"))).to.equal(text);
    expect(failureOf(() => expect(result).to.not.create("wbe"))).to.equal(text);
    expect(failureOf(() => expect(result).to.runInOrder(["create wbe"]))).to.equal(text);
    expect(result).to.not.create("wbe…");
  });

  it("know the resources that the run did not come to", () => {
    const failed = run(["create new"], { error: "no space", resources: [urnOf("old")] });
    expect(failed).to.not.delete("old");
  });

  it("tell an update in place from a replacement, and no change from both", () => {
    expect(run(["same a", "read b", "refresh c"])).to.have.noChanges.and.to.have.noInPlaceUpdates;
    expect(run(["create a", "delete b", "replace c"])).to.have.noInPlaceUpdates.and.not.have.noChanges;
    expect(failureOf(() => expect(run(["update a"])).to.have.noInPlaceUpdates)).to.contain("+ update  a");
    expect(failureOf(() => expect(run(["discard a"])).to.have.noChanges)).to.contain("+ discard  a");
  });

  it("do not take a run that failed for one without changes", () => {
    const failed = run([], { error: "boom" });
    expect(failureOf(() => expect(failed).to.have.noChanges)).to.contain("the run failed: boom");
    expect(failureOf(() => expect(failed).to.not.have.noChanges)).to.contain("the run failed: boom");
  });

  it("find steps in their order with others between them", () => {
    expect(run(replaced)).to.runInOrder([
      "create-replacement web-…",
      "update web-switch",
      "delete-replaced …",
    ]);
    expect(run(replaced)).to.not.runInOrder(["update web-switch", "replace web-1"]);
    expect(
      failureOf(() => expect(run(["create a", "update b"])).to.runInOrder(["update b", "create a"])),
    ).to.equal(
      [
        "expected the run to run in this order: update b, create a  (- expected)",
        "    create  a",
        "    update  b",
        "  - create  a  (ran earlier)",
      ].join("\n"),
    );
  });

  it("compare all changes with a list, and show the smallest difference", () => {
    expect(run(replaced)).to.runExactly(replaced.slice(1));
    expect(
      failureOf(() =>
        expect(run(["create a", "create b", "same n"])).to.runExactly(["create a", "delete …", "create b"]),
      ),
    ).to.equal(
      [
        "expected the run to change exactly: create a, delete …, create b  (- expected)",
        "    create  a",
        "  - delete  …",
        "    create  b",
      ].join("\n"),
    );
  });

  it("refuse a step that is none, and a value that is no result", () => {
    expect(() => expect(run([])).to.runInOrder(["destroy web"])).to.throw(
      TypeError,
      "steps are same, create",
    );
    expect(() => expect(run([])).to.runInOrder(["create"])).to.throw(TypeError, 'got "create"');
    expect(() => expect(Promise.resolve()).to.create("web")).to.throw(TypeError, "a promise: await it first");
  });

  it("name failed steps with the reason, and print no megabytes", () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `same n${index}`);
    const failures = [{ op: "create" as const, urn: urnOf("x".repeat(9000)), message: "y\n".repeat(9000) }];
    const many = run([...lines, `create ${"x".repeat(9000)}`], { failures, error: "z".repeat(9000) });
    const text = failureOf(() => expect(many).to.update("n0"));
    expect(text).to.contain("failed: y | y").and.to.contain("… 4").and.to.contain("the run failed: zzz");
    expect(text.length).to.be.lessThan(3000);
  });

  it("keep their text whatever a name holds", () => {
    expect(failureOf(() => expect(run(["same #{this}"])).to.update("#{this}"))).to.contain("{this}");
  });

  it("tell two resources of one name apart by their types", () => {
    const result = run(["update app:index:A::x", "update app:index:B::x"]);
    expect(failureOf(() => expect(result).to.update.only("app:index:A::x"))).to.contain(
      "+ update  x (app:index:B)",
    );
  });
});
