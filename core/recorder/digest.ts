/**
 * Fourteen hexadecimal digits that are equal for equal texts and say nothing else of them: 53 bits of a long secret
 * cannot be turned back. Not for signatures. Synchronous, since a page's calls cannot wait for SubtleCrypto.
 */
export function digest(text: string): string {
  // Two 32-bit multiplicative hashes over the same characters, mixed into each other at the end.
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (4294967296 * (b & 0x1fffff) + (a >>> 0)).toString(16).padStart(14, '0');
}
