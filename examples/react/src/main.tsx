import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Call } from './Call.tsx';

function App() {
  const [open, setOpen] = useState(false);
  return open ? (
    <Call room="react" onLeft={() => setOpen(false)} />
  ) : (
    <button type="button" onClick={() => setOpen(true)}>
      Talk to us
    </button>
  );
}

const root = document.querySelector('#root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
