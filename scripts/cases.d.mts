/** Spec and committed output of each example and golden case, relative to the checkout. */
export function cases(): [spec: string, out: string][];
