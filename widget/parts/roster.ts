import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { icons } from '../icons.ts';
import { hueOf, initials } from '../names.ts';
import type { Participant } from '../snapshot.ts';
import { base } from '../styles/base.ts';
import { rosterStyles } from '../styles/roster.ts';
import { tileKey } from '../tile-key.ts';
import { Part } from './part.ts';

/** Who is in the call, and what they have on. */
export class CallRoster extends Part {
  static override styles = [base, rosterStyles];
  static override properties: PropertyDeclarations = {
    participants: { attribute: false },
    pinned: {},
  };

  declare participants: readonly Participant[];
  declare pinned: string | null;

  protected override render(): TemplateResult {
    return html`<ul>
      ${this.participants.map((participant) => this.#person(participant))}
    </ul>`;
  }

  protected override updated(): void {
    this.renderRoot.querySelectorAll<HTMLElement>('.avatar').forEach((avatar, index) => {
      avatar.style.setProperty('--_hue', String(hueOf(this.participants[index]?.id ?? '')));
    });
  }

  #person({ id, name, isLocal, verified, microphone, camera, screen, canChat }: Participant): TemplateResult {
    const { t } = this.words;
    const shown = isLocal && name !== t('name.you') ? t('name.you-named', { name }) : name;
    const notes = [
      isLocal || verified ? '' : t('name.unverified'),
      screen ? t('people.sharing') : '',
      canChat ? '' : t('people.no-chat'),
    ].filter((note) => note !== '');
    const key = tileKey({ isLocal, id });
    const pinned = this.pinned === key;
    const pin = t(pinned ? 'tile.unpin' : 'tile.pin', { name: shown });
    const device = (kind: 'microphone' | 'camera', on: boolean): TemplateResult =>
      html`<span class=${on ? '' : 'off'} title=${t(`control.${kind}`)}>
        ${icons[on ? kind : (`${kind}-off` as const)]}<span class="sr"
          >${t(on ? `say.${kind}-on` : `say.${kind}-off`)}</span
        >
      </span>`;
    return html`<li>
      <span class="avatar" aria-hidden="true">${initials(name)}</span>
      <p class="who">
        <bdi>${shown}</bdi>
        ${notes.length > 0 ? html`<small>${notes.join(' · ')}</small>` : nothing}
      </p>
      ${device('microphone', microphone === 'on')} ${device('camera', camera === 'on')}
      <button
        class="round quiet"
        part="button"
        type="button"
        aria-label=${pin}
        title=${pin}
        @click=${() => this.request('pin', pinned ? null : key)}
      >
        ${icons[pinned ? 'close' : 'pin']}
      </button>
    </li>`;
  }
}
