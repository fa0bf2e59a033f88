/** In Firefox itself: a PNG, in base64, of the page whose address begins with `args[0]`, wherever it is shown. */
export const PICTURE = `
  for (const { document } of Services.wm.getEnumerator('navigator:browser'))
    for (const browser of document.querySelectorAll('browser')) {
      if (!browser.currentURI?.spec.startsWith(args[0])) continue;
      const bitmap = await browser.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
      const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1];
    }
  throw new Error('nothing shows ' + args[0]);`;
