import type { CaptureKind } from '../core/media/capture-error.ts';

type PolicyDocument = { readonly featurePolicy?: { allowsFeature(feature: string): boolean } };

/**
 * Whether the page around this one is why a capture was refused. Firefox does not tell its policy; a frame of
 * another origin that lacks the permission is refused there without a question.
 */
export function isKeptByEmbedder(kind: CaptureKind): boolean {
  if (typeof window === 'undefined' || window.parent === window) return false;
  const { featurePolicy } = document as PolicyDocument;
  return featurePolicy ? !featurePolicy.allowsFeature(kind) : isOfAnotherOrigin(window.parent);
}

function isOfAnotherOrigin(other: Window): boolean {
  try {
    return other.location.origin !== location.origin;
  } catch {
    return true;
  }
}
