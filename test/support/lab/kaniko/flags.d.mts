export function parseFlags(words: readonly string[]): Map<string, string[]>;
