import type { MeteredCall, MeteredCallAttributes } from 'metered-call/widget';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'metered-call': DetailedHTMLProps<HTMLAttributes<MeteredCall>, MeteredCall> & MeteredCallAttributes;
    }
  }
}
