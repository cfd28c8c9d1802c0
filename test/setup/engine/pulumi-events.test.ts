import { expect } from "chai";
import { readEvents } from "./pulumi-events";

const line = (event: object): string => JSON.stringify({ sequence: 0, timestamp: 0, ...event });
const pre = (op: string, urn: string): string =>
  line({ resourcePreEvent: { metadata: { op, urn, type: "t" } } });

describe("Pulumi's event log", () => {
  it("gives the steps in the order in which they began, the summary and the errors", () => {
    const log = [
      line({ preludeEvent: { config: {} } }),
      pre("same", "urn:a"),
      pre("create", "urn:b"),
      line({ diagnosticEvent: { severity: "debug", message: "x" } }),
      line({ diagnosticEvent: { severity: "error", message: "it is broken\n" } }),
      line({ summaryEvent: { resourceChanges: { same: 1, create: 1 } } }),
    ].join("\n");
    expect(readEvents(log)).to.deep.equal({
      steps: [
        { op: "same", urn: "urn:a" },
        { op: "create", urn: "urn:b" },
      ],
      changeSummary: { same: 1, create: 1 },
      errors: ["it is broken"],
    });
  });

  it("can be read when a killed engine has cut off its last line", () => {
    expect(readEvents(`${pre("create", "urn:a")}\n{"sequence":1,"resourcePre`)).to.deep.equal({
      steps: [{ op: "create", urn: "urn:a" }],
      changeSummary: {},
      errors: [],
    });
  });
});
