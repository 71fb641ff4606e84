/** Whether a pin names a released version: `v1.4.0`. */
export function isVersionTag(pin: string): boolean {
  return /^v?\d+\.\d+\.\d+([-+.].*)?$/.test(pin);
}

/** Whether a pin always means the same commit: a version or a complete hash. Anything else may be a branch. */
export function isFixedPin(pin: string): boolean {
  return isVersionTag(pin) || /^[0-9a-f]{40}$/.test(pin);
}
