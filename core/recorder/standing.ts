import type { ConnectionEvent, ElementEvent, TrackEvent } from './trace.ts';

// What an event says that holds until another says otherwise, so that a long call does not push it out of its log.

export function standingOfConnection(event: ConnectionEvent): string | undefined {
  switch (event.type) {
    case 'signaling-state':
    case 'ice-state':
    case 'gathering-state':
    case 'connection-state':
      // That it was once connected is asked as well.
      return `${event.type} ${event.state}`;
    case 'track':
      return `track ${event.track}`;
    case 'sender':
      return `sender ${event.sender}`;
    case 'description':
      return event.error ? undefined : `description ${event.end} ${event.kind}`;
    case 'data-channel':
      return `data-channel ${event.label}`;
    case 'closed':
      return event.type;
    default:
      return undefined;
  }
}

export function standingOfTrack({ type }: TrackEvent): string | undefined {
  if (type === 'muted' || type === 'unmuted') return 'source';
  return type === 'enabled' || type === 'disabled' ? 'page' : undefined;
}

export const standingOfElement = ({ type }: ElementEvent): string => type;
