import type { PropertyDeclarations, TemplateResult } from 'lit';
import { css, html } from 'lit';
import type { NetworkReading } from '../network-meter.ts';
import { Part } from './part.ts';

/** The figures of one connection, over its tile. */
export class CallStats extends Part {
  static override styles = css`
    dl {
      position: absolute;
      inset-block-start: 8px;
      inset-inline-start: 8px;
      display: grid;
      grid-template-columns: auto auto;
      gap: 0 10px;
      margin: 0;
      padding: 6px 10px;
      border-radius: 8px;
      background: #101319cc;
      color: #fff;
      font-size: 12px;
      font-variant-numeric: tabular-nums;
    }
    dd {
      margin: 0;
      text-align: end;
    }
  `;
  static override properties: PropertyDeclarations = { reading: { attribute: false } };

  declare reading: NetworkReading;

  protected override render(): TemplateResult {
    const { t, lang } = this.words;
    const { received, sent, loss, roundTrip, width, height, frameRate, relayed } = this.reading;
    const percent = new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 });
    const rows = [
      [t('stats.received'), `${received} kbit/s`],
      [t('stats.sent'), `${sent} kbit/s`],
      [t('stats.loss'), percent.format(loss)],
      [t('stats.delay'), roundTrip === null ? '–' : `${roundTrip} ms`],
      [t('stats.picture'), width > 0 ? `${width}×${height}, ${frameRate}/s` : '–'],
      [t('stats.path'), t(relayed ? 'stats.relay' : 'stats.direct')],
    ];
    return html`<dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>`;
  }
}
