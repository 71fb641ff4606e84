/** True if the command is in the PATH, /usr/sbin or /sbin, and its proof succeeds. */
export function hasCommand(name: string): boolean;

/** Installs missing Debian packages that the tests need, if permitted. Returns the commands that are still missing. */
export function installPackages(): readonly string[];
