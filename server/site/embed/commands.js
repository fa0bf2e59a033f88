const MAX_TEXT = 4_000;
const MAX_TOKEN = 16_384;
const MAX_ID = 64;
/** Commands under way at a time. */
const MAX_RUNNING = 32;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const CODE = /^[\w-]{1,64}$/;

const always = () => true;
const hasFlag = ({ on }) => typeof on === 'boolean';
const isBounded = (text, max) => typeof text === 'string' && text.trim() !== '' && text.length <= max;

const COMMANDS = new Map([
  ['join', { accepts: always, run: ({ call }) => call.join() }],
  ['leave', { accepts: always, run: ({ call }) => call.leave() }],
  ['setMicrophone', { accepts: hasFlag, run: ({ call }, { on }) => call.setMicrophone(on) }],
  ['setCamera', { accepts: hasFlag, run: ({ call }, { on }) => call.setCamera(on) }],
  [
    'sendMessage',
    {
      accepts: ({ text }) => isBounded(text, MAX_TEXT),
      run: ({ call }, { text }) => call.sendMessage(text),
    },
  ],
  [
    'token',
    {
      accepts: ({ token }) => isBounded(token, MAX_TOKEN) && JWT.test(token),
      run: ({ useToken }, { token }) => useToken(token),
    },
  ],
]);

let running = 0;

/**
 * Does what the parent asks for; never throws.
 * @returns `{id, ok, code?}` for a command that carries an id, else null
 */
export async function runCommand(message, target) {
  const { type, id } = message;
  const code = await attempt(COMMANDS.get(type), message, target);
  if (!(Number.isSafeInteger(id) || (typeof id === 'string' && id.length <= MAX_ID))) return null;
  return code === null ? { id, ok: true } : { id, ok: false, code };
}

/** Null once it is done, or the code of why it is not. */
async function attempt(command, message, target) {
  if (!command) return 'unknown-command';
  if (!command.accepts(message)) return 'invalid-command';
  if (running >= MAX_RUNNING) return 'too-many-commands';
  running += 1;
  try {
    await command.run(target, message);
    return null;
  } catch (error) {
    return CODE.test(error?.code) ? error.code : 'failed';
  } finally {
    running -= 1;
  }
}
