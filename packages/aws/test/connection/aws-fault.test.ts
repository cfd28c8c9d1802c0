import { expect } from "chai";
import { awsFault, isMissing } from "../../src/connection/aws-fault";

const call = { service: "elasticloadbalancing", operation: "ModifyRule", region: "eu-central-1" };
const of = (name: string, message = "because", more: object = {}) =>
  awsFault(call, { name, message, ...more });

describe("an error of AWS", () => {
  it("names the call and the region, and says what AWS said", () => {
    expect(of("ValidationError", "weights").message).to.equal(
      "elasticloadbalancing:ModifyRule in eu-central-1: ValidationError: weights",
    );
  });

  for (const [name, help] of Object.entries({
    ExpiredToken: "the credentials have expired: log in again",
    ExpiredTokenException: "the credentials have expired",
    CredentialsProviderError: "no credentials were found",
    UnrecognizedClientException: "AWS does not know these credentials",
    AccessDeniedException: "the credentials need the right elasticloadbalancing:ModifyRule",
    ThrottlingException: "AWS limits how often this may be called",
    TimeoutError: "AWS can't be reached from here",
  })) {
    it(`says what helps against ${name}`, () => {
      expect(of(name).message)
        .to.contain(`ModifyRule in eu-central-1: ${name}: because`)
        .and.to.contain(help);
    });
  }

  it("that came from the network has the network's code", () => {
    const fault = of("Error", "connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" });
    expect(fault.code).to.equal("ECONNREFUSED");
    expect(fault.message).to.contain("can't be reached");
  });

  it("is told apart where something is not there", () => {
    expect(isMissing(of("RuleNotFoundException"))).to.equal(true);
    expect(isMissing(of("TargetGroupNotFoundException"))).to.equal(true);
    expect(isMissing(of("ThrottlingException"))).to.equal(false);
    expect(isMissing(new Error("RuleNotFound"))).to.equal(false);
  });
});
