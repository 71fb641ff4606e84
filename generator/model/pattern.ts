/** Replaces `{service}` and `{environment}` in a pattern. */
export function expand(pattern: string, service: string, environment: string): string {
  return pattern.replaceAll("{service}", service).replaceAll("{environment}", environment);
}
