const ADJECTIVES =
  'amber bold brave bright calm clever cosy eager early fair gentle golden happy jolly kind lively lucky merry mild nimble quick quiet rosy silver sunny swift tidy warm wise witty'.split(
    ' ',
  );
const ANIMALS =
  'badger beaver bison crane deer dolphin falcon finch fox gecko hare heron ibex koala lark lemur lynx marten moose newt otter owl panda puffin robin seal stoat swan tapir wren'.split(
    ' ',
  );

const pick = (list) => list[crypto.getRandomValues(new Uint32Array(1))[0] % list.length];

/** A room name that can be said over the phone, such as `sunny-otter-417`. */
export function friendlyName() {
  const number = 100 + (crypto.getRandomValues(new Uint32Array(1))[0] % 900);
  return `${pick(ADJECTIVES)}-${pick(ANIMALS)}-${number}`;
}
