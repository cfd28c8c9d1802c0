import { expect } from "chai";
import { ec2Store } from "../../src/machine/store/ec2-store";
import { useAwsEnvironment } from "../support/aws-environment";
import { type Ec2Answer, ec2Images, ec2Refusal, type FakeEc2, startFakeEc2 } from "../support/fake-ec2";

describe("Images in EC2", function () {
  this.timeout(60_000);
  let ec2: FakeEc2;
  let restore: () => void;

  beforeEach(() => {
    restore = useAwsEnvironment();
  });
  afterEach(async () => {
    restore();
    await ec2?.stop();
  });

  async function storeWith(answer: Ec2Answer, timeoutMs?: number) {
    ec2 = await startFakeEc2(answer);
    return ec2Store({ region: "eu-west-1", endpoint: ec2.url }, timeoutMs);
  }
  const messageOf = (asked: Promise<unknown>) =>
    asked.then(
      () => "",
      (error: Error) => error.message,
    );

  it("are found by their tag, in any state", async () => {
    const states = [
      "available",
      "pending",
      "transient",
      "failed",
      "error",
      "invalid",
      "deregistered",
      "disabled",
    ];
    const images = states.map((state, index) => ({
      id: `ami-${index}`,
      state,
      created: "2026-01-01T00:00:00.000Z",
    }));
    const store = await storeWith(() => ec2Images(...images));
    const found = await store.tagged("hash");
    expect(found.map(({ state }) => state)).to.deep.equal([
      "available",
      "pending",
      "pending",
      ...Array(5).fill("failed"),
    ]);
    expect(found[0]).to.deep.equal({
      id: "ami-0",
      state: "available",
      createdAt: "2026-01-01T00:00:00.000Z",
    });
  });

  it("may be gone", async () => {
    const store = await storeWith(() => ec2Images());
    expect(await store.image("ami-0")).to.equal(undefined);
    expect(await store.tagged("hash")).to.deep.equal([]);
  });

  for (const [code, status, attempts, expected] of [
    ["RequestLimitExceeded", 503, 4, "expected an account below its limit of requests, for DescribeImages"],
    ["Throttling", 400, 4, "run the update again in a minute"],
    ["InternalError", 500, 4, "expected an EC2 API that answers DescribeImages; run the update again"],
    [
      "RequestExpired",
      400,
      1,
      "expected credentials that have not expired, for DescribeImages; log in again",
    ],
    ["ExpiredToken", 403, 1, "log in again, such as with: aws sso login"],
    ["AuthFailure", 401, 1, "expected credentials that AWS takes"],
    ["UnauthorizedOperation", 403, 1, "expected credentials that may do this"],
  ] as const) {
    it(`say what ${code} means, after ${attempts === 1 ? "one try" : "several tries"}`, async () => {
      const store = await storeWith(() => ec2Refusal(status, code, "what AWS says"));
      const message = await messageOf(store.tagged("hash"));
      expect(message).to.contain(`connection: got "eu-west-1 ${ec2.url}"`).and.contain(expected);
      expect(message).to.contain(`  | ${code}: what AWS says`);
      expect(ec2.asked).to.deep.equal(Array(attempts).fill("DescribeImages"));
    });
  }

  it("are asked for again when AWS fails for a moment", async () => {
    let asked = 0;
    const store = await storeWith(() =>
      ++asked < 3 ? ec2Refusal(503, "RequestLimitExceeded") : ec2Images(),
    );
    expect(await store.tagged("hash")).to.deep.equal([]);
    expect(asked).to.equal(3);
  });

  it("are not waited for without end", async () => {
    const store = await storeWith(() => undefined, 300);
    expect(await messageOf(store.tagged("hash"))).to.contain(
      "expected an EC2 API that answers DescribeImages within 300 milliseconds",
    );
  });

  it("say that nothing answers", async () => {
    const store = await storeWith(() => undefined);
    await ec2.stop();
    expect(await messageOf(store.tagged("hash"))).to.contain("ECONNREFUSED");
  });

  it("need a region, and credentials", async () => {
    restore();
    const none = { AWS_REGION: "", AWS_DEFAULT_REGION: "", AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    restore = useAwsEnvironment(none);
    expect(await messageOf(ec2Store({}))).to.equal(
      "connection.region: got nothing, expected a region, such as eu-west-1; give connection.region, or set AWS_REGION",
    );
    const store = await storeWith(() => ec2Images());
    expect(await messageOf(store.tagged("hash"))).to.contain("expected credentials that AWS takes");
  });
});
