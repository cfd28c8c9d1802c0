import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GROUP_ARGS } from "../src/group/group-args";
import { formatProblem } from "../src/input-problems";
import { PENDING } from "../src/pending";
import { SecretValue } from "../src/secret-value";
import { SERVICE_ARGS } from "../src/spec-args";
import { isSupported, type Target, unsupported } from "../src/support";
import { SUPPORT } from "../src/support-table";
import { FULL_ARGS } from "./spec-arbitrary";

const TARGETS: readonly Target[] = ["docker", "kubernetes", "ecs", "instances"];
const linesOf = (target: Target, args: object) => unsupported(target, args).map(formatProblem);

describe("the table of what each target supports", () => {
  it("has a line for every argument of services and groups, and for nothing else", () => {
    expect(Object.keys(SUPPORT).sort()).to.deep.equal([...SERVICE_ARGS, ...GROUP_ARGS].sort());
  });

  it("says for each refusal what is allowed and what to do", () => {
    const refusals = Object.values(SUPPORT).flatMap((line) =>
      TARGETS.flatMap((target) => line[target] ?? []),
    );
    expect(refusals.length).to.be.above(10);
    for (const { expected, fix } of refusals) {
      expect(expected).to.match(/^\S.*[^.;]$/);
      expect(fix).to.match(/^[a-z].*[^.;]$/);
    }
  });

  it("lets a Docker host do everything, in whole seconds", () => {
    expect(
      linesOf("docker", { ...FULL_ARGS, traffic: { kind: "gradual" }, bake: {}, standby: "cold" }),
    ).to.deep.equal([]);
    expect(linesOf("docker", { gracePeriod: "1500 milliseconds" })).to.deep.equal([
      'gracePeriod: got "1500 milliseconds", expected whole seconds: Docker counts in seconds; round it up',
    ]);
  });

  it("refuses by value on Kubernetes", () => {
    const args = {
      user: "node:node",
      healthCheck: { path: "/", expectStatus: "200" },
      traffic: { kind: "gradual", steps: [10], every: "1 second" },
      listen: [{ port: 80 }, { port: 80, host: "a.example" }],
      bake: { for: "1 minute", maxP99: "1 second" },
    };
    expect(linesOf("kubernetes", args).map((line) => line.split(",")[0])).to.deep.equal([
      'healthCheck.expectStatus: got "200"',
      'user: got "node:node"',
      'listen[1].host: got "a.example"',
      'traffic.kind: got "gradual"',
      'bake.maxP99: got "1 second"',
    ]);
    expect(linesOf("kubernetes", { listen: { port: 80, path: "/api" } })).to.deep.equal([
      'listen.path: got "/api", expected nothing: a Service has no paths; name the Gateway to use: gateway: { name: "…" }',
    ]);
    const fine = {
      user: "1:1",
      healthCheck: { interval: "250 milliseconds", expectStatus: "200-399" },
      traffic: { kind: "instant" },
      listen: { port: 80 },
    };
    expect(linesOf("kubernetes", fine)).to.deep.equal([]);
  });

  it("does with a Gateway what a Service alone can't", () => {
    const args = {
      traffic: { kind: "gradual", steps: [10], every: "1 second" },
      listen: { port: 80, host: "a.example", path: "/api" },
    };
    expect(linesOf("kubernetes", args)).to.have.lengthOf(3);
    expect(linesOf("kubernetes", { ...args, gateway: { name: "public" } })).to.deep.equal([]);
  });

  it("refuses each item by itself on ECS", () => {
    expect(linesOf("ecs", { capabilities: ["SYS_PTRACE", "CHOWN"], gracePeriod: "3 minutes" })).to.deep.equal(
      [
        'gracePeriod: got "3 minutes", expected at most "120 seconds" on ECS; let the program end sooner',
        'capabilities[1]: got "CHOWN", expected only SYS_PTRACE: ECS on Fargate allows no other; take it away, for example by listening on a port above 1023',
      ],
    );
  });

  it("refuses what a machine image decides on instances", () => {
    const lines = linesOf("instances", FULL_ARGS);
    expect(lines.map((line) => line.split(/[:[]/)[0])).to.deep.equal([
      "command",
      "args",
      "secretEnv",
      "resources",
      "user",
      "tmpfs",
      "readOnlyRootFilesystem",
      "capabilities",
    ]);
  });

  it("refuses an argument at all also when its value comes later, and one by value only then", () => {
    const later = pulumi.output("node");
    expect(linesOf("instances", { user: later, files: { "/a": later } })).to.deep.equal([
      'user: got "an Output", expected nothing: a machine image decides who runs its programs by itself; build it into the machine image',
    ]);
    expect(linesOf("kubernetes", { user: later, healthCheck: PENDING })).to.deep.equal([]);
    expect(linesOf("kubernetes", { healthCheck: { expectStatus: later } })).to.deep.equal([]);
    expect(linesOf("kubernetes", { user: "node" })).to.have.lengthOf(1);
  });

  it("never shows a secret", () => {
    const args = {
      secretEnv: { A: "hunter2" },
      command: [new SecretValue("hunter2")],
      user: new SecretValue("hunter2"),
    };
    expect(linesOf("instances", args).join()).not.to.include("hunter2");
    expect(linesOf("kubernetes", args).join()).to.include("user: got [secret]");
  });

  it("tells what a target does at all", () => {
    expect(isSupported("docker", "files")).to.equal(true);
    expect(isSupported("ecs", "files")).to.equal(false);
    expect(isSupported("kubernetes", "traffic")).to.equal(true);
  });
});
