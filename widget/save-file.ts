/** Offers a file to whoever is at the page, under that name. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  // The browser has taken the file's address by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
