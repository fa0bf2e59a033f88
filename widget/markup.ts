import type { LAYOUTS, LOBBIES, THEMES } from './attributes.ts';
import type { CallEventMap } from './events.ts';
import type { MeteredCall } from './metered-call.ts';

type EventProps = { readonly [K in keyof CallEventMap as `on${K}`]?: (event: CallEventMap[K]) => void };

/**
 * What `<metered-call>` takes in a JSX template: its attributes, its properties without an attribute, and
 * its events as React 19 and Preact name them.
 */
export interface MeteredCallAttributes
  extends EventProps, Partial<Pick<MeteredCall, 'tokenProvider' | 'logger'>> {
  readonly room?: string;
  readonly 'api-key'?: string;
  readonly 'token-url'?: string;
  readonly server?: string;
  readonly 'display-name'?: string;
  readonly lobby?: (typeof LOBBIES)[number];
  readonly autojoin?: boolean;
  readonly layout?: (typeof LAYOUTS)[number];
  readonly theme?: (typeof THEMES)[number];
  readonly controls?: string;
  readonly lang?: string;
  readonly 'locale-base'?: string;
}
