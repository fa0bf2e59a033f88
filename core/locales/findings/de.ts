import type { Findings } from '../catalogue.ts';

/** What the German face says of every finding. */
export const findings: Findings = {
  'room-missing': {
    title: 'Dieser Anruf hat noch keinen Raum',
    cause: 'Die Seite sagt nicht, welchem Raum beigetreten werden soll.',
    fix: ['Website-Betreiber: Geben Sie dem Element einen Raum, zum Beispiel room="weekly-meeting".'],
  },
  'room-invalid': {
    title: 'Dieser Raumname kann nicht verwendet werden',
    cause:
      'Ein Raumname hat 1 bis 256 Zeichen, keine Zeilenumbrüche und darf nicht mit einem reservierten Präfix beginnen.',
    fix: [
      'Wählen Sie einen anderen Raumnamen.',
      'Website-Betreiber: Namen, die mit _metered/, _internal/ oder _system/ beginnen, sind reserviert.',
    ],
  },
  'credential-missing': {
    title: 'Dieser Anruf ist noch nicht eingerichtet',
    cause: 'Die Seite gibt weder einen Schlüssel noch ein Token für den Beitritt an.',
    fix: [
      'Website-Betreiber: Setzen Sie api-key auf einen veröffentlichbaren Schlüssel (pk_live_…) oder setzen Sie token-url oder die Eigenschaft tokenProvider.',
    ],
  },
  'server-invalid': {
    title: 'Die Adresse des Anrufservers ist ungültig',
    cause:
      'Der Server muss eine Adresse wie wss://example.com sein, ohne Pfad. Einfaches ws: funktioniert nur auf diesem Computer.',
    fix: [
      'Website-Betreiber: Korrigieren Sie das Attribut server oder entfernen Sie es, um den Standardserver zu verwenden.',
    ],
  },
  'secret-key-in-page': {
    title: 'In dieser Seite steht ein geheimer Schlüssel',
    cause:
      'Die Seite enthält einen Schlüssel, der mit sk_ beginnt. Jeder, der die Seite öffnet, könnte ihn lesen; deshalb wurde der Anruf nicht gestartet.',
    fix: [
      'Website-Betreiber: Entfernen Sie den geheimen Schlüssel aus der Seite und ersetzen Sie ihn, denn er muss als bekannt gelten.',
      'Verwenden Sie in der Seite einen veröffentlichbaren Schlüssel (pk_live_…), oder stellen Sie Tokens auf Ihrem Server aus und setzen Sie token-url.',
    ],
  },
  'insecure-context': {
    title: 'Diese Seite ist nicht sicher',
    cause: 'Browser erlauben Kamera und Mikrofon nur auf sicheren Seiten.',
    fix: [
      'Öffnen Sie diese Seite mit https:// am Anfang der Adresse.',
      'Website-Betreiber: Liefern Sie die Seite über HTTPS aus. Für einen Test auf einem einzelnen Computer genügt auch localhost.',
    ],
  },
  'webrtc-unavailable': {
    title: 'Dieser Browser kann keine Anrufe führen',
    cause:
      'Anrufe (WebRTC) sind hier durch eine Einstellung, eine Richtlinie oder eine Erweiterung abgeschaltet, oder der Browser ist zu alt.',
    fix: [
      'Schalten Sie Erweiterungen, die WebRTC blockieren, für diese Seite aus und laden Sie sie neu.',
      'Versuchen Sie es mit einer aktuellen Version von Chrome, Edge, Firefox oder Safari.',
      'Wenden Sie sich bei einem verwalteten Computer an dessen Administrator.',
    ],
  },
  'token-invalid': {
    title: 'Der Anruf hat den Schlüssel dieser Seite nicht angenommen',
    cause:
      'Der Anrufserver kennt den Schlüssel oder das Token dieser Seite nicht, oder diese Website darf davon keinen Gebrauch machen.',
    fix: [
      'Laden Sie die Seite neu. Wenn es wieder geschieht, bitten Sie die Person, die den Anruf veranstaltet, um einen neuen Link.',
      'Website-Betreiber: Prüfen Sie, ob der Schlüssel oder das Token vollständig ist, zu diesem Server gehört und noch existiert.',
      'Website-Betreiber: Prüfen Sie, ob diese Website zu den erlaubten Ursprüngen des Schlüssels gehört.',
    ],
  },
  'token-expired': {
    title: 'Ihre Einladung ist abgelaufen',
    cause: 'Das Token für diesen Anruf war nur begrenzte Zeit gültig, und diese Zeit ist vorbei.',
    fix: [
      'Laden Sie die Seite neu, um ein neues zu erhalten.',
      'Website-Betreiber: Geben Sie bei jeder Anfrage ein neues Token zurück und prüfen Sie, ob die Uhr Ihres Servers richtig geht.',
    ],
  },
  'channel-not-authorized': {
    title: 'Sie können diesem Raum nicht beitreten',
    cause: 'Der Schlüssel oder das Token dieser Seite erlaubt diesen Raum nicht.',
    fix: [
      'Prüfen Sie, ob Sie den richtigen Link geöffnet haben.',
      'Website-Betreiber: Erlauben Sie diesen Raum in den Kanalmustern des Schlüssels oder in den Kanälen des Tokens, mit den Berechtigungen zum Abonnieren und zum Sehen der Anwesenden.',
    ],
  },
  'connection-limit': {
    title: 'Der Anruf ist voll',
    cause: 'Das Konto hinter diesem Anruf hat die Höchstzahl gleichzeitiger Verbindungen erreicht.',
    fix: [
      'Schließen Sie andere Tabs mit diesem Anruf, warten Sie eine halbe Minute und versuchen Sie es erneut.',
      'Website-Betreiber: Erhöhen Sie das Limit Ihres Tarifs oder schließen Sie Verbindungen, die nicht mehr gebraucht werden.',
    ],
  },
  'message-rate': {
    title: 'Zu viele Nachrichten auf einmal',
    cause:
      'Diese Seite hat mehr Nachrichten gesendet, als der Anrufserver annimmt; deshalb hat der Server die Verbindung geschlossen.',
    fix: [
      'Warten Sie einen Moment und versuchen Sie es erneut.',
      'Website-Betreiber: Senden Sie weniger Nachrichten, höchstens 100 pro Sekunde.',
    ],
  },
  'account-suspended': {
    title: 'Dieser Anruf ist nicht verfügbar',
    cause: 'Das Konto hinter diesem Anruf ist gesperrt.',
    fix: [
      'Sagen Sie den Betreibern dieser Seite Bescheid.',
      'Website-Betreiber: Prüfen Sie den Status und die Abrechnung Ihres Kontos.',
    ],
  },
  kicked: {
    title: 'Sie wurden aus dem Anruf entfernt',
    cause: 'Jemand, der diesen Anruf leitet, hat Ihre Teilnahme beendet.',
    fix: ['Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Leitung des Anrufs.'],
  },
  'token-provider-hung': {
    title: 'Die Erlaubnis zum Beitritt ließ zu lange auf sich warten',
    cause:
      'Diese Website wurde um ein Token für den Beitritt gebeten und hat innerhalb von 10 Sekunden nicht geantwortet.',
    fix: [
      'Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
      'Website-Betreiber: Prüfen Sie, ob der Token-Endpunkt antwortet, und zwar schnell.',
    ],
  },
  'token-provider-failing': {
    title: 'Diese Website konnte Sie nicht einlassen',
    cause: 'Diese Website wurde um ein Token für den Beitritt gebeten und hat keines zurückgegeben.',
    fix: [
      'Versuchen Sie es gleich noch einmal.',
      'Website-Betreiber: Der Token-Endpunkt muss einen POST mit {"token": "…"} beantworten. Sehen Sie in seinem Protokoll nach.',
    ],
  },
  'token-provider-failing.sign-in': {
    title: 'Bitte melden Sie sich erneut an',
    cause:
      'Diese Website weiß nicht mehr, wer Sie sind, und konnte Sie deshalb nicht in den Anruf einlassen.',
    fix: ['Melden Sie sich erneut bei dieser Website an und kehren Sie dann zum Anruf zurück.'],
  },
  'signalling-unreachable': {
    title: 'Der Anrufserver ist nicht erreichbar',
    cause: 'Die Verbindung zum Anrufserver wurde abgelehnt oder geschlossen, bevor sie zustande kam.',
    fix: [
      'Prüfen Sie, ob Sie online sind.',
      'Schalten Sie VPN, Proxy oder Blocker aus, die WebSocket-Verbindungen verhindern, oder versuchen Sie ein anderes Netz.',
      'Website-Betreiber: Prüfen Sie die Serveradresse, ob der Server läuft und ob die Content-Security-Policy der Seite ihn in connect-src erlaubt.',
    ],
  },
  'send-not-permitted': {
    title: 'Mit diesem Schlüssel kann kein Video beginnen',
    cause:
      'Der Schlüssel oder das Token dieser Seite darf keine Nachrichten an andere senden, sodass keine Anrufe zustande kommen: Man sieht, wer da ist, aber weder Bild noch Ton kommt an.',
    fix: [
      'Website-Betreiber: Erlauben Sie die Aktion „send“ für diesen Schlüssel oder fügen Sie sie den Berechtigungen des Tokens hinzu.',
      'Laden Sie dann die Seite neu.',
    ],
  },
  'join-failed': {
    title: 'Der Beitritt zum Anruf ist nicht gelungen',
    cause: 'Beim Beitreten ist ein unerwarteter Fehler aufgetreten.',
    fix: ['Versuchen Sie es erneut.', 'Wenn es wieder geschieht, laden Sie die Seite neu.'],
  },
  'autoplay-blocked': {
    title: 'Ihr Browser hat den Anruf angehalten',
    cause: 'Dieser Browser startet Ton und Bild erst nach einem Klick auf die Seite.',
    fix: ['Drücken Sie „Wiedergabe starten“.'],
  },
  'autoplay-blocked.sound': {
    title: 'Ihr Browser hält den Ton zurück',
    cause: 'Dieser Browser zeigt das Bild sofort, startet den Ton aber erst nach einem Klick auf die Seite.',
    fix: ['Drücken Sie „Ton einschalten“.'],
  },
  'camera-denied': {
    title: 'Die Kamera ist blockiert',
    cause: 'Dieser Browser lässt diese Seite die Kamera nicht verwenden.',
    fix: [
      'Klicken Sie auf das Kamera- oder Schlosssymbol neben der Adresse der Seite und erlauben Sie die Kamera.',
      'Ist sie dort erlaubt, erlauben Sie diesem Browser in den Datenschutzeinstellungen Ihres Systems, die Kamera zu verwenden.',
      'Schalten Sie die Kamera dann wieder ein.',
    ],
  },
  'camera-denied.dismissed': {
    title: 'Die Kamera wurde noch nicht erlaubt',
    cause: 'Die Frage des Browsers nach der Kamera wurde ohne Antwort geschlossen.',
    fix: ['Schalten Sie die Kamera wieder ein und wählen Sie „Zulassen“.'],
  },
  'microphone-denied': {
    title: 'Das Mikrofon ist blockiert',
    cause: 'Dieser Browser lässt diese Seite das Mikrofon nicht verwenden.',
    fix: [
      'Klicken Sie auf das Mikrofon- oder Schlosssymbol neben der Adresse der Seite und erlauben Sie das Mikrofon.',
      'Ist es dort erlaubt, erlauben Sie diesem Browser in den Datenschutzeinstellungen Ihres Systems, das Mikrofon zu verwenden.',
      'Schalten Sie das Mikrofon dann wieder ein.',
    ],
  },
  'microphone-denied.dismissed': {
    title: 'Das Mikrofon wurde noch nicht erlaubt',
    cause: 'Die Frage des Browsers nach dem Mikrofon wurde ohne Antwort geschlossen.',
    fix: ['Schalten Sie das Mikrofon wieder ein und wählen Sie „Zulassen“.'],
  },
  'camera-missing': {
    title: 'Keine Kamera gefunden',
    cause: 'Dieses Gerät hat keine Kamera, die der Browser sehen kann.',
    fix: [
      'Schließen Sie eine Kamera an und schalten Sie sie dann hier ein.',
      'Auch ohne Kamera sehen und hören Sie die anderen.',
    ],
  },
  'microphone-missing': {
    title: 'Kein Mikrofon gefunden',
    cause: 'Dieses Gerät hat kein Mikrofon, das der Browser sehen kann.',
    fix: [
      'Schließen Sie ein Mikrofon oder Headset an und schalten Sie dann das Mikrofon ein.',
      'Auch ohne Mikrofon können Sie zuhören.',
    ],
  },
  'camera-busy': {
    title: 'Die Kamera wird gerade verwendet',
    cause:
      'Ein anderes Programm oder ein anderer Tab verwendet die Kamera, oder das System konnte sie nicht starten.',
    fix: [
      'Schließen Sie andere Programme und Tabs, die die Kamera verwenden.',
      'Schalten Sie die Kamera dann wieder ein.',
    ],
  },
  'microphone-busy': {
    title: 'Das Mikrofon wird gerade verwendet',
    cause: 'Ein anderes Programm verwendet das Mikrofon, oder das System konnte es nicht starten.',
    fix: [
      'Schließen Sie andere Programme, die das Mikrofon verwenden.',
      'Schalten Sie das Mikrofon dann wieder ein.',
    ],
  },
  'camera-overconstrained': {
    title: 'Die Kamera passt nicht',
    cause: 'Keine Kamera dieses Geräts erfüllt, was verlangt wurde ({constraint}).',
    fix: ['Schließen Sie eine andere Kamera an und schalten Sie sie dann hier ein.'],
  },
  'camera-lost': {
    title: 'Die Kamera ist ausgefallen',
    cause: 'Die Kamera wurde während des Anrufs getrennt oder vom System ausgeschaltet.',
    fix: ['Prüfen Sie das Kabel oder wählen Sie eine andere Kamera und schalten Sie sie dann wieder ein.'],
  },
  'microphone-lost': {
    title: 'Das Mikrofon ist ausgefallen',
    cause: 'Das Mikrofon wurde während des Anrufs getrennt oder vom System ausgeschaltet.',
    fix: ['Prüfen Sie das Kabel und schalten Sie das Mikrofon dann wieder ein.'],
  },
  'signalling-unreachable.offline': {
    title: 'Sie sind offline',
    cause: 'Dieses Gerät hat keine Netzverbindung, deshalb ist der Anrufserver nicht erreichbar.',
    fix: ['Prüfen Sie WLAN, mobile Daten oder Kabel. Der Anruf kommt von selbst zurück.'],
  },
  'signalling-unreachable.expired': {
    title: 'Der Anrufserver ist nicht erreichbar',
    cause: 'Der Anrufserver hat die Verbindung abgelehnt; das Token dieser Seite war da bereits abgelaufen.',
    fix: [
      'Laden Sie die Seite neu, um ein neues zu erhalten.',
      'Website-Betreiber: Geben Sie bei jeder Anfrage ein neues Token zurück.',
    ],
  },
  'signalling-blocked-by-policy': {
    title: 'Diese Seite verbietet ihren eigenen Anruf',
    cause: 'Die Content-Security-Policy der Seite erlaubt die Verbindung zu {url} nicht.',
    fix: [
      'Website-Betreiber: Fügen Sie den Ursprung des Anrufservers (wss://…) in der Content-Security-Policy zu connect-src hinzu.',
    ],
  },
  'token-stale-loop': {
    title: 'Wieder dieselbe abgelaufene Einladung',
    cause:
      'Jedes Mal, wenn ein neues Token angefordert wird, erhält die Seite eines, das schon abgelaufen ist.',
    fix: [
      'Laden Sie die Seite neu.',
      'Website-Betreiber: Der Token-Anbieter muss bei jedem Aufruf ein neues Token ausstellen; er gibt ein gespeichertes zurück.',
      'Website-Betreiber: Prüfen Sie, ob die Uhr Ihres Servers richtig geht.',
    ],
  },
  'reconnect-loop': {
    title: 'Die Verbindung bricht immer wieder ab',
    cause:
      'Die Verbindung zum Anrufserver ging innerhalb einer Minute {count}-mal verloren und wurde wiederhergestellt.',
    fix: [
      'Versuchen Sie ein anderes Netz und schalten Sie VPN oder Proxy aus.',
      'Website-Betreiber: Prüfen Sie, dass nicht zwei Clients dieselbe Peer-ID verwenden und dass kein Proxy ruhende WebSockets schließt.',
    ],
  },
  'presence-not-permitted': {
    title: 'Dieser Schlüssel zeigt nicht, wer da ist',
    cause:
      'Der Schlüssel oder das Token dieser Seite darf den Raum betreten, aber nicht sehen, wer darin ist; deshalb beginnt kein Anruf.',
    fix: [
      'Website-Betreiber: Erlauben Sie die Aktion „presence“ für diesen Schlüssel oder fügen Sie sie den Berechtigungen des Tokens hinzu.',
    ],
  },
  'publish-not-permitted': {
    title: 'Mit diesem Schlüssel können keine Nachrichten gesendet werden',
    cause:
      'Der Schlüssel oder das Token dieser Seite darf in diesem Kanal ({channel}) nicht veröffentlichen.',
    fix: [
      'Website-Betreiber: Erlauben Sie die Aktion „publish“ für diesen Schlüssel oder dieses Token, und zwar für genau diesen Kanalnamen.',
    ],
  },
  'sent-before-join': {
    title: 'Eine Nachricht wurde zu früh gesendet',
    cause:
      'Die Seite hat eine Nachricht gesendet, bevor sie dem Raum beigetreten war oder nachdem sie ihn verlassen hatte.',
    fix: [
      'Website-Betreiber: Warten Sie vor dem Senden mit await auf join() und senden Sie nach „left“ nichts mehr.',
    ],
  },
  'message-oversized': {
    title: 'Eine Nachricht war zu groß',
    cause: 'Die Seite hat eine Nachricht gesendet, die größer ist, als der Anrufserver annimmt.',
    fix: [
      'Website-Betreiber: Senden Sie sie in Teilen unter maxMessageSize oder von Peer zu Peer als Datei.',
    ],
  },
  'direct-from-outside': {
    title: 'Nachrichten von außerhalb des Raums werden verworfen',
    cause:
      'Jemand, der nicht in diesem Raum ist, sendet Direktnachrichten an diese Seite; sie werden ignoriert.',
    fix: [
      'Website-Betreiber: Lassen Sie beide Seiten demselben Raum beitreten oder verwenden Sie einen SignallingClient, der Nachrichten von allen annimmt.',
    ],
  },
  'sender-metadata-off': {
    title: 'Nachrichten kommen ohne Angaben zum Absender',
    cause: 'Diese Seite hat die Metadaten der Absender nicht angefordert.',
    fix: [
      'Website-Betreiber: Wenn Sie sie brauchen, abonnieren Sie mit includeSenderMetadata: true und nehmen Sie peerMetadata in die Tokens auf.',
    ],
  },
  'turn-missing': {
    title: 'Kein Relais, um durch das Netz zu kommen',
    cause:
      'Es wurde kein direkter Weg gefunden, und die Seite hat keinen Relais-Server (TURN) für einen Umweg.',
    fix: [
      'Versuchen Sie ein anderes Netz, zum Beispiel den Hotspot eines Telefons, oder schalten Sie das VPN aus.',
      'Website-Betreiber: Fügen Sie den ICE-Servern einen TURN-Server hinzu oder schalten Sie TURN für diesen Schlüssel ein.',
    ],
  },
  'turn-missing.advice': {
    title: 'Kein Relais in Reserve',
    cause:
      'Die Seite hat keinen Relais-Server (TURN). In eingeschränkten Netzen kommen Anrufe nicht zustande.',
    fix: [
      'Website-Betreiber: Fügen Sie den ICE-Servern einen TURN-Server hinzu oder schalten Sie TURN für diesen Schlüssel ein.',
    ],
  },
  'turn-unreachable': {
    title: 'Das Relais ist nicht erreichbar',
    cause: 'Der Relais-Server (TURN) {url} antwortet aus diesem Netz nicht.',
    fix: [
      'Versuchen Sie ein anderes Netz oder schalten Sie VPN oder Firewall aus, falls sie ihn blockieren.',
      'Website-Betreiber: Prüfen Sie, ob der TURN-Server läuft, sowie seine Adresse, seinen Port und seine Firewall.',
      'Website-Betreiber: Bieten Sie TURN auch über TCP oder TLS auf Port 443 an.',
    ],
  },
  'turn-rejected': {
    title: 'Das Relais weist diese Seite ab',
    cause: 'Der Relais-Server (TURN) {url} hat Benutzernamen und Passwort nicht angenommen (Fehler {code}).',
    fix: [
      'Laden Sie die Seite neu.',
      'Website-Betreiber: Korrigieren Sie die TURN-Zugangsdaten oder das Geheimnis, mit dem sie erzeugt werden.',
    ],
  },
  'turn-rejected.expired': {
    title: 'Die Zugangsdaten des Relais sind abgelaufen',
    cause: 'Benutzername und Passwort für den Relais-Server (TURN) waren nur begrenzte Zeit gültig.',
    fix: ['Laden Sie die Seite neu.', 'Website-Betreiber: Holen Sie vor jedem Anruf neue TURN-Zugangsdaten.'],
  },
  'ice-failed': {
    title: 'Kein Weg zur Gegenseite',
    cause: 'Alle Wege zwischen den beiden Netzen wurden versucht, und keiner ließ den Anruf durch.',
    fix: [
      'Versuchen Sie ein anderes Netz und schalten Sie VPN oder Firewall aus.',
      'Website-Betreiber: Prüfen Sie, ob die TURN-Server funktionieren, auch über TCP und TLS.',
    ],
  },
  'ice-failed.lost': {
    title: 'Der Weg zur Gegenseite ist verloren',
    cause: 'Die Verbindung bestand und brach dann ab: Eines der beiden Netze ist weg oder hat gewechselt.',
    fix: [
      'Prüfen Sie Ihr Netz und bitten Sie die Gegenseite, ihres zu prüfen.',
      'Wenn die Verbindung nicht zurückkommt, treten Sie erneut bei.',
    ],
  },
  'ice-stalled': {
    title: 'Die Adressen der Gegenseite sind nie angekommen',
    cause:
      'Beide Seiten haben sich auf einen Anruf geeinigt, aber keine Netzadresse (ICE-Kandidat) der Gegenseite ist angekommen.',
    fix: [
      'Treten Sie erneut bei.',
      'Website-Betreiber: Geben Sie jeden Kandidaten an die Gegenseite weiter, auch solche, die vor der Antwort kommen.',
    ],
  },
  'dtls-failed': {
    title: 'Die Verschlüsselung kam nicht zustande',
    cause: 'Ein Weg wurde gefunden, aber der Handshake, der den Anruf verschlüsselt, ist fehlgeschlagen.',
    fix: [
      'Treten Sie erneut bei. Schalten Sie Programme aus, die den Netzverkehr untersuchen.',
      'Website-Betreiber: Geben Sie die Beschreibungen unverändert weiter und verwenden Sie keine alte erneut.',
    ],
  },
  'negotiation-stalled': {
    title: 'Die Gegenseite antwortet nicht',
    cause: 'Der Gegenseite wurde ein Anruf angeboten, und seit 10 Sekunden kam keine Antwort.',
    fix: [
      'Bitten Sie die Gegenseite, die Seite neu zu laden.',
      'Website-Betreiber: Stellen Sie sicher, dass das Angebot die Gegenseite erreicht und ihre Antwort zurückkommt.',
    ],
  },
  'codec-mismatch': {
    title: 'Kein gemeinsames Videoformat',
    cause: 'Die beiden Browser haben keinen Video-Codec gemeinsam; deshalb wurde das Video abgelehnt.',
    fix: [
      'Verwenden Sie auf beiden Seiten eine aktuelle Version des Browsers.',
      'Website-Betreiber: Bieten Sie auch VP8 oder H.264 an.',
    ],
  },
  'relay-in-use': {
    title: 'Über ein Relais verbunden',
    cause:
      'Die Netze erlauben keinen direkten Weg, deshalb läuft der Anruf über ein Relais. Er funktioniert.',
    fix: [],
  },
  'path-changed': {
    title: 'Der Weg hat sich geändert',
    cause: 'Der Anruf ist auf einen anderen Netzweg gewechselt und geht weiter.',
    fix: [],
  },
  'peer-sends-no-video': {
    title: 'Kein Video von dieser Person',
    cause: 'Die Gegenseite nimmt ohne Video teil.',
    fix: [],
  },
  'peer-paused': {
    title: 'Das Video ist auf der Gegenseite angehalten',
    cause: 'Die Gegenseite hat ihr Video ausgeschaltet oder angehalten.',
    fix: [],
  },
  'no-packets': {
    title: 'Es kommt kein Bild an',
    cause: 'Die Verbindung steht, aber von der Gegenseite kommen keine Videodaten an.',
    fix: [
      'Bitten Sie die Gegenseite, die Kamera aus- und wieder einzuschalten.',
      'Versuchen Sie ein anderes Netz: Vielleicht lässt eine Firewall kaum mehr als die Verbindung durch.',
    ],
  },
  'no-packets.told': {
    title: 'Die Gegenseite hat kein Bild zu senden',
    cause: 'Es kommt kein Video an, weil die Gegenseite selbst ein Problem hat ({remote}).',
    fix: ['Bitten Sie die Gegenseite, nach ihrer Kamera zu sehen: Dort wird angezeigt, was zu tun ist.'],
  },
  'no-keyframe': {
    title: 'Das Bild kann nicht beginnen',
    cause: 'Es kommen Videodaten an, aber nie ein vollständiges Bild (Keyframe), mit dem es beginnen könnte.',
    fix: [
      'Bitten Sie die Gegenseite, die Kamera aus- und wieder einzuschalten.',
      'Website-Betreiber: Prüfen Sie, was die kodierten Frames verändert oder weiterleitet: Es verliert Keyframes oder übergeht Anforderungen danach.',
    ],
  },
  undecodable: {
    title: 'Das Bild kann nicht dekodiert werden',
    cause: 'Es kommen Bilder an, aber dieser Browser kann mit keinem davon etwas anfangen.',
    fix: [
      'Bitten Sie die Gegenseite, die Kamera aus- und wieder einzuschalten.',
      'Website-Betreiber: Prüfen Sie, ob die Ende-zu-Ende-Verschlüsselung auf beiden Seiten denselben Schlüssel verwendet und ob die Frames unverändert bleiben.',
    ],
  },
  'decoder-missing': {
    title: 'Dieser Browser kann das Video nicht dekodieren',
    cause: 'Das Video kommt in einem Format ({codec}), für das dieser Browser keinen Decoder hat.',
    fix: [
      'Verwenden Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari.',
      'Erlauben Sie in Firefox unter „Add-ons“ das Plugin OpenH264 und starten Sie ihn neu.',
      'Website-Betreiber: Bevorzugen Sie VP8 für Browser ohne H.264.',
    ],
  },
  'remote-source-black': {
    title: 'Das Bild selbst ist schwarz',
    cause:
      'Die Gegenseite sendet ein schwarzes Bild: Ihre Kamera ist verdeckt, im Dunkeln oder ausgeschaltet.',
    fix: [
      'Bitten Sie die Gegenseite, die Abdeckung oder den Privatsphäre-Schalter der Kamera zu prüfen und ob sie eingeschaltet ist.',
    ],
  },
  'remote-source-black.told': {
    title: 'Die andere Kamera liefert kein Bild',
    cause: 'Die Gegenseite sendet ein schwarzes Bild und hat selbst ein Problem festgestellt ({remote}).',
    fix: ['Bitten Sie die Gegenseite, nach ihrer Kamera zu sehen: Dort wird angezeigt, was zu tun ist.'],
  },
  frozen: {
    title: 'Das Bild steht still',
    cause: 'Es kommt weiterhin Video an, aber dieser Browser dekodiert es nicht mehr.',
    fix: [
      'Schließen Sie andere Programme und Tabs, die dieses Gerät auslasten.',
      'Verlassen Sie den Anruf und treten Sie erneut bei.',
    ],
  },
  'renderer-unbound': {
    title: 'Ein Bild wird nicht gezeigt',
    cause: 'Es kommt Video an, aber die Seite hat es keinem Videoelement zugewiesen.',
    fix: ['Website-Betreiber: Setzen Sie srcObject eines <video> auf den Stream, wenn dessen Track ankommt.'],
  },
  'renderer-stale': {
    title: 'Die Kachel hält ein altes Bild',
    cause: 'Nach einer Wiederverbindung kam ein neuer Stream an, und die Seite zeigt noch den alten.',
    fix: [
      'Laden Sie die Seite neu.',
      'Website-Betreiber: Setzen Sie srcObject auf den neuen Stream, auch wenn dessen ID dieselbe ist: Vergleichen Sie die Objekte, nicht ihre IDs.',
    ],
  },
  'renderer-ended': {
    title: 'Die Kachel zeigt einen beendeten Stream',
    cause: 'Alle Tracks, die dieses Videoelement zeigt, sind beendet.',
    fix: [
      'Website-Betreiber: Entfernen Sie das Element, wenn seine Tracks enden, oder geben Sie ihm den neuen Stream.',
    ],
  },
  'renderer-hidden': {
    title: 'Das Bild ist nicht zu sehen',
    cause: 'Das Video läuft dort, wo niemand es sehen kann ({reason}).',
    fix: [
      'Website-Betreiber: Setzen Sie das Videoelement ins Dokument, geben Sie ihm eine Größe und machen Sie es sichtbar.',
    ],
  },
  'renderer-hidden.off-screen': {
    title: 'Ein Bild liegt außerhalb des Bildschirms',
    cause: 'Das Video läuft außerhalb des sichtbaren Teils der Seite.',
    fix: ['Scrollen Sie dorthin.'],
  },
  'renderer-paused': {
    title: 'Das Bild ist angehalten',
    cause: 'Die Seite hat dieses Videoelement angehalten, obwohl Bilder ankommen.',
    fix: ['Website-Betreiber: Rufen Sie für das Element erneut play() auf.'],
  },
  'renderer-paused.never-played': {
    title: 'Das Bild wurde nie gestartet',
    cause: 'Es kommen Bilder an, aber die Seite hat dieses Videoelement nie gestartet.',
    fix: [
      'Website-Betreiber: Rufen Sie für das Element play() auf oder geben Sie ihm autoplay und playsinline.',
    ],
  },
  'renderer-leak': {
    title: 'Kacheln von Personen, die gegangen sind',
    cause: 'Die Seite hält noch {count} Videoelemente von Personen, die nicht mehr da sind.',
    fix: [
      'Website-Betreiber: Setzen Sie srcObject auf null und entfernen Sie das Element, wenn sein Peer geht.',
    ],
  },
  'connection-leak': {
    title: 'Verbindungen zu Personen, die gegangen sind',
    cause: 'Die Seite hält {count} Verbindungen zu Personen offen, die nicht mehr da sind.',
    fix: ['Website-Betreiber: Schließen Sie jede RTCPeerConnection, wenn ihr Peer geht.'],
  },
  'listener-leak': {
    title: 'Event-Listener häufen sich an',
    cause: 'Es gibt {count} Event-Listener an {target}, und sie werden nie entfernt.',
    fix: [
      'Website-Betreiber: Entfernen Sie Listener mit off() oder übergeben Sie ein Signal, wenn eine Ansicht verschwindet.',
    ],
  },
  'device-mismatch': {
    title: 'Ein anderes Gerät wird verwendet',
    cause: 'Die Seite zeigt ein Gerät als ausgewählt und sendet von einem anderen ({device}).',
    fix: [
      'Wählen Sie das Gerät erneut aus.',
      'Website-Betreiber: Verwenden Sie replaceTrack() mit dem neuen Track, nachdem ein Gerät gewählt wurde.',
    ],
  },
  'capture-left-on': {
    title: 'Die Kamera ist noch an',
    cause: 'Der Anruf ist vorbei, und die Seite hat die Kamera nicht angehalten.',
    fix: [
      'Schließen Sie die Seite, um sie auszuschalten.',
      'Website-Betreiber: Rufen Sie beim Verlassen für jeden aufgenommenen Track stop() auf.',
    ],
  },
  'capture-left-on.microphone': {
    title: 'Das Mikrofon ist noch an',
    cause: 'Der Anruf ist vorbei, und die Seite hat das Mikrofon nicht angehalten.',
    fix: [
      'Schließen Sie die Seite, um es auszuschalten.',
      'Website-Betreiber: Rufen Sie beim Verlassen für jeden aufgenommenen Track stop() auf.',
    ],
  },
  'camera-denied.system': {
    title: 'Das System blockiert die Kamera',
    cause: 'Die Datenschutzeinstellungen Ihres Systems lassen diesen Browser die Kamera nicht verwenden.',
    fix: [
      'Erlauben Sie diesem Browser in den Datenschutzeinstellungen Ihres Systems, die Kamera zu verwenden, und starten Sie ihn neu.',
    ],
  },
  'microphone-denied.system': {
    title: 'Das System blockiert das Mikrofon',
    cause: 'Die Datenschutzeinstellungen Ihres Systems lassen diesen Browser das Mikrofon nicht verwenden.',
    fix: [
      'Erlauben Sie diesem Browser in den Datenschutzeinstellungen Ihres Systems, das Mikrofon zu verwenden, und starten Sie ihn neu.',
    ],
  },
  'camera-blocked-by-embedder': {
    title: 'Die Kamera ist in diesem Rahmen nicht erlaubt',
    cause: 'Der Anruf ist in eine andere Seite eingebettet, und diese lässt ihn die Kamera nicht verwenden.',
    fix: [
      'Öffnen Sie den Anruf in einem eigenen Tab.',
      'Website-Betreiber: Fügen Sie dem iframe allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" hinzu.',
    ],
  },
  'microphone-blocked-by-embedder': {
    title: 'Das Mikrofon ist in diesem Rahmen nicht erlaubt',
    cause:
      'Der Anruf ist in eine andere Seite eingebettet, und diese lässt ihn das Mikrofon nicht verwenden.',
    fix: [
      'Öffnen Sie den Anruf in einem eigenen Tab.',
      'Website-Betreiber: Fügen Sie dem iframe allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" hinzu.',
    ],
  },
  'camera-blocked-by-header': {
    title: 'Diese Website verbietet die Kamera',
    cause: 'Der Permissions-Policy-Header der Seite selbst schaltet die Kamera ab.',
    fix: [
      'Website-Betreiber: Senden Sie Permissions-Policy: camera=(self), microphone=(self), oder lassen Sie den Header weg.',
    ],
  },
  'microphone-blocked-by-header': {
    title: 'Diese Website verbietet das Mikrofon',
    cause: 'Der Permissions-Policy-Header der Seite selbst schaltet das Mikrofon ab.',
    fix: [
      'Website-Betreiber: Senden Sie Permissions-Policy: camera=(self), microphone=(self), oder lassen Sie den Header weg.',
    ],
  },
  'camera-black': {
    title: 'Ihre Kamera zeigt nur Schwarz',
    cause: 'Die Kamera ist an, aber ihr Bild ist schwarz.',
    fix: [
      'Öffnen Sie die Abdeckung oder den Privatsphäre-Schalter der Kamera.',
      'Wählen Sie eine andere Kamera.',
    ],
  },
  'microphone-silent': {
    title: 'Ihr Mikrofon ist stumm',
    cause: 'Das Mikrofon ist an, aber es kommt nicht der leiseste Ton von ihm.',
    fix: [
      'Prüfen Sie den Stummschalter des Mikrofons oder Headsets und die Eingangslautstärke Ihres Systems.',
      'Wählen Sie ein anderes Mikrofon.',
    ],
  },
};
