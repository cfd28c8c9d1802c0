/** How gate and switch reach AWS. */
interface Connection {
  /**
   * Such as `eu-central-1`.
   * @default the stack's `aws:region`, else AWS_REGION, else the profile's
   */
  readonly region?: string;
  /**
   * A profile of `~/.aws/config`.
   * @default the stack's `aws:profile`, else AWS_PROFILE, else the usual chain of credentials
   */
  readonly profile?: string;
  /**
   * ARN of a role to take on with those credentials.
   * @default the stack's `aws:assumeRoles`, where it names one; else none
   */
  readonly role?: string;
  /**
   * Where all services answer, for a stand-in of AWS on this machine.
   * @default AWS's own addresses, else AWS_ENDPOINT_URL
   */
  readonly endpoint?: string;
}

export type { Connection };
