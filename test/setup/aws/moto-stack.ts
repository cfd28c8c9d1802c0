import { resolve } from "node:path";
import {
  AWS_INVOKES,
  AWS_TYPES,
  MemoryStore,
  type TestDestroyArgs,
  type TestResult,
  TestStack,
  type TestUpArgs,
} from "@anew/engine";
import type { Context } from "mocha";
import { type Moto, requireMoto } from "../moto";
import { Account } from "./account";
import { AwsProxy, PROGRAM_KEY } from "./aws-proxy";
import { EcsScheduler } from "./ecs-scheduler";
import { FastClock } from "./fast-clock";
import { MotoProvider } from "./moto-provider";

/** What the SDK of gate and switch finds in its environment. */
const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  // On Node 20 it says at each start which versions of Node it will take next year.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/** How much faster the time of gate and switch passes: a call that may take 30 seconds then still has three. */
const SPEED = 10;

/** A function, or the folder of a project. */
type Program = string | (() => Record<string, unknown>);

/** An AWS account in moto, with what it leaves out, behind a proxy that counts calls and makes them fail. */
export class MotoWorld {
  private constructor(
    private readonly moto: Moto,
    readonly proxy: AwsProxy,
    /** The test's own look, past the proxy. */
    readonly account: Account,
    readonly scheduler: EcsScheduler,
    private readonly through: Account,
    private readonly before: NodeJS.ProcessEnv,
  ) {}

  static async start(context: Context): Promise<MotoWorld> {
    const before = { ...process.env };
    Object.assign(process.env, ENVIRONMENT);
    const moto = await requireMoto(context);
    const proxy = await AwsProxy.start(moto.url);
    const account = new Account(moto.url);
    return new MotoWorld(
      moto,
      proxy,
      account,
      new EcsScheduler(account, proxy),
      new Account(proxy.endpoint, PROGRAM_KEY),
      before,
    );
  }

  /** A stack whose resources are made in this account. */
  stack(program: Program, speed = SPEED): MotoStack {
    return new MotoStack(program, this.through, speed);
  }

  /** Forgets the account's content and all that was asked for. */
  async reset(): Promise<void> {
    this.proxy.reset();
    this.scheduler.reset();
    await this.moto.reset();
  }

  async stop(): Promise<void> {
    this.account.close();
    this.through.close();
    await this.proxy.close();
    await this.moto.stop();
    for (const name of Object.keys(ENVIRONMENT)) {
      const old = this.before[name];
      if (old === undefined) delete process.env[name];
      else process.env[name] = old;
    }
  }
}

/** A stack of the embedded engine on an account in moto. */
export class MotoStack {
  readonly store = new MemoryStore();
  readonly clock: FastClock;
  private readonly stack: TestStack;

  constructor(program: Program, account: Account, speed: number) {
    this.clock = new FastClock(speed);
    this.stack = new TestStack({
      program,
      inProcess: true,
      // The provider's process finds the package from here.
      folder: resolve(__dirname, "../.."),
      clock: this.clock,
      providers: {
        aws: () => new MotoProvider({ types: AWS_TYPES, invokes: AWS_INVOKES, store: this.store }, account),
      },
    });
  }

  preview(args?: TestUpArgs): Promise<TestResult> {
    return this.stack.preview(args);
  }

  up(args?: TestUpArgs): Promise<TestResult> {
    return this.stack.up(args);
  }

  destroy(args?: TestDestroyArgs): Promise<TestResult> {
    return this.stack.destroy(args);
  }

  refresh(): Promise<TestResult> {
    return this.stack.refresh();
  }
}
