/** What an engine notices of how it is used, for whoever records its window. */
export interface EngineNotice {
  readonly type: 'listeners';
  /** Name of the event that is listened to. */
  readonly target: string;
  readonly count: number;
}

/** Tells the recording of this window, if there is one. Never throws. */
export function tellRecorder(notice: EngineNotice): void {
  const slots = globalThis as unknown as Record<symbol, unknown>;
  const recorder = slots[Symbol.for('metered-call.recorder')] as
    { tell?: (notice: EngineNotice) => void } | undefined;
  try {
    recorder?.tell?.(notice);
  } catch {
    // What a page has put in its place is not our concern.
  }
}
