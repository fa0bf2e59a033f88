import type { Findings } from '../catalogue.ts';

/** What the Spanish face says of every finding. */
export const findings: Findings = {
  'room-missing': {
    title: 'Esta llamada aún no tiene sala',
    cause: 'La página no indica a qué sala entrar.',
    fix: ['Responsable del sitio: asigna una sala al elemento, por ejemplo room="weekly-meeting".'],
  },
  'room-invalid': {
    title: 'Este nombre de sala no se puede usar',
    cause:
      'El nombre de una sala tiene de 1 a 256 caracteres, sin saltos de línea, y no puede empezar por un prefijo reservado.',
    fix: [
      'Elige otro nombre de sala.',
      'Responsable del sitio: los nombres que empiezan por _metered/, _internal/ o _system/ están reservados.',
    ],
  },
  'credential-missing': {
    title: 'Esta llamada aún no está configurada',
    cause: 'La página no proporciona ni una clave ni un token para entrar.',
    fix: [
      'Responsable del sitio: define api-key con una clave publicable (pk_live_…), o bien token-url o la propiedad tokenProvider.',
    ],
  },
  'server-invalid': {
    title: 'La dirección del servidor de llamadas no es válida',
    cause:
      'El servidor debe ser una dirección como wss://example.com, sin ruta. Con ws: a secas solo funciona en este ordenador.',
    fix: [
      'Responsable del sitio: corrige el atributo server o quítalo para usar el servidor predeterminado.',
    ],
  },
  'secret-key-in-page': {
    title: 'Hay una clave secreta en esta página',
    cause:
      'La página contiene una clave que empieza por sk_. Cualquiera que abra la página podría leerla, así que la llamada no se ha iniciado.',
    fix: [
      'Responsable del sitio: quita la clave secreta de la página y sustitúyela, pues hay que darla por conocida.',
      'Usa una clave publicable (pk_live_…) en la página, o emite tokens en tu servidor y define token-url.',
    ],
  },
  'insecure-context': {
    title: 'Esta página no es segura',
    cause: 'Los navegadores solo permiten la cámara y el micrófono en páginas seguras.',
    fix: [
      'Abre esta página con https:// al principio de la dirección.',
      'Responsable del sitio: sirve la página por HTTPS. Para una prueba en un solo ordenador también vale localhost.',
    ],
  },
  'webrtc-unavailable': {
    title: 'Este navegador no puede hacer llamadas',
    cause:
      'Aquí las llamadas (WebRTC) están desactivadas por un ajuste, una directiva o una extensión, o el navegador es demasiado antiguo.',
    fix: [
      'Desactiva para esta página las extensiones que bloqueen WebRTC y vuelve a cargarla.',
      'Prueba con una versión actual de Chrome, Edge, Firefox o Safari.',
      'Si el ordenador está administrado, consulta a su administrador.',
    ],
  },
  'token-invalid': {
    title: 'La llamada no aceptó la clave de esta página',
    cause:
      'El servidor de llamadas no reconoce la clave o el token que usa esta página, o no permite que este sitio lo use.',
    fix: [
      'Vuelve a cargar la página. Si se repite, pide un enlace nuevo a quien organiza la llamada.',
      'Responsable del sitio: comprueba que la clave o el token esté completo, sea de este servidor y siga existiendo.',
      'Responsable del sitio: comprueba que este sitio esté entre los orígenes permitidos de la clave.',
    ],
  },
  'token-expired': {
    title: 'Tu invitación ha caducado',
    cause: 'El token de esta llamada era válido por tiempo limitado y ese tiempo ya ha pasado.',
    fix: [
      'Vuelve a cargar la página para obtener uno nuevo.',
      'Responsable del sitio: devuelve un token nuevo cada vez que se pida y comprueba que el reloj de tu servidor esté en hora.',
    ],
  },
  'channel-not-authorized': {
    title: 'No puedes entrar en esta sala',
    cause: 'La clave o el token de esta página no permite esta sala.',
    fix: [
      'Comprueba que has abierto el enlace correcto.',
      'Responsable del sitio: permite esta sala en los patrones de canal de la clave o en los canales del token, con los permisos para suscribirse y ver la presencia.',
    ],
  },
  'connection-limit': {
    title: 'La llamada está llena',
    cause: 'La cuenta de esta llamada ha llegado a su número máximo de conexiones simultáneas.',
    fix: [
      'Cierra otras pestañas con esta llamada, espera medio minuto y vuelve a intentarlo.',
      'Responsable del sitio: amplía el límite de tu plan o cierra las conexiones que ya no se usen.',
    ],
  },
  'message-rate': {
    title: 'Demasiados mensajes a la vez',
    cause:
      'Esta página envió más mensajes de los que acepta el servidor de llamadas, y por eso el servidor cerró la conexión.',
    fix: [
      'Espera un momento y vuelve a intentarlo.',
      'Responsable del sitio: envía menos mensajes, como máximo 100 por segundo.',
    ],
  },
  'account-suspended': {
    title: 'Esta llamada no está disponible',
    cause: 'La cuenta de esta llamada está suspendida.',
    fix: [
      'Avisa a quien gestiona esta página.',
      'Responsable del sitio: revisa el estado y la facturación de tu cuenta.',
    ],
  },
  kicked: {
    title: 'Te han sacado de la llamada',
    cause: 'Alguien que gestiona esta llamada puso fin a tu participación.',
    fix: ['Si crees que es un error, ponte en contacto con quien gestiona la llamada.'],
  },
  'token-provider-hung': {
    title: 'El permiso para entrar tardó demasiado',
    cause: 'Se pidió a este sitio un token para entrar en la llamada y no respondió en 10 segundos.',
    fix: [
      'Comprueba tu conexión y vuelve a intentarlo.',
      'Responsable del sitio: comprueba que el punto de acceso de los tokens responda, y que lo haga rápido.',
    ],
  },
  'token-provider-failing': {
    title: 'Este sitio no pudo darte acceso',
    cause: 'Se pidió a este sitio un token para entrar en la llamada y no devolvió ninguno.',
    fix: [
      'Vuelve a intentarlo dentro de un momento.',
      'Responsable del sitio: el punto de acceso de los tokens debe responder a un POST con {"token": "…"}. Consulta su registro.',
    ],
  },
  'token-provider-failing.sign-in': {
    title: 'Vuelve a iniciar sesión',
    cause: 'Este sitio ya no sabe quién eres, así que no pudo darte acceso a la llamada.',
    fix: ['Inicia sesión de nuevo en este sitio y vuelve a la llamada.'],
  },
  'signalling-unreachable': {
    title: 'No se puede llegar al servidor de llamadas',
    cause: 'La conexión con el servidor de llamadas fue rechazada o se cerró antes de establecerse.',
    fix: [
      'Comprueba que tienes conexión a internet.',
      'Desactiva la VPN, el proxy o el bloqueador que impida las conexiones WebSocket, o prueba con otra red.',
      'Responsable del sitio: comprueba la dirección del servidor, que esté en marcha y que la Content-Security-Policy de la página lo permita en connect-src.',
    ],
  },
  'send-not-permitted': {
    title: 'El vídeo no puede empezar con esta clave',
    cause:
      'La clave o el token de esta página no puede enviar mensajes a otros, así que no se pueden establecer llamadas: se ve quién está, pero no llega imagen ni sonido.',
    fix: [
      'Responsable del sitio: permite la acción «send» para esta clave, o añádela a los permisos del token.',
      'Después, vuelve a cargar la página.',
    ],
  },
  'join-failed': {
    title: 'No se pudo entrar en la llamada',
    cause: 'Algo inesperado falló al entrar.',
    fix: ['Vuelve a intentarlo.', 'Si se repite, vuelve a cargar la página.'],
  },
  'autoplay-blocked': {
    title: 'Tu navegador ha pausado la llamada',
    cause: 'Este navegador no reproduce sonido ni imagen hasta que se hace clic en la página.',
    fix: ['Pulsa «Reanudar».'],
  },
  'autoplay-blocked.sound': {
    title: 'Tu navegador retiene el sonido',
    cause:
      'Este navegador muestra la imagen enseguida, pero no reproduce el sonido hasta que se hace clic en la página.',
    fix: ['Pulsa «Activar el sonido».'],
  },
  'camera-denied': {
    title: 'La cámara está bloqueada',
    cause: 'Este navegador no deja que esta página use la cámara.',
    fix: [
      'Haz clic en el símbolo de la cámara o del candado junto a la dirección de la página y permite la cámara.',
      'Si ahí ya está permitida, deja que este navegador use la cámara en los ajustes de privacidad del sistema.',
      'Después, vuelve a encender la cámara.',
    ],
  },
  'camera-denied.dismissed': {
    title: 'La cámara aún no se ha permitido',
    cause: 'La pregunta del navegador sobre la cámara se cerró sin respuesta.',
    fix: ['Vuelve a encender la cámara y elige «Permitir».'],
  },
  'microphone-denied': {
    title: 'El micrófono está bloqueado',
    cause: 'Este navegador no deja que esta página use el micrófono.',
    fix: [
      'Haz clic en el símbolo del micrófono o del candado junto a la dirección de la página y permite el micrófono.',
      'Si ahí ya está permitido, deja que este navegador use el micrófono en los ajustes de privacidad del sistema.',
      'Después, vuelve a encender el micrófono.',
    ],
  },
  'microphone-denied.dismissed': {
    title: 'El micrófono aún no se ha permitido',
    cause: 'La pregunta del navegador sobre el micrófono se cerró sin respuesta.',
    fix: ['Vuelve a encender el micrófono y elige «Permitir».'],
  },
  'camera-missing': {
    title: 'No se encontró ninguna cámara',
    cause: 'Este dispositivo no tiene ninguna cámara que el navegador pueda ver.',
    fix: ['Conecta una cámara y enciéndela aquí.', 'Sin cámara también puedes ver y oír a los demás.'],
  },
  'microphone-missing': {
    title: 'No se encontró ningún micrófono',
    cause: 'Este dispositivo no tiene ningún micrófono que el navegador pueda ver.',
    fix: [
      'Conecta un micrófono o unos auriculares y enciende el micrófono.',
      'Sin micrófono también puedes escuchar.',
    ],
  },
  'camera-busy': {
    title: 'La cámara está en uso',
    cause: 'Otro programa u otra pestaña usa la cámara, o el sistema no pudo iniciarla.',
    fix: [
      'Cierra los demás programas y pestañas que usen la cámara.',
      'Después, vuelve a encender la cámara.',
    ],
  },
  'microphone-busy': {
    title: 'El micrófono está en uso',
    cause: 'Otro programa usa el micrófono, o el sistema no pudo iniciarlo.',
    fix: ['Cierra los demás programas que usen el micrófono.', 'Después, vuelve a encender el micrófono.'],
  },
  'camera-overconstrained': {
    title: 'La cámara no cumple los requisitos',
    cause: 'Ninguna cámara de este dispositivo cumple lo que se pidió ({constraint}).',
    fix: ['Conecta otra cámara y enciéndela aquí.'],
  },
  'camera-lost': {
    title: 'La cámara se ha detenido',
    cause: 'La cámara se desconectó o el sistema la apagó durante la llamada.',
    fix: ['Revisa el cable o elige otra cámara y vuelve a encenderla.'],
  },
  'microphone-lost': {
    title: 'El micrófono se ha detenido',
    cause: 'El micrófono se desconectó o el sistema lo apagó durante la llamada.',
    fix: ['Revisa el cable y vuelve a encender el micrófono.'],
  },
  'signalling-unreachable.offline': {
    title: 'No tienes conexión',
    cause:
      'Este dispositivo no está conectado a ninguna red, así que no puede llegar al servidor de llamadas.',
    fix: ['Comprueba el wifi, los datos móviles o el cable. La llamada se recupera sola.'],
  },
  'signalling-unreachable.expired': {
    title: 'No se puede llegar al servidor de llamadas',
    cause:
      'El servidor de llamadas rechazó la conexión; para entonces, el token de esta página ya había caducado.',
    fix: [
      'Vuelve a cargar la página para obtener uno nuevo.',
      'Responsable del sitio: devuelve un token nuevo cada vez que se pida.',
    ],
  },
  'signalling-blocked-by-policy': {
    title: 'Esta página prohíbe su propia llamada',
    cause: 'La Content-Security-Policy de la página no permite la conexión con {url}.',
    fix: [
      'Responsable del sitio: añade el origen del servidor de llamadas (wss://…) a connect-src en la Content-Security-Policy.',
    ],
  },
  'token-stale-loop': {
    title: 'Otra vez la misma invitación caducada',
    cause: 'Cada vez que se pide un token nuevo, la página recibe uno que ya ha caducado.',
    fix: [
      'Vuelve a cargar la página.',
      'Responsable del sitio: el proveedor de tokens debe emitir un token nuevo en cada petición; ahora devuelve uno guardado.',
      'Responsable del sitio: comprueba que el reloj de tu servidor esté en hora.',
    ],
  },
  'reconnect-loop': {
    title: 'La conexión se corta una y otra vez',
    cause: 'La conexión con el servidor de llamadas se perdió y se recuperó {count} veces en un minuto.',
    fix: [
      'Prueba con otra red y desactiva la VPN o el proxy.',
      'Responsable del sitio: comprueba que dos clientes no usen el mismo identificador de par y que ningún proxy cierre los WebSocket inactivos.',
    ],
  },
  'presence-not-permitted': {
    title: 'Esta clave no muestra quién está',
    cause:
      'Con la clave o el token de esta página se puede entrar en la sala, pero no ver quién está en ella, así que no empieza ninguna llamada.',
    fix: [
      'Responsable del sitio: permite la acción «presence» para esta clave, o añádela a los permisos del token.',
    ],
  },
  'publish-not-permitted': {
    title: 'Con esta clave no se pueden enviar mensajes',
    cause: 'La clave o el token de esta página no puede publicar en este canal ({channel}).',
    fix: [
      'Responsable del sitio: permite la acción «publish» para esta clave o token, exactamente con este nombre de canal.',
    ],
  },
  'sent-before-join': {
    title: 'Se envió un mensaje demasiado pronto',
    cause: 'La página envió un mensaje antes de haber entrado en la sala o después de haber salido.',
    fix: [
      'Responsable del sitio: espera a join() con await antes de enviar y deja de enviar al recibir «left».',
    ],
  },
  'message-oversized': {
    title: 'Un mensaje era demasiado grande',
    cause: 'La página envió un mensaje que supera el tamaño que admite el servidor de llamadas.',
    fix: [
      'Responsable del sitio: envíalo en partes menores que maxMessageSize, o de par a par como archivo.',
    ],
  },
  'direct-from-outside': {
    title: 'Se descartan mensajes de fuera de la sala',
    cause: 'Alguien que no está en esta sala envía mensajes directos a esta página, y se ignoran.',
    fix: [
      'Responsable del sitio: haz que ambas partes entren en la misma sala, o usa un SignallingClient, que acepta mensajes de cualquiera.',
    ],
  },
  'sender-metadata-off': {
    title: 'Los mensajes llegan sin los datos de quien los envía',
    cause: 'Esta página no pidió los metadatos de los remitentes.',
    fix: [
      'Responsable del sitio: si los necesitas, suscríbete con includeSenderMetadata: true e incluye peerMetadata en los tokens.',
    ],
  },
  'turn-missing': {
    title: 'No hay servidor de retransmisión para atravesar la red',
    cause:
      'No se encontró una ruta directa, y la página no tiene un servidor de retransmisión (TURN) para rodearla.',
    fix: [
      'Prueba con otra red, por ejemplo la que comparte un teléfono, o desactiva la VPN.',
      'Responsable del sitio: añade un servidor TURN a los servidores ICE, o activa TURN para esta clave.',
    ],
  },
  'turn-missing.advice': {
    title: 'No hay servidor de retransmisión de reserva',
    cause:
      'La página no tiene servidor de retransmisión (TURN). En redes restrictivas las llamadas no se conectarán.',
    fix: [
      'Responsable del sitio: añade un servidor TURN a los servidores ICE, o activa TURN para esta clave.',
    ],
  },
  'turn-unreachable': {
    title: 'No se puede llegar al servidor de retransmisión',
    cause: 'El servidor de retransmisión (TURN) {url} no responde desde esta red.',
    fix: [
      'Prueba con otra red, o desactiva la VPN o el cortafuegos que lo bloquee.',
      'Responsable del sitio: comprueba que el servidor TURN esté en marcha, así como su dirección, su puerto y su cortafuegos.',
      'Responsable del sitio: ofrece TURN también por TCP o TLS en el puerto 443.',
    ],
  },
  'turn-rejected': {
    title: 'El servidor de retransmisión rechaza esta página',
    cause:
      'El servidor de retransmisión (TURN) {url} no aceptó el nombre de usuario y la contraseña (error {code}).',
    fix: [
      'Vuelve a cargar la página.',
      'Responsable del sitio: corrige las credenciales TURN, o el secreto con el que se generan.',
    ],
  },
  'turn-rejected.expired': {
    title: 'Las credenciales de retransmisión han caducado',
    cause:
      'El nombre de usuario y la contraseña del servidor de retransmisión (TURN) eran válidos por tiempo limitado.',
    fix: [
      'Vuelve a cargar la página.',
      'Responsable del sitio: obtén credenciales TURN nuevas antes de cada llamada.',
    ],
  },
  'ice-failed': {
    title: 'No hay ruta hasta la otra parte',
    cause: 'Se probaron todas las rutas entre las dos redes y ninguna dejó pasar la llamada.',
    fix: [
      'Prueba con otra red y desactiva la VPN o el cortafuegos.',
      'Responsable del sitio: comprueba que los servidores TURN funcionen, también por TCP y TLS.',
    ],
  },
  'ice-failed.lost': {
    title: 'Se perdió la ruta hasta la otra parte',
    cause: 'La conexión funcionaba y se cortó: una de las dos redes ha desaparecido o ha cambiado.',
    fix: [
      'Comprueba tu red y pide a la otra parte que compruebe la suya.',
      'Si no se recupera, vuelve a entrar.',
    ],
  },
  'ice-stalled': {
    title: 'Las direcciones de la otra parte no llegaron',
    cause:
      'Las dos partes acordaron la llamada, pero no llegó ninguna dirección de red (candidato ICE) de la otra.',
    fix: [
      'Vuelve a entrar.',
      'Responsable del sitio: pasa todos los candidatos a la otra parte, también los que llegan antes que la respuesta.',
    ],
  },
  'dtls-failed': {
    title: 'No se pudo acordar el cifrado',
    cause: 'Se encontró una ruta, pero falló la negociación que cifra la llamada.',
    fix: [
      'Vuelve a entrar. Desactiva los programas que inspeccionan el tráfico de red.',
      'Responsable del sitio: transmite las descripciones sin cambios y no reutilices una antigua.',
    ],
  },
  'negotiation-stalled': {
    title: 'La otra parte no responde',
    cause: 'Se ofreció una llamada a la otra parte y en 10 segundos no ha llegado respuesta.',
    fix: [
      'Pide a la otra parte que vuelva a cargar la página.',
      'Responsable del sitio: asegúrate de que la oferta llegue a la otra parte y de que su respuesta vuelva.',
    ],
  },
  'codec-mismatch': {
    title: 'No hay un formato de vídeo en común',
    cause: 'Los dos navegadores no tienen ningún códec de vídeo en común, así que el vídeo se rechazó.',
    fix: [
      'Usad ambos una versión actual del navegador.',
      'Responsable del sitio: ofrece también VP8 o H.264.',
    ],
  },
  'relay-in-use': {
    title: 'Conexión a través de un servidor de retransmisión',
    cause:
      'Las redes no permiten una ruta directa, así que la llamada pasa por un servidor de retransmisión. Funciona.',
    fix: [],
  },
  'path-changed': {
    title: 'La ruta ha cambiado',
    cause: 'La llamada pasó a otra ruta de red y continúa.',
    fix: [],
  },
  'peer-sends-no-video': {
    title: 'Esta persona no envía vídeo',
    cause: 'La otra parte participa sin vídeo.',
    fix: [],
  },
  'peer-paused': {
    title: 'El vídeo está en pausa al otro lado',
    cause: 'La otra parte ha apagado o pausado su vídeo.',
    fix: [],
  },
  'no-packets': {
    title: 'No llega imagen',
    cause: 'La conexión está establecida, pero no llegan datos de vídeo de la otra parte.',
    fix: [
      'Pide a la otra parte que apague y encienda la cámara.',
      'Prueba con otra red: puede que un cortafuegos deje pasar poco más que la conexión.',
    ],
  },
  'no-packets.told': {
    title: 'La otra parte no tiene imagen que enviar',
    cause: 'No llega vídeo porque la otra parte tiene un problema propio ({remote}).',
    fix: ['Pide a la otra parte que revise su cámara: allí se le indica qué hacer.'],
  },
  'no-keyframe': {
    title: 'La imagen no puede empezar',
    cause: 'Llegan datos de vídeo, pero nunca una imagen completa (fotograma clave) con la que empezar.',
    fix: [
      'Pide a la otra parte que apague y encienda la cámara.',
      'Responsable del sitio: revisa lo que altera o reenvía los fotogramas codificados: pierde fotogramas clave o ignora las peticiones de enviarlos.',
    ],
  },
  undecodable: {
    title: 'La imagen no se puede decodificar',
    cause: 'Llegan imágenes, pero este navegador no puede interpretar ninguna.',
    fix: [
      'Pide a la otra parte que apague y encienda la cámara.',
      'Responsable del sitio: comprueba que el cifrado de extremo a extremo use la misma clave en ambos lados y que no se alteren los fotogramas.',
    ],
  },
  'decoder-missing': {
    title: 'Este navegador no puede decodificar el vídeo',
    cause: 'El vídeo llega en un formato ({codec}) para el que este navegador no tiene decodificador.',
    fix: [
      'Usa una versión actual de Chrome, Edge, Firefox o Safari.',
      'En Firefox, permite el plugin OpenH264 en Complementos y reinicia el navegador.',
      'Responsable del sitio: da preferencia a VP8 para los navegadores sin H.264.',
    ],
  },
  'remote-source-black': {
    title: 'La propia imagen es negra',
    cause: 'La otra parte envía una imagen negra: su cámara está tapada, a oscuras o apagada.',
    fix: [
      'Pide a la otra parte que revise la tapa o el interruptor de privacidad de la cámara y que compruebe si está encendida.',
    ],
  },
  'remote-source-black.told': {
    title: 'La otra cámara no da imagen',
    cause: 'La otra parte envía una imagen negra y ha detectado un problema propio ({remote}).',
    fix: ['Pide a la otra parte que revise su cámara: allí se le indica qué hacer.'],
  },
  frozen: {
    title: 'La imagen se ha detenido',
    cause: 'Sigue llegando vídeo, pero este navegador ha dejado de decodificarlo.',
    fix: ['Cierra otros programas y pestañas que sobrecarguen este dispositivo.', 'Sal y vuelve a entrar.'],
  },
  'renderer-unbound': {
    title: 'Hay una imagen que no se muestra',
    cause: 'Llega vídeo, pero la página no lo asignó a ningún elemento de vídeo.',
    fix: ['Responsable del sitio: asigna el flujo al srcObject de un <video> cuando llegue su pista.'],
  },
  'renderer-stale': {
    title: 'El recuadro conserva una imagen antigua',
    cause: 'Tras una reconexión llegó un flujo nuevo, y la página sigue mostrando el antiguo.',
    fix: [
      'Vuelve a cargar la página.',
      'Responsable del sitio: asigna el flujo nuevo a srcObject aunque su identificador sea el mismo: compara los objetos, no sus identificadores.',
    ],
  },
  'renderer-ended': {
    title: 'El recuadro muestra un flujo que ha terminado',
    cause: 'Todas las pistas que muestra este elemento de vídeo han terminado.',
    fix: ['Responsable del sitio: quita el elemento cuando terminen sus pistas, o asígnale el flujo nuevo.'],
  },
  'renderer-hidden': {
    title: 'La imagen no se puede ver',
    cause: 'El vídeo se reproduce donde nadie puede verlo ({reason}).',
    fix: ['Responsable del sitio: pon el elemento de vídeo en el documento, con un tamaño, y hazlo visible.'],
  },
  'renderer-hidden.off-screen': {
    title: 'Hay una imagen fuera de la pantalla',
    cause: 'El vídeo se reproduce fuera de la parte visible de la página.',
    fix: ['Desplázate hasta él.'],
  },
  'renderer-paused': {
    title: 'La imagen está en pausa',
    cause: 'La página ha pausado este elemento de vídeo, aunque llegan imágenes.',
    fix: ['Responsable del sitio: vuelve a llamar a play() en el elemento.'],
  },
  'renderer-paused.never-played': {
    title: 'La imagen nunca se inició',
    cause: 'Llegan imágenes, pero la página nunca inició este elemento de vídeo.',
    fix: ['Responsable del sitio: llama a play() en el elemento, o ponle autoplay y playsinline.'],
  },
  'renderer-leak': {
    title: 'Recuadros de personas que ya salieron',
    cause: 'La página aún conserva {count} elementos de vídeo de personas que ya no están.',
    fix: ['Responsable del sitio: pon srcObject a null y quita el elemento cuando salga su par.'],
  },
  'connection-leak': {
    title: 'Conexiones con personas que ya salieron',
    cause: 'La página mantiene abiertas {count} conexiones con personas que ya no están.',
    fix: ['Responsable del sitio: cierra cada RTCPeerConnection cuando salga su par.'],
  },
  'listener-leak': {
    title: 'Los detectores de eventos se acumulan',
    cause: 'Hay {count} detectores de eventos (listeners) en {target}, y nunca se quitan.',
    fix: [
      'Responsable del sitio: quita los detectores con off(), o pasa una señal, cuando desaparezca una vista.',
    ],
  },
  'device-mismatch': {
    title: 'Se está usando otro dispositivo',
    cause: 'La página muestra un dispositivo como elegido y envía desde otro ({device}).',
    fix: [
      'Vuelve a elegir el dispositivo.',
      'Responsable del sitio: usa replaceTrack() con la pista nueva después de elegirse un dispositivo.',
    ],
  },
  'capture-left-on': {
    title: 'La cámara sigue encendida',
    cause: 'La llamada ha terminado y la página no ha detenido la cámara.',
    fix: [
      'Cierra la página para apagarla.',
      'Responsable del sitio: al salir, llama a stop() en cada pista capturada.',
    ],
  },
  'capture-left-on.microphone': {
    title: 'El micrófono sigue encendido',
    cause: 'La llamada ha terminado y la página no ha detenido el micrófono.',
    fix: [
      'Cierra la página para apagarlo.',
      'Responsable del sitio: al salir, llama a stop() en cada pista capturada.',
    ],
  },
  'camera-denied.system': {
    title: 'El sistema bloquea la cámara',
    cause: 'Los ajustes de privacidad del sistema no dejan que este navegador use la cámara.',
    fix: ['Deja que este navegador use la cámara en los ajustes de privacidad del sistema y reinícialo.'],
  },
  'microphone-denied.system': {
    title: 'El sistema bloquea el micrófono',
    cause: 'Los ajustes de privacidad del sistema no dejan que este navegador use el micrófono.',
    fix: ['Deja que este navegador use el micrófono en los ajustes de privacidad del sistema y reinícialo.'],
  },
  'camera-blocked-by-embedder': {
    title: 'La cámara no está permitida en este marco',
    cause: 'La llamada está dentro de otra página, y esa página no le deja usar la cámara.',
    fix: [
      'Abre la llamada en su propia pestaña.',
      'Responsable del sitio: añade allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" al iframe.',
    ],
  },
  'microphone-blocked-by-embedder': {
    title: 'El micrófono no está permitido en este marco',
    cause: 'La llamada está dentro de otra página, y esa página no le deja usar el micrófono.',
    fix: [
      'Abre la llamada en su propia pestaña.',
      'Responsable del sitio: añade allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" al iframe.',
    ],
  },
  'camera-blocked-by-header': {
    title: 'Este sitio prohíbe la cámara',
    cause: 'La cabecera Permissions-Policy de la propia página desactiva la cámara.',
    fix: [
      'Responsable del sitio: envía Permissions-Policy: camera=(self), microphone=(self), o prescinde de la cabecera.',
    ],
  },
  'microphone-blocked-by-header': {
    title: 'Este sitio prohíbe el micrófono',
    cause: 'La cabecera Permissions-Policy de la propia página desactiva el micrófono.',
    fix: [
      'Responsable del sitio: envía Permissions-Policy: camera=(self), microphone=(self), o prescinde de la cabecera.',
    ],
  },
  'camera-black': {
    title: 'Tu cámara solo muestra negro',
    cause: 'La cámara está encendida, pero su imagen es negra.',
    fix: ['Abre la tapa o el interruptor de privacidad de la cámara.', 'Elige otra cámara.'],
  },
  'microphone-silent': {
    title: 'Tu micrófono no capta nada',
    cause: 'El micrófono está encendido, pero no llega de él ni el más mínimo sonido.',
    fix: [
      'Revisa el interruptor de silencio del micrófono o de los auriculares y el volumen de entrada del sistema.',
      'Elige otro micrófono.',
    ],
  },
};
