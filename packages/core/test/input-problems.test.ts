import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { formatProblem, InputError, InputProblems } from "../src/input-problems";
import { joinPropertyPath, propertyPath } from "../src/property-path";
import { SECRET, SecretValue } from "../src/secret-value";

describe("input problems", () => {
  it("come all together, each with property, what was given, what is allowed and the fix", () => {
    const problems = new InputProblems();
    problems.add({
      property: "image",
      given: "web:latest",
      expected: "name@sha256:…",
      fix: "use ImageBuild.reference",
    });
    problems.add({ property: "port", given: 0, expected: "a port from 1 to 65535" });
    expect(() => problems.throwIfAny("BlueGreenGroup web")).to.throw(
      InputError,
      /^BlueGreenGroup web: 2 problems\n {2}image: got "web:latest", expected name@sha256:…; use ImageBuild.reference\n {2}port: got 0, expected a port from 1 to 65535$/,
    );
  });

  it("are counted in singular, too", () => {
    const problems = new InputProblems();
    problems.add({ property: "", given: undefined, expected: "arguments" });
    expect(() => problems.throwIfAny("X y")).to.throw("X y: 1 problem\n  got nothing, expected arguments");
  });

  it("throw nothing when there are none", () => {
    const problems = new InputProblems();
    problems.throwIfAny("X y");
    expect([problems.any, problems.list]).to.deep.equal([false, []]);
  });

  it("collect below a prefix into one list, in the order in which they were found", () => {
    const problems = new InputProblems();
    const state = problems.at("state[0]");
    state.add({ property: "path", given: "", expected: "x" });
    problems.add({ property: "port", given: 0, expected: "x" });
    state.at("inner").add({ property: "[1]", given: 0, expected: "x" });
    state.add({ property: "", given: 0, expected: "x" });
    expect(problems.list.map(({ property }) => property)).to.deep.equal([
      "state[0].path",
      "port",
      "state[0].inner[1]",
      "state[0]",
    ]);
    expect(state.any).to.equal(true);
  });

  it("are an error that the Pulumi CLI prints without a stack, and that lists the problems", () => {
    const problem = { property: "a", given: 1, expected: "b" };
    const error = new InputError("X y", [problem]);
    expect(pulumi.RunError.isInstance(error)).to.equal(true);
    expect(error).to.be.instanceOf(pulumi.RunError);
    expect(error.problems).to.deep.equal([problem]);
  });

  it("show what was given shortly, whatever it is", () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const shown = [undefined, null, true, 1.5, Number.NaN, "a\nb", ["x"], { a: 1 }, () => 1, 1n, cyclic].map(
      (given) => formatProblem({ property: "p", given, expected: "e" }),
    );
    expect(shown.map((text) => text.slice("p: got ".length, -", expected e".length))).to.deep.equal([
      "nothing",
      "null",
      "true",
      "1.5",
      "NaN",
      '"a\\nb"',
      '["x"]',
      '{"a":1}',
      "a function",
      "1",
      "an object that cannot be shown",
    ]);
    expect(formatProblem({ property: "p", given: "😀".repeat(500), expected: "e" })).to.equal(
      `p: got "${"😀".repeat(119)}…, expected e`,
    );
  });

  it("never show a secret, however deep it is", () => {
    const secret = new SecretValue("hunter2");
    for (const given of [secret, SECRET, { a: [secret] }]) {
      expect(formatProblem({ property: "p", given, expected: "e" }))
        .to.include("[secret]")
        .and.not.include("hunter2");
    }
  });
});

describe("secret value", () => {
  it("hides itself from every way of printing, and gives its value only when asked", () => {
    const secret = new SecretValue("hunter2");
    const printed = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      Object.entries(secret).join(),
      String(secret),
    ];
    expect(printed.join("\n")).not.to.include("hunter2");
    expect(secret.reveal()).to.equal("hunter2");
  });
});

describe("property path", () => {
  it("is written as Pulumi writes it", () => {
    expect(propertyPath("state", 0, "path")).to.equal("state[0].path");
    expect(propertyPath("env", "LOG_LEVEL")).to.equal("env.LOG_LEVEL");
    expect(propertyPath("env", 'a."b')).to.equal('env["a.\\"b"]');
    expect(propertyPath("files", "/etc/x", 1)).to.equal('files["/etc/x"][1]');
    expect(propertyPath(0, "")).to.equal('[0][""]');
    expect(propertyPath()).to.equal("");
  });

  it("is continued with a dot only where a name follows", () => {
    expect([
      joinPropertyPath("a", "b"),
      joinPropertyPath("a", "[0]"),
      joinPropertyPath("", "b"),
      joinPropertyPath("a", ""),
    ]).to.deep.equal(["a.b", "a[0]", "b", "a"]);
  });
});
