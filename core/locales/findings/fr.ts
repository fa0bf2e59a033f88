import type { Findings } from '../catalogue.ts';

/** What the French face says of every finding. */
export const findings: Findings = {
  'room-missing': {
    title: 'Cet appel n’a pas encore de salle',
    cause: 'La page n’indique pas quelle salle rejoindre.',
    fix: ['Responsable du site : donnez une salle à l’élément, par exemple room="weekly-meeting".'],
  },
  'room-invalid': {
    title: 'Ce nom de salle ne peut pas être utilisé',
    cause:
      'Un nom de salle compte de 1 à 256 caractères, sans saut de ligne, et ne commence pas par un préfixe réservé.',
    fix: [
      'Choisissez un autre nom de salle.',
      'Responsable du site : les noms qui commencent par _metered/, _internal/ ou _system/ sont réservés.',
    ],
  },
  'credential-missing': {
    title: 'Cet appel n’est pas encore configuré',
    cause: 'La page ne fournit ni clé ni jeton pour rejoindre l’appel.',
    fix: [
      'Responsable du site : renseignez api-key avec une clé publiable (pk_live_…), ou bien token-url ou la propriété tokenProvider.',
    ],
  },
  'server-invalid': {
    title: 'L’adresse du serveur d’appel n’est pas valide',
    cause:
      'Le serveur doit être une adresse du type wss://example.com, sans chemin. Un simple ws: ne fonctionne que sur cet ordinateur.',
    fix: [
      'Responsable du site : corrigez l’attribut server, ou retirez-le pour utiliser le serveur par défaut.',
    ],
  },
  'secret-key-in-page': {
    title: 'Une clé secrète se trouve dans cette page',
    cause:
      'La page contient une clé qui commence par sk_. Toute personne qui ouvre la page pourrait la lire ; l’appel n’a donc pas été lancé.',
    fix: [
      'Responsable du site : retirez la clé secrète de la page et remplacez-la, car elle doit être considérée comme connue.',
      'Utilisez une clé publiable (pk_live_…) dans la page, ou émettez des jetons sur votre serveur et renseignez token-url.',
    ],
  },
  'insecure-context': {
    title: 'Cette page n’est pas sécurisée',
    cause: 'Les navigateurs n’autorisent la caméra et le micro que sur les pages sécurisées.',
    fix: [
      'Ouvrez cette page avec https:// au début de son adresse.',
      'Responsable du site : servez la page en HTTPS. Pour un essai sur un seul ordinateur, localhost convient aussi.',
    ],
  },
  'webrtc-unavailable': {
    title: 'Ce navigateur ne peut pas passer d’appels',
    cause:
      'Les appels (WebRTC) sont désactivés ici par un réglage, une stratégie ou une extension, ou le navigateur est trop ancien.',
    fix: [
      'Désactivez pour cette page les extensions qui bloquent WebRTC, puis rechargez-la.',
      'Essayez une version récente de Chrome, Edge, Firefox ou Safari.',
      'Sur un ordinateur géré par une organisation, adressez-vous à son administrateur.',
    ],
  },
  'token-invalid': {
    title: 'L’appel n’a pas accepté la clé de cette page',
    cause:
      'Le serveur d’appel ne reconnaît pas la clé ou le jeton utilisé par cette page, ou n’autorise pas ce site à l’utiliser.',
    fix: [
      'Rechargez la page. Si cela se reproduit, demandez un nouveau lien à la personne qui organise l’appel.',
      'Responsable du site : vérifiez que la clé ou le jeton est complet, appartient à ce serveur et existe toujours.',
      'Responsable du site : vérifiez que ce site figure parmi les origines autorisées de la clé.',
    ],
  },
  'token-expired': {
    title: 'Votre invitation a expiré',
    cause: 'Le jeton de cet appel était valable pour une durée limitée, qui est écoulée.',
    fix: [
      'Rechargez la page pour en obtenir un nouveau.',
      'Responsable du site : renvoyez un nouveau jeton à chaque demande, et vérifiez que l’horloge de votre serveur est à l’heure.',
    ],
  },
  'channel-not-authorized': {
    title: 'Vous ne pouvez pas rejoindre cette salle',
    cause: 'La clé ou le jeton de cette page n’autorise pas cette salle.',
    fix: [
      'Vérifiez que vous avez ouvert le bon lien.',
      'Responsable du site : autorisez cette salle dans les motifs de canaux de la clé ou dans les canaux du jeton, avec les permissions de s’abonner et de voir les présences.',
    ],
  },
  'connection-limit': {
    title: 'L’appel est complet',
    cause: 'Le compte auquel appartient cet appel a atteint son nombre maximal de connexions simultanées.',
    fix: [
      'Fermez les autres onglets où cet appel est ouvert, attendez une demi-minute et réessayez.',
      'Responsable du site : augmentez la limite de votre forfait, ou fermez les connexions qui ne servent plus.',
    ],
  },
  'message-rate': {
    title: 'Trop de messages à la fois',
    cause:
      'Cette page a envoyé plus de messages que le serveur d’appel n’en accepte ; le serveur a donc fermé la connexion.',
    fix: [
      'Patientez un instant et réessayez.',
      'Responsable du site : envoyez moins de messages, 100 par seconde au plus.',
    ],
  },
  'account-suspended': {
    title: 'Cet appel n’est pas disponible',
    cause: 'Le compte auquel appartient cet appel est suspendu.',
    fix: [
      'Prévenez la personne qui gère cette page.',
      'Responsable du site : vérifiez l’état et la facturation de votre compte.',
    ],
  },
  kicked: {
    title: 'Vous avez été retiré de l’appel',
    cause: 'Une personne qui gère cet appel a mis fin à votre participation.',
    fix: ['Si vous pensez qu’il s’agit d’une erreur, contactez la personne qui gère l’appel.'],
  },
  'token-provider-hung': {
    title: 'L’autorisation de rejoindre l’appel a trop tardé',
    cause: 'Un jeton pour rejoindre l’appel a été demandé à ce site, qui n’a pas répondu en 10 secondes.',
    fix: [
      'Vérifiez votre connexion et réessayez.',
      'Responsable du site : vérifiez que le point d’accès des jetons répond, et rapidement.',
    ],
  },
  'token-provider-failing': {
    title: 'Ce site n’a pas pu vous laisser entrer',
    cause: 'Un jeton pour rejoindre l’appel a été demandé à ce site, qui n’en a pas renvoyé.',
    fix: [
      'Réessayez dans un instant.',
      'Responsable du site : le point d’accès des jetons doit répondre à un POST par {"token": "…"}. Consultez son journal.',
    ],
  },
  'token-provider-failing.sign-in': {
    title: 'Veuillez vous reconnecter',
    cause: 'Ce site ne sait plus qui vous êtes et n’a donc pas pu vous laisser entrer dans l’appel.',
    fix: ['Reconnectez-vous à votre compte sur ce site, puis revenez à l’appel.'],
  },
  'signalling-unreachable': {
    title: 'Le serveur d’appel est injoignable',
    cause: 'La connexion au serveur d’appel a été refusée, ou fermée avant d’être établie.',
    fix: [
      'Vérifiez que vous êtes connecté à Internet.',
      'Désactivez tout VPN, proxy ou bloqueur qui empêche les connexions WebSocket, ou essayez un autre réseau.',
      'Responsable du site : vérifiez l’adresse du serveur, qu’il fonctionne, et que la Content-Security-Policy de la page l’autorise dans connect-src.',
    ],
  },
  'send-not-permitted': {
    title: 'La vidéo ne peut pas démarrer avec cette clé',
    cause:
      'La clé ou le jeton de cette page ne permet pas d’envoyer de messages aux autres, et aucun appel ne peut donc s’établir : on voit qui est là, mais ni image ni son n’arrivent.',
    fix: [
      'Responsable du site : autorisez l’action « send » pour cette clé, ou ajoutez-la aux permissions du jeton.',
      'Rechargez ensuite la page.',
    ],
  },
  'join-failed': {
    title: 'Impossible de rejoindre l’appel',
    cause: 'Un problème inattendu est survenu au moment de rejoindre l’appel.',
    fix: ['Réessayez.', 'Si cela se reproduit, rechargez la page.'],
  },
  'autoplay-blocked': {
    title: 'Votre navigateur a mis l’appel en pause',
    cause: 'Ce navigateur ne lance le son et l’image qu’après un clic dans la page.',
    fix: ['Appuyez sur « Lancer la lecture ».'],
  },
  'autoplay-blocked.sound': {
    title: 'Votre navigateur retient le son',
    cause: 'Ce navigateur montre l’image tout de suite, mais ne lance le son qu’après un clic dans la page.',
    fix: ['Appuyez sur « Activer le son ».'],
  },
  'camera-denied': {
    title: 'La caméra est bloquée',
    cause: 'Ce navigateur ne laisse pas cette page utiliser la caméra.',
    fix: [
      'Cliquez sur le symbole de caméra ou de cadenas à côté de l’adresse de la page et autorisez la caméra.',
      'Si elle y est déjà autorisée, autorisez ce navigateur à utiliser la caméra dans les réglages de confidentialité du système.',
      'Rallumez ensuite la caméra.',
    ],
  },
  'camera-denied.dismissed': {
    title: 'La caméra n’a pas encore été autorisée',
    cause: 'La question du navigateur au sujet de la caméra a été fermée sans réponse.',
    fix: ['Rallumez la caméra et choisissez « Autoriser ».'],
  },
  'microphone-denied': {
    title: 'Le micro est bloqué',
    cause: 'Ce navigateur ne laisse pas cette page utiliser le micro.',
    fix: [
      'Cliquez sur le symbole de micro ou de cadenas à côté de l’adresse de la page et autorisez le micro.',
      'S’il y est déjà autorisé, autorisez ce navigateur à utiliser le micro dans les réglages de confidentialité du système.',
      'Rallumez ensuite le micro.',
    ],
  },
  'microphone-denied.dismissed': {
    title: 'Le micro n’a pas encore été autorisé',
    cause: 'La question du navigateur au sujet du micro a été fermée sans réponse.',
    fix: ['Rallumez le micro et choisissez « Autoriser ».'],
  },
  'camera-missing': {
    title: 'Aucune caméra trouvée',
    cause: 'Cet appareil n’a aucune caméra visible par le navigateur.',
    fix: [
      'Branchez une caméra, puis allumez-la ici.',
      'Sans caméra, vous pouvez tout de même voir et entendre les autres.',
    ],
  },
  'microphone-missing': {
    title: 'Aucun micro trouvé',
    cause: 'Cet appareil n’a aucun micro visible par le navigateur.',
    fix: [
      'Branchez un micro ou un casque, puis allumez le micro.',
      'Sans micro, vous pouvez tout de même écouter.',
    ],
  },
  'camera-busy': {
    title: 'La caméra est déjà utilisée',
    cause: 'Un autre programme ou onglet utilise la caméra, ou le système n’a pas pu la démarrer.',
    fix: ['Fermez les autres programmes et onglets qui utilisent la caméra.', 'Rallumez ensuite la caméra.'],
  },
  'microphone-busy': {
    title: 'Le micro est déjà utilisé',
    cause: 'Un autre programme utilise le micro, ou le système n’a pas pu le démarrer.',
    fix: ['Fermez les autres programmes qui utilisent le micro.', 'Rallumez ensuite le micro.'],
  },
  'camera-overconstrained': {
    title: 'La caméra ne convient pas',
    cause: 'Aucune caméra de cet appareil ne répond à ce qui était demandé ({constraint}).',
    fix: ['Branchez une autre caméra, puis allumez-la ici.'],
  },
  'camera-lost': {
    title: 'La caméra s’est arrêtée',
    cause: 'La caméra a été débranchée, ou éteinte par le système, pendant l’appel.',
    fix: ['Vérifiez son câble ou choisissez une autre caméra, puis rallumez-la.'],
  },
  'microphone-lost': {
    title: 'Le micro s’est arrêté',
    cause: 'Le micro a été débranché, ou éteint par le système, pendant l’appel.',
    fix: ['Vérifiez son câble, puis rallumez le micro.'],
  },
  'signalling-unreachable.offline': {
    title: 'Vous êtes hors ligne',
    cause: 'Cet appareil n’a pas de connexion réseau ; le serveur d’appel est donc injoignable.',
    fix: ['Vérifiez le Wi-Fi, les données mobiles ou le câble. L’appel reprendra de lui-même.'],
  },
  'signalling-unreachable.expired': {
    title: 'Le serveur d’appel est injoignable',
    cause: 'Le serveur d’appel a refusé la connexion ; le jeton de cette page avait alors expiré.',
    fix: [
      'Rechargez la page pour en obtenir un nouveau.',
      'Responsable du site : renvoyez un nouveau jeton à chaque demande.',
    ],
  },
  'signalling-blocked-by-policy': {
    title: 'Cette page interdit son propre appel',
    cause: 'La Content-Security-Policy de la page n’autorise pas la connexion à {url}.',
    fix: [
      'Responsable du site : ajoutez l’origine du serveur d’appel (wss://…) à connect-src dans la Content-Security-Policy.',
    ],
  },
  'token-stale-loop': {
    title: 'Encore la même invitation expirée',
    cause: 'Chaque fois qu’un nouveau jeton est demandé, la page en reçoit un qui a déjà expiré.',
    fix: [
      'Rechargez la page.',
      'Responsable du site : le fournisseur de jetons doit émettre un nouveau jeton à chaque demande ; il en renvoie un qu’il a conservé.',
      'Responsable du site : vérifiez que l’horloge de votre serveur est à l’heure.',
    ],
  },
  'reconnect-loop': {
    title: 'La connexion se coupe sans cesse',
    cause: 'La connexion au serveur d’appel a été perdue et rétablie {count} fois en une minute.',
    fix: [
      'Essayez un autre réseau, et désactivez tout VPN ou proxy.',
      'Responsable du site : vérifiez que deux clients n’utilisent pas le même identifiant de pair, et qu’aucun proxy ne ferme les WebSocket inactifs.',
    ],
  },
  'presence-not-permitted': {
    title: 'Cette clé ne montre pas qui est là',
    cause:
      'La clé ou le jeton de cette page permet d’entrer dans la salle, mais pas de voir qui s’y trouve ; aucun appel ne commence donc.',
    fix: [
      'Responsable du site : autorisez l’action « presence » pour cette clé, ou ajoutez-la aux permissions du jeton.',
    ],
  },
  'publish-not-permitted': {
    title: 'Cette clé ne permet pas d’envoyer de messages',
    cause: 'La clé ou le jeton de cette page ne permet pas de publier sur ce canal ({channel}).',
    fix: [
      'Responsable du site : autorisez l’action « publish » pour cette clé ou ce jeton, sur ce nom de canal exactement.',
    ],
  },
  'sent-before-join': {
    title: 'Un message a été envoyé trop tôt',
    cause: 'La page a envoyé un message avant d’avoir rejoint la salle, ou après l’avoir quittée.',
    fix: [
      'Responsable du site : attendez join() avec await avant d’envoyer, et cessez d’envoyer à l’événement « left ».',
    ],
  },
  'message-oversized': {
    title: 'Un message était trop volumineux',
    cause: 'La page a envoyé un message qui dépasse la taille acceptée par le serveur d’appel.',
    fix: [
      'Responsable du site : envoyez-le en plusieurs parties inférieures à maxMessageSize, ou de pair à pair sous forme de fichier.',
    ],
  },
  'direct-from-outside': {
    title: 'Des messages venus d’ailleurs que la salle sont écartés',
    cause:
      'Une personne qui n’est pas dans cette salle envoie des messages directs à cette page ; ils sont ignorés.',
    fix: [
      'Responsable du site : faites entrer les deux côtés dans la même salle, ou utilisez un SignallingClient, qui accepte les messages de tout le monde.',
    ],
  },
  'sender-metadata-off': {
    title: 'Les messages arrivent sans les informations de l’expéditeur',
    cause: 'Cette page n’a pas demandé les métadonnées des expéditeurs.',
    fix: [
      'Responsable du site : si vous en avez besoin, abonnez-vous avec includeSenderMetadata: true et placez peerMetadata dans les jetons.',
    ],
  },
  'turn-missing': {
    title: 'Pas de relais pour franchir le réseau',
    cause:
      'Aucun trajet direct n’a été trouvé, et la page n’a pas de serveur relais (TURN) pour contourner l’obstacle.',
    fix: [
      'Essayez un autre réseau, par exemple le partage de connexion d’un téléphone, ou désactivez le VPN.',
      'Responsable du site : ajoutez un serveur TURN aux serveurs ICE, ou activez TURN pour cette clé.',
    ],
  },
  'turn-missing.advice': {
    title: 'Pas de relais en réserve',
    cause:
      'La page n’a pas de serveur relais (TURN). Sur les réseaux restrictifs, les appels n’aboutiront pas.',
    fix: ['Responsable du site : ajoutez un serveur TURN aux serveurs ICE, ou activez TURN pour cette clé.'],
  },
  'turn-unreachable': {
    title: 'Le relais est injoignable',
    cause: 'Le serveur relais (TURN) {url} ne répond pas depuis ce réseau.',
    fix: [
      'Essayez un autre réseau, ou désactivez le VPN ou le pare-feu qui le bloque.',
      'Responsable du site : vérifiez que le serveur TURN fonctionne, ainsi que son adresse, son port et son pare-feu.',
      'Responsable du site : proposez aussi TURN en TCP ou TLS sur le port 443.',
    ],
  },
  'turn-rejected': {
    title: 'Le relais refuse cette page',
    cause:
      'Le serveur relais (TURN) {url} n’a pas accepté le nom d’utilisateur et le mot de passe (erreur {code}).',
    fix: [
      'Rechargez la page.',
      'Responsable du site : corrigez les identifiants TURN, ou le secret qui sert à les générer.',
    ],
  },
  'turn-rejected.expired': {
    title: 'Les identifiants du relais ont expiré',
    cause:
      'Le nom d’utilisateur et le mot de passe du serveur relais (TURN) étaient valables pour une durée limitée.',
    fix: [
      'Rechargez la page.',
      'Responsable du site : récupérez de nouveaux identifiants TURN avant chaque appel.',
    ],
  },
  'ice-failed': {
    title: 'Aucun trajet vers l’autre côté',
    cause: 'Tous les trajets entre les deux réseaux ont été essayés, et aucun n’a laissé passer l’appel.',
    fix: [
      'Essayez un autre réseau, et désactivez tout VPN ou pare-feu.',
      'Responsable du site : vérifiez que les serveurs TURN fonctionnent, y compris en TCP et en TLS.',
    ],
  },
  'ice-failed.lost': {
    title: 'Le trajet vers l’autre côté est perdu',
    cause: 'La connexion fonctionnait puis s’est rompue : l’un des deux réseaux a disparu ou a changé.',
    fix: [
      'Vérifiez votre réseau, et demandez à l’autre personne de vérifier le sien.',
      'Si la connexion ne revient pas, rejoignez l’appel à nouveau.',
    ],
  },
  'ice-stalled': {
    title: 'Les adresses de l’autre côté ne sont jamais arrivées',
    cause:
      'Les deux côtés se sont mis d’accord sur un appel, mais aucune adresse réseau (candidat ICE) de l’autre n’est arrivée.',
    fix: [
      'Rejoignez l’appel à nouveau.',
      'Responsable du site : transmettez chaque candidat à l’autre côté, y compris ceux qui arrivent avant la réponse.',
    ],
  },
  'dtls-failed': {
    title: 'Les deux côtés n’ont pas pu convenir du chiffrement',
    cause: 'Un trajet a été trouvé, mais la négociation qui chiffre l’appel a échoué.',
    fix: [
      'Rejoignez l’appel à nouveau. Désactivez les logiciels qui inspectent le trafic réseau.',
      'Responsable du site : transmettez les descriptions sans les modifier, et n’en réutilisez pas d’anciennes.',
    ],
  },
  'negotiation-stalled': {
    title: 'L’autre côté ne répond pas',
    cause: 'Un appel a été proposé à l’autre côté, et aucune réponse n’est venue depuis 10 secondes.',
    fix: [
      'Demandez à l’autre personne de recharger la page.',
      'Responsable du site : assurez-vous que l’offre parvient à l’autre côté et que sa réponse revient.',
    ],
  },
  'codec-mismatch': {
    title: 'Aucun format vidéo commun',
    cause: 'Les deux navigateurs n’ont aucun codec vidéo en commun ; la vidéo a donc été refusée.',
    fix: [
      'Utilisez une version récente du navigateur des deux côtés.',
      'Responsable du site : proposez aussi VP8 ou H.264.',
    ],
  },
  'relay-in-use': {
    title: 'Connecté par un relais',
    cause: 'Les réseaux ne permettent pas de trajet direct ; un relais achemine donc l’appel. Il fonctionne.',
    fix: [],
  },
  'path-changed': {
    title: 'Le trajet a changé',
    cause: 'L’appel est passé sur un autre trajet réseau et se poursuit.',
    fix: [],
  },
  'peer-sends-no-video': {
    title: 'Pas de vidéo de cette personne',
    cause: 'L’autre personne participe sans vidéo.',
    fix: [],
  },
  'peer-paused': {
    title: 'La vidéo est en pause de l’autre côté',
    cause: 'L’autre personne a coupé sa vidéo ou l’a mise en pause.',
    fix: [],
  },
  'no-packets': {
    title: 'Aucune image n’arrive',
    cause: 'La connexion est établie, mais aucune donnée vidéo n’arrive de l’autre côté.',
    fix: [
      'Demandez à l’autre personne d’éteindre puis de rallumer sa caméra.',
      'Essayez un autre réseau : un pare-feu ne laisse peut-être passer guère plus que la connexion.',
    ],
  },
  'no-packets.told': {
    title: 'L’autre côté n’a pas d’image à envoyer',
    cause: 'Aucune vidéo n’arrive, car l’autre côté a lui-même un problème ({remote}).',
    fix: ['Demandez à l’autre personne de vérifier sa caméra : la marche à suivre lui est indiquée.'],
  },
  'no-keyframe': {
    title: 'L’image ne peut pas démarrer',
    cause: 'Des données vidéo arrivent, mais jamais d’image complète (image clé) pour commencer.',
    fix: [
      'Demandez à l’autre personne d’éteindre puis de rallumer sa caméra.',
      'Responsable du site : vérifiez ce qui modifie ou relaie les images encodées : des images clés se perdent, ou les demandes d’images clés sont ignorées.',
    ],
  },
  undecodable: {
    title: 'L’image ne peut pas être décodée',
    cause: 'Des images arrivent, mais ce navigateur n’arrive à en interpréter aucune.',
    fix: [
      'Demandez à l’autre personne d’éteindre puis de rallumer sa caméra.',
      'Responsable du site : vérifiez que le chiffrement de bout en bout utilise la même clé des deux côtés, et que les images ne sont pas modifiées.',
    ],
  },
  'decoder-missing': {
    title: 'Ce navigateur ne peut pas décoder la vidéo',
    cause: 'La vidéo arrive dans un format ({codec}) pour lequel ce navigateur n’a pas de décodeur.',
    fix: [
      'Utilisez une version récente de Chrome, Edge, Firefox ou Safari.',
      'Dans Firefox, autorisez le plugin OpenH264 dans les modules complémentaires, puis redémarrez.',
      'Responsable du site : préférez VP8 pour les navigateurs sans H.264.',
    ],
  },
  'remote-source-black': {
    title: 'L’image elle-même est noire',
    cause: 'L’autre côté envoie une image noire : sa caméra est couverte, dans le noir ou éteinte.',
    fix: [
      'Demandez à l’autre personne de vérifier le cache ou l’interrupteur de confidentialité de la caméra, et si elle est allumée.',
    ],
  },
  'remote-source-black.told': {
    title: 'L’autre caméra ne donne pas d’image',
    cause: 'L’autre côté envoie une image noire, et a lui-même constaté un problème ({remote}).',
    fix: ['Demandez à l’autre personne de vérifier sa caméra : la marche à suivre lui est indiquée.'],
  },
  frozen: {
    title: 'L’image s’est figée',
    cause: 'La vidéo arrive toujours, mais ce navigateur a cessé de la décoder.',
    fix: [
      'Fermez les autres programmes et onglets qui occupent cet appareil.',
      'Quittez l’appel et rejoignez-le à nouveau.',
    ],
  },
  'renderer-unbound': {
    title: 'Une image n’est pas affichée',
    cause: 'La vidéo arrive, mais la page ne l’a donnée à aucun élément vidéo.',
    fix: ['Responsable du site : affectez le flux au srcObject d’un <video> quand sa piste arrive.'],
  },
  'renderer-stale': {
    title: 'La vignette garde une ancienne image',
    cause: 'Après une reconnexion, un nouveau flux est arrivé, et la page montre toujours l’ancien.',
    fix: [
      'Rechargez la page.',
      'Responsable du site : affectez le nouveau flux à srcObject même si son identifiant est le même : comparez les objets, pas leurs identifiants.',
    ],
  },
  'renderer-ended': {
    title: 'La vignette montre un flux terminé',
    cause: 'Toutes les pistes que montre cet élément vidéo sont terminées.',
    fix: [
      'Responsable du site : retirez l’élément quand ses pistes se terminent, ou donnez-lui le nouveau flux.',
    ],
  },
  'renderer-hidden': {
    title: 'L’image ne peut pas être vue',
    cause: 'La vidéo est lue là où personne ne peut la voir ({reason}).',
    fix: [
      'Responsable du site : placez l’élément vidéo dans le document, avec une taille, et rendez-le visible.',
    ],
  },
  'renderer-hidden.off-screen': {
    title: 'Une image est hors de l’écran',
    cause: 'La vidéo est lue en dehors de la partie visible de la page.',
    fix: ['Faites défiler la page jusqu’à elle.'],
  },
  'renderer-paused': {
    title: 'L’image est en pause',
    cause: 'La page a mis cet élément vidéo en pause, alors que des images arrivent.',
    fix: ['Responsable du site : appelez de nouveau play() sur l’élément.'],
  },
  'renderer-paused.never-played': {
    title: 'L’image n’a jamais été lancée',
    cause: 'Des images arrivent, mais la page n’a jamais lancé cet élément vidéo.',
    fix: ['Responsable du site : appelez play() sur l’élément, ou donnez-lui autoplay et playsinline.'],
  },
  'renderer-leak': {
    title: 'Des vignettes de personnes parties',
    cause: 'La page garde encore {count} éléments vidéo de personnes qui sont parties.',
    fix: ['Responsable du site : mettez srcObject à null et retirez l’élément quand son pair s’en va.'],
  },
  'connection-leak': {
    title: 'Des connexions vers des personnes parties',
    cause: 'La page garde {count} connexions ouvertes vers des personnes qui sont parties.',
    fix: ['Responsable du site : fermez chaque RTCPeerConnection quand son pair s’en va.'],
  },
  'listener-leak': {
    title: 'Les écouteurs d’événements s’accumulent',
    cause: 'Il y a {count} écouteurs d’événements sur {target}, et ils ne sont jamais retirés.',
    fix: [
      'Responsable du site : retirez les écouteurs avec off(), ou passez un signal, quand une vue disparaît.',
    ],
  },
  'device-mismatch': {
    title: 'Un autre appareil est utilisé',
    cause: 'La page montre un appareil comme choisi et envoie depuis un autre ({device}).',
    fix: [
      'Choisissez de nouveau l’appareil.',
      'Responsable du site : utilisez replaceTrack() avec la nouvelle piste après le choix d’un appareil.',
    ],
  },
  'capture-left-on': {
    title: 'La caméra est toujours allumée',
    cause: 'L’appel est terminé, et la page n’a pas arrêté la caméra.',
    fix: [
      'Fermez la page pour l’éteindre.',
      'Responsable du site : appelez stop() sur chaque piste capturée en quittant l’appel.',
    ],
  },
  'capture-left-on.microphone': {
    title: 'Le micro est toujours allumé',
    cause: 'L’appel est terminé, et la page n’a pas arrêté le micro.',
    fix: [
      'Fermez la page pour l’éteindre.',
      'Responsable du site : appelez stop() sur chaque piste capturée en quittant l’appel.',
    ],
  },
  'camera-denied.system': {
    title: 'Le système bloque la caméra',
    cause: 'Les réglages de confidentialité du système ne laissent pas ce navigateur utiliser la caméra.',
    fix: [
      'Autorisez ce navigateur à utiliser la caméra dans les réglages de confidentialité du système, puis redémarrez-le.',
    ],
  },
  'microphone-denied.system': {
    title: 'Le système bloque le micro',
    cause: 'Les réglages de confidentialité du système ne laissent pas ce navigateur utiliser le micro.',
    fix: [
      'Autorisez ce navigateur à utiliser le micro dans les réglages de confidentialité du système, puis redémarrez-le.',
    ],
  },
  'camera-blocked-by-embedder': {
    title: 'La caméra n’est pas autorisée dans ce cadre',
    cause: 'L’appel se trouve dans une autre page, et celle-ci ne le laisse pas utiliser la caméra.',
    fix: [
      'Ouvrez l’appel dans son propre onglet.',
      'Responsable du site : ajoutez allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" à l’iframe.',
    ],
  },
  'microphone-blocked-by-embedder': {
    title: 'Le micro n’est pas autorisé dans ce cadre',
    cause: 'L’appel se trouve dans une autre page, et celle-ci ne le laisse pas utiliser le micro.',
    fix: [
      'Ouvrez l’appel dans son propre onglet.',
      'Responsable du site : ajoutez allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" à l’iframe.',
    ],
  },
  'camera-blocked-by-header': {
    title: 'Ce site interdit la caméra',
    cause: 'L’en-tête Permissions-Policy de la page elle-même désactive la caméra.',
    fix: [
      'Responsable du site : envoyez Permissions-Policy: camera=(self), microphone=(self), ou supprimez l’en-tête.',
    ],
  },
  'microphone-blocked-by-header': {
    title: 'Ce site interdit le micro',
    cause: 'L’en-tête Permissions-Policy de la page elle-même désactive le micro.',
    fix: [
      'Responsable du site : envoyez Permissions-Policy: camera=(self), microphone=(self), ou supprimez l’en-tête.',
    ],
  },
  'camera-black': {
    title: 'Votre caméra ne montre que du noir',
    cause: 'La caméra est allumée, mais son image est noire.',
    fix: [
      'Ouvrez le cache ou l’interrupteur de confidentialité de la caméra.',
      'Choisissez une autre caméra.',
    ],
  },
  'microphone-silent': {
    title: 'Votre micro ne capte rien',
    cause: 'Le micro est allumé, mais pas le moindre son n’en provient.',
    fix: [
      'Vérifiez l’interrupteur de coupure du micro ou du casque, et le volume d’entrée de votre système.',
      'Choisissez un autre micro.',
    ],
  },
};
