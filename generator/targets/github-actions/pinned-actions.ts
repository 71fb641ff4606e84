/** GitHub's own actions, each at a commit: a tag can move. Their versions were checked on 2026-11-30. */
export const pinnedActions = {
  checkout: { uses: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1", version: "v7.0.1" },
  upload: { uses: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", version: "v7.0.0" },
  download: { uses: "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", version: "v8.0.1" },
  attest: { uses: "actions/attest-build-provenance@a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32", version: "v4.1.0" },
  restoreCache: { uses: "actions/cache/restore@27d5ce7f107fe9357f9df03efb73ab90386fccae", version: "v5.0.5" },
  saveCache: { uses: "actions/cache/save@27d5ce7f107fe9357f9df03efb73ab90386fccae", version: "v5.0.5" },
} as const;
