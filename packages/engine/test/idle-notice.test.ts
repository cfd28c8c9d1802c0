import { expect } from "chai";
import { IdleNotice } from "../src/program/idle-notice";

describe("the notice about an idle program", () => {
  it("comes once, and only when nothing is under way", async () => {
    let busy = 2;
    const said = await new Promise<string>((resolve) => {
      const notice = new IdleNotice(1, () => busy-- > 0, resolve);
      // The notice's timer keeps nothing alive; this one does, until it has come.
      const alive = setInterval(() => {
        if (busy >= 0) return;
        clearInterval(alive);
        notice.end();
      }, 1);
    });
    expect(busy).to.equal(-1);
    expect(said).to.contain("is still running");
  });
});
