/** The version that Backstage reads cookies with has no types of its own. */
declare module 'cookie' {
  export function parse(header: string): Record<string, string | undefined>;
  export function serialize(name: string, value: string): string;
}
