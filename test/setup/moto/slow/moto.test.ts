import { expect } from "chai";
import { type Moto, requireMoto, startMoto } from "..";

describe("moto", () => {
  let moto: Moto;
  before(async function () {
    moto = await requireMoto(this);
  });
  after(() => moto?.stop());

  it("answers on a port of its own, and no more after it was stopped", async () => {
    const second = await startMoto();
    expect(second.url)
      .to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
      .and.not.equal(moto.url);
    expect((await fetch(`${second.url}/moto-api/data.json`)).status).to.equal(200);

    await second.stop();
    const refused = await fetch(second.url).then(
      () => "answered",
      (error: Error) => String(error.cause),
    );
    expect(refused).to.contain("ECONNREFUSED");
    expect((await fetch(`${moto.url}/moto-api/data.json`)).status).to.equal(200);
  }).timeout(20_000);
});
