/** After how long a program that does nothing is reported, in milliseconds. */
export const IDLE_AFTER = 30_000;

/** Tells, once, that a program does nothing and yet does not end: something in it is still open. */
export class IdleNotice {
  private timer: NodeJS.Timeout;

  /**
   * @param isBusy - whether something is under way on the program's behalf
   * @param say - gets the notice
   */
  constructor(
    private readonly after: number,
    private readonly isBusy: () => boolean,
    private readonly say: (message: string) => void,
  ) {
    this.timer = this.arm();
  }

  /** The program did something. */
  touch(): void {
    this.timer.refresh();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private arm(): NodeJS.Timeout {
    return setTimeout(() => {
      if (this.isBusy()) {
        this.timer = this.arm();
        return;
      }
      this.say(
        `the program has asked for nothing for ${this.after / 1000} seconds and is still running: a timer, a server ` +
          "or a connection may keep it open. Interrupt to end it; nothing is deleted then",
      );
    }, this.after).unref();
  }
}
