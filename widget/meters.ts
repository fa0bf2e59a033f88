// What is measured of the others comes once a call has begun.
export { NetworkMeter } from './network-meter.ts';
export { SpeakingMeter } from './speaking.ts';
