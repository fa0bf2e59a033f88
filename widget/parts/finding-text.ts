import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import type { FindingWords } from '../../core/locales/catalogue.ts';
import type { Translator } from '../../core/locales/translate.ts';
import type { Finding } from '../finding.ts';

/** A finding in the words of the language; what the catalogue does not know stays English. */
export function wordsOf({ code, params, cause, fix }: Finding, words: Translator): FindingWords {
  const { variant } = params;
  const found = words.finding(code, typeof variant === 'string' ? variant : undefined, params);
  return found ?? { title: code, cause, fix };
}

/** Its title, with cause and steps folded away. */
export function findingText(finding: Finding, words: Translator): TemplateResult {
  const { title, cause, fix } = wordsOf(finding, words);
  const { label } = finding.subject;
  return html`<p class="title">${title}${label ? html` · <bdi>${label}</bdi>` : nothing}</p>
    <details>
      <summary>${words.t('lobby.how-to-fix')}</summary>
      <p>${cause}</p>
      <ol>
        ${fix.map((step) => html`<li>${step}</li>`)}
      </ol>
    </details>`;
}
