const [talk, call, names] = ['#talk', '#call', '#names'].map((id) => document.querySelector(id));

function show(inCall) {
  talk.hidden = inCall;
  call.hidden = names.hidden = !inCall;
}

function renew() {
  names.textContent = `In the call: ${call.participants.map(({ name }) => name).join(', ')}`;
}

talk.addEventListener('click', () => {
  show(true);
  // What is wrong, and what to do, the element says itself.
  call.join().catch((error) => console.warn(error.code));
});
call.addEventListener('call-left', () => show(false));
for (const type of ['call-joined', 'participant-joined', 'participant-left'])
  call.addEventListener(type, renew);
