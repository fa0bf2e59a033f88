import type { CaptureKind } from '../core/media/capture-error.ts';

type PolicyDocument = { readonly featurePolicy?: { allowsFeature(feature: string): boolean } };

/**
 * Whose policy is why a capture was refused: that of the page around this one, or the page's own header. Firefox tells
 * no policy, and knows no header; a frame of another origin that lacks the permission is refused there without a question.
 */
export function keptBy(kind: CaptureKind): 'embedder' | 'header' | null {
  if (typeof window === 'undefined') return null;
  const framed = window.parent !== window;
  const { featurePolicy } = document as PolicyDocument;
  const isKept = featurePolicy
    ? !featurePolicy.allowsFeature(kind)
    : framed && isOfAnotherOrigin(window.parent);
  return !isKept ? null : framed ? 'embedder' : 'header';
}

function isOfAnotherOrigin(other: Window): boolean {
  try {
    return other.location.origin !== location.origin;
  } catch {
    return true;
  }
}
