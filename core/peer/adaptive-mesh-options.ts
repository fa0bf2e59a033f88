export interface AdaptiveMeshOptions {
  /** Kilobits a second that everything sent to all peers together may take. At least 50. */
  uplinkKbps: number;
  /** Kilobits a second set aside for each audio track to each peer. Default 40. */
  audioKbps?: number;
}

/** @throws TypeError for a budget that cannot work. */
export function checkedBudget({
  uplinkKbps,
  audioKbps = 40,
}: AdaptiveMeshOptions): Required<AdaptiveMeshOptions> {
  if (!(Number.isFinite(uplinkKbps) && uplinkKbps >= 50))
    throw new TypeError('adaptiveMesh.uplinkKbps must be at least 50 kilobits a second.');
  if (!(Number.isFinite(audioKbps) && audioKbps >= 0))
    throw new TypeError('adaptiveMesh.audioKbps must not be negative.');
  return { uplinkKbps, audioKbps };
}
