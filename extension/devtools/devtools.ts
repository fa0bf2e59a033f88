// Puts the panel into the developer tools.
import browser from 'webextension-polyfill';

void browser.devtools.panels.create('Call Doctor', 'icons/32.png', 'panel.html');
