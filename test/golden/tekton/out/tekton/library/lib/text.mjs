// Text functions. They do the same as the class Text of the Jenkins library.

/** Fills the placeholders of a pattern: {version}, {commit}, {branch}, {build}, {tag}. */
export function fill(pattern, values) {
  let text = pattern;
  for (const [name, value] of Object.entries(values)) text = text.replaceAll(`{${name}}`, () => String(value));
  return text;
}

/** Converts a text to a valid image tag: at most 128 characters, invalid ones replaced by hyphens. */
export function toTag(text) {
  return text
    .replace(/[^A-Za-z0-9_.-]/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 128);
}

/** Whether a name matches one of the patterns; * matches any text without a slash, ** matches any text. */
export function fits(name, patterns) {
  return patterns.some((pattern) => matches(name, pattern));
}

/** Compares a name with one pattern. A regular expression with many stars can run forever; this cannot. */
function matches(name, pattern) {
  // The pattern up to the current part matches the first n characters if reached[n] is true.
  let reached = [true, ...[...Array(name.length)].map(() => false)];
  for (const part of pattern.match(/\*\*|[^]/g) ?? []) {
    const now = [];
    for (let end = 0; end <= name.length; end += 1) {
      const last = end === 0 ? "" : name[end - 1];
      const longer = end > 0 && now[end - 1] && (part === "**" || last !== "/");
      now.push(part.startsWith("*") ? reached[end] || longer : end > 0 && last === part && reached[end - 1]);
    }
    reached = now;
  }
  return reached[name.length];
}

/** Puts a text on one line, for files and messages in which each line has a meaning. */
export function toLine(text) {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** Converts a list to numbered variables: NAME_0, NAME_1 …, NAME_COUNT. */
export function numbered(name, values) {
  return { [`${name}_COUNT`]: values.length, ...Object.fromEntries(values.map((it, index) => [`${name}_${index}`, it])) };
}

/** Converts a list to variables: NAME contains the names NAME_0 NAME_1 …, and each of these has one text. */
export function named(name, values) {
  const variables = Object.fromEntries(values.map((it, index) => [`${name}_${index}`, it]));
  return { [name]: Object.keys(variables).join(" "), ...variables };
}

/** The entries of a map as texts: NAME=value. */
export function entries(values) {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`);
}
