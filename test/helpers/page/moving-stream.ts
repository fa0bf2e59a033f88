/** A picture that changes 25 times a second, and what ends it. */
export function movingStream(): { readonly stream: MediaStream; stop(): void } {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let hue = 0;
  const timer = setInterval(() => {
    if (!context) return;
    context.fillStyle = `hsl(${(hue += 40)} 90% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 40);
  const stream = canvas.captureStream(25);
  return {
    stream,
    stop() {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
    },
  };
}
