// First script of every page of the laboratory: the doctor.
import { startRecorder } from '../../../core/diagnosis/start-recorder.ts';
import { tellFindings } from './told.ts';

declare global {
  interface Window {
    readonly doctor: ReturnType<typeof startRecorder>;
  }
}

const doctor = startRecorder(window, { fromStart: true });
Object.defineProperty(window, 'doctor', { value: doctor });
tellFindings(() => doctor.findings());
