import type { Findings } from '../catalogue.ts';

/** What the Brazilian Portuguese face says of every finding. */
export const findings: Findings = {
  'room-missing': {
    title: 'Esta chamada ainda não tem sala',
    cause: 'A página não diz em qual sala entrar.',
    fix: ['Responsável pelo site: dê uma sala ao elemento, por exemplo room="weekly-meeting".'],
  },
  'room-invalid': {
    title: 'Este nome de sala não pode ser usado',
    cause:
      'O nome de uma sala tem de 1 a 256 caracteres, sem quebras de linha, e não pode começar com um prefixo reservado.',
    fix: [
      'Escolha outro nome de sala.',
      'Responsável pelo site: nomes que começam com _metered/, _internal/ ou _system/ são reservados.',
    ],
  },
  'credential-missing': {
    title: 'Esta chamada ainda não está configurada',
    cause: 'A página não fornece nem chave nem token para entrar.',
    fix: [
      'Responsável pelo site: defina api-key com uma chave publicável (pk_live_…), ou então token-url ou a propriedade tokenProvider.',
    ],
  },
  'server-invalid': {
    title: 'O endereço do servidor de chamadas não é válido',
    cause:
      'O servidor deve ser um endereço como wss://example.com, sem caminho. O ws: simples só funciona neste computador.',
    fix: ['Responsável pelo site: corrija o atributo server, ou remova-o para usar o servidor padrão.'],
  },
  'secret-key-in-page': {
    title: 'Há uma chave secreta nesta página',
    cause:
      'A página contém uma chave que começa com sk_. Qualquer pessoa que abrisse a página poderia lê-la, por isso a chamada não foi iniciada.',
    fix: [
      'Responsável pelo site: remova a chave secreta da página e substitua-a, pois ela deve ser considerada exposta.',
      'Use uma chave publicável (pk_live_…) na página, ou emita tokens no seu servidor e defina token-url.',
    ],
  },
  'insecure-context': {
    title: 'Esta página não é segura',
    cause: 'Os navegadores só permitem a câmera e o microfone em páginas seguras.',
    fix: [
      'Abra esta página com https:// no início do endereço.',
      'Responsável pelo site: sirva a página por HTTPS. Para um teste em um só computador, localhost também funciona.',
    ],
  },
  'webrtc-unavailable': {
    title: 'Este navegador não consegue fazer chamadas',
    cause:
      'As chamadas (WebRTC) estão desativadas aqui por uma configuração, uma política ou uma extensão, ou o navegador é antigo demais.',
    fix: [
      'Desative nesta página as extensões que bloqueiam o WebRTC e recarregue-a.',
      'Tente uma versão atual do Chrome, Edge, Firefox ou Safari.',
      'Em um computador gerenciado, fale com o administrador.',
    ],
  },
  'token-invalid': {
    title: 'A chamada não aceitou a chave desta página',
    cause:
      'O servidor de chamadas não reconhece a chave ou o token que esta página usa, ou não permite que este site o use.',
    fix: [
      'Recarregue a página. Se acontecer de novo, peça um novo link a quem organiza a chamada.',
      'Responsável pelo site: verifique se a chave ou o token está completo, pertence a este servidor e ainda existe.',
      'Responsável pelo site: verifique se este site está entre as origens permitidas da chave.',
    ],
  },
  'token-expired': {
    title: 'Seu convite expirou',
    cause: 'O token desta chamada era válido por tempo limitado, e esse tempo acabou.',
    fix: [
      'Recarregue a página para receber um novo.',
      'Responsável pelo site: devolva um token novo a cada pedido e verifique se o relógio do seu servidor está certo.',
    ],
  },
  'channel-not-authorized': {
    title: 'Você não pode entrar nesta sala',
    cause: 'A chave ou o token desta página não permite esta sala.',
    fix: [
      'Verifique se você abriu o link certo.',
      'Responsável pelo site: permita esta sala nos padrões de canal da chave, ou nos canais do token, com as permissões de assinar e de ver a presença.',
    ],
  },
  'connection-limit': {
    title: 'A chamada está cheia',
    cause: 'A conta por trás desta chamada atingiu seu número de conexões simultâneas.',
    fix: [
      'Feche outras abas com esta chamada, espere meio minuto e tente de novo.',
      'Responsável pelo site: aumente o limite do seu plano, ou feche as conexões que não são mais usadas.',
    ],
  },
  'message-rate': {
    title: 'Mensagens demais de uma só vez',
    cause:
      'Esta página enviou mais mensagens do que o servidor de chamadas aceita, por isso o servidor fechou a conexão.',
    fix: [
      'Espere um momento e tente de novo.',
      'Responsável pelo site: envie menos mensagens, no máximo 100 por segundo.',
    ],
  },
  'account-suspended': {
    title: 'Esta chamada não está disponível',
    cause: 'A conta por trás desta chamada está suspensa.',
    fix: [
      'Avise quem administra esta página.',
      'Responsável pelo site: verifique a situação e a cobrança da sua conta.',
    ],
  },
  kicked: {
    title: 'Você foi removido da chamada',
    cause: 'Alguém que administra esta chamada encerrou a sua participação.',
    fix: ['Se você acha que é um engano, fale com quem administra a chamada.'],
  },
  'token-provider-hung': {
    title: 'A permissão para entrar demorou demais',
    cause: 'Foi pedido a este site um token para entrar na chamada, e ele não respondeu em 10 segundos.',
    fix: [
      'Verifique sua conexão e tente de novo.',
      'Responsável pelo site: verifique se o endpoint dos tokens responde, e rápido.',
    ],
  },
  'token-provider-failing': {
    title: 'Este site não conseguiu liberar a sua entrada',
    cause: 'Foi pedido a este site um token para entrar na chamada, e ele não devolveu nenhum.',
    fix: [
      'Tente de novo daqui a pouco.',
      'Responsável pelo site: o endpoint dos tokens deve responder a um POST com {"token": "…"}. Veja o log dele.',
    ],
  },
  'token-provider-failing.sign-in': {
    title: 'Faça login de novo',
    cause: 'Este site não sabe mais quem você é, por isso não conseguiu liberar a sua entrada na chamada.',
    fix: ['Faça login neste site de novo e depois volte à chamada.'],
  },
  'signalling-unreachable': {
    title: 'Não foi possível alcançar o servidor de chamadas',
    cause: 'A conexão com o servidor de chamadas foi recusada ou fechada antes de ser estabelecida.',
    fix: [
      'Verifique se você está on-line.',
      'Desative a VPN, o proxy ou o bloqueador que impeça conexões WebSocket, ou tente outra rede.',
      'Responsável pelo site: verifique o endereço do servidor, se ele está funcionando e se a Content-Security-Policy da página o permite em connect-src.',
    ],
  },
  'send-not-permitted': {
    title: 'O vídeo não pode começar com esta chave',
    cause:
      'A chave ou o token desta página não pode enviar mensagens a outras pessoas, então não é possível estabelecer chamadas: vê-se quem está presente, mas não chega imagem nem som.',
    fix: [
      'Responsável pelo site: permita a ação “send” para esta chave, ou adicione-a às permissões do token.',
      'Depois, recarregue a página.',
    ],
  },
  'join-failed': {
    title: 'Não foi possível entrar na chamada',
    cause: 'Algo inesperado deu errado ao entrar.',
    fix: ['Tente de novo.', 'Se acontecer outra vez, recarregue a página.'],
  },
  'autoplay-blocked': {
    title: 'Seu navegador pausou a chamada',
    cause: 'Este navegador só inicia som e imagem depois de um clique na página.',
    fix: ['Pressione “Iniciar reprodução”.'],
  },
  'autoplay-blocked.sound': {
    title: 'Seu navegador está segurando o som',
    cause: 'Este navegador mostra a imagem na hora, mas só inicia o som depois de um clique na página.',
    fix: ['Pressione “Ativar o som”.'],
  },
  'camera-denied': {
    title: 'A câmera está bloqueada',
    cause: 'Este navegador não deixa esta página usar a câmera.',
    fix: [
      'Clique no símbolo da câmera ou do cadeado ao lado do endereço da página e permita a câmera.',
      'Se ela já estiver permitida ali, permita que este navegador use a câmera nas configurações de privacidade do sistema.',
      'Depois, ligue a câmera de novo.',
    ],
  },
  'camera-denied.dismissed': {
    title: 'A câmera ainda não foi permitida',
    cause: 'A pergunta do navegador sobre a câmera foi fechada sem resposta.',
    fix: ['Ligue a câmera de novo e escolha “Permitir”.'],
  },
  'microphone-denied': {
    title: 'O microfone está bloqueado',
    cause: 'Este navegador não deixa esta página usar o microfone.',
    fix: [
      'Clique no símbolo do microfone ou do cadeado ao lado do endereço da página e permita o microfone.',
      'Se ele já estiver permitido ali, permita que este navegador use o microfone nas configurações de privacidade do sistema.',
      'Depois, ligue o microfone de novo.',
    ],
  },
  'microphone-denied.dismissed': {
    title: 'O microfone ainda não foi permitido',
    cause: 'A pergunta do navegador sobre o microfone foi fechada sem resposta.',
    fix: ['Ligue o microfone de novo e escolha “Permitir”.'],
  },
  'camera-missing': {
    title: 'Nenhuma câmera encontrada',
    cause: 'Este dispositivo não tem nenhuma câmera que o navegador consiga ver.',
    fix: ['Conecte uma câmera e ligue-a aqui.', 'Sem câmera, você ainda vê e ouve os outros.'],
  },
  'microphone-missing': {
    title: 'Nenhum microfone encontrado',
    cause: 'Este dispositivo não tem nenhum microfone que o navegador consiga ver.',
    fix: [
      'Conecte um microfone ou fone com microfone e depois ligue o microfone.',
      'Sem microfone, você ainda pode ouvir.',
    ],
  },
  'camera-busy': {
    title: 'A câmera está em uso',
    cause: 'Outro programa ou outra aba está usando a câmera, ou o sistema não conseguiu iniciá-la.',
    fix: ['Feche os outros programas e abas que usam a câmera.', 'Depois, ligue a câmera de novo.'],
  },
  'microphone-busy': {
    title: 'O microfone está em uso',
    cause: 'Outro programa está usando o microfone, ou o sistema não conseguiu iniciá-lo.',
    fix: ['Feche os outros programas que usam o microfone.', 'Depois, ligue o microfone de novo.'],
  },
  'camera-overconstrained': {
    title: 'A câmera não atende ao pedido',
    cause: 'Nenhuma câmera deste dispositivo atende ao que foi pedido ({constraint}).',
    fix: ['Conecte outra câmera e ligue-a aqui.'],
  },
  'camera-lost': {
    title: 'A câmera parou',
    cause: 'A câmera foi desconectada ou desligada pelo sistema durante a chamada.',
    fix: ['Verifique o cabo ou escolha outra câmera e ligue-a de novo.'],
  },
  'microphone-lost': {
    title: 'O microfone parou',
    cause: 'O microfone foi desconectado ou desligado pelo sistema durante a chamada.',
    fix: ['Verifique o cabo e ligue o microfone de novo.'],
  },
  'signalling-unreachable.offline': {
    title: 'Você está off-line',
    cause: 'Este dispositivo não tem conexão de rede, por isso não consegue alcançar o servidor de chamadas.',
    fix: ['Verifique o Wi-Fi, os dados móveis ou o cabo. A chamada volta sozinha.'],
  },
  'signalling-unreachable.expired': {
    title: 'Não foi possível alcançar o servidor de chamadas',
    cause: 'O servidor de chamadas recusou a conexão; àquela altura, o token desta página já tinha expirado.',
    fix: [
      'Recarregue a página para receber um novo.',
      'Responsável pelo site: devolva um token novo a cada pedido.',
    ],
  },
  'signalling-blocked-by-policy': {
    title: 'Esta página proíbe a própria chamada',
    cause: 'A Content-Security-Policy da página não permite a conexão com {url}.',
    fix: [
      'Responsável pelo site: adicione a origem do servidor de chamadas (wss://…) a connect-src na Content-Security-Policy.',
    ],
  },
  'token-stale-loop': {
    title: 'De novo o mesmo convite expirado',
    cause: 'Cada vez que um novo token é pedido, a página recebe um que já expirou.',
    fix: [
      'Recarregue a página.',
      'Responsável pelo site: o provedor de tokens deve emitir um token novo a cada chamada; ele está devolvendo um guardado.',
      'Responsável pelo site: verifique se o relógio do seu servidor está certo.',
    ],
  },
  'reconnect-loop': {
    title: 'A conexão cai repetidamente',
    cause: 'A conexão com o servidor de chamadas caiu e foi refeita {count} vezes em um minuto.',
    fix: [
      'Tente outra rede e desative a VPN ou o proxy.',
      'Responsável pelo site: verifique se não há dois clientes usando o mesmo ID de par e se nenhum proxy fecha WebSockets ociosos.',
    ],
  },
  'presence-not-permitted': {
    title: 'Esta chave não mostra quem está presente',
    cause:
      'Com a chave ou o token desta página é possível entrar na sala, mas não ver quem está nela, então nenhuma chamada começa.',
    fix: [
      'Responsável pelo site: permita a ação “presence” para esta chave, ou adicione-a às permissões do token.',
    ],
  },
  'publish-not-permitted': {
    title: 'Não é possível enviar mensagens com esta chave',
    cause: 'A chave ou o token desta página não pode publicar neste canal ({channel}).',
    fix: [
      'Responsável pelo site: permita a ação “publish” para esta chave ou este token, exatamente neste nome de canal.',
    ],
  },
  'sent-before-join': {
    title: 'Uma mensagem foi enviada cedo demais',
    cause: 'A página enviou uma mensagem antes de ter entrado na sala, ou depois de ter saído.',
    fix: [
      'Responsável pelo site: espere join() com await antes de enviar, e pare de enviar ao receber “left”.',
    ],
  },
  'message-oversized': {
    title: 'Uma mensagem era grande demais',
    cause: 'A página enviou uma mensagem acima do tamanho que o servidor de chamadas aceita.',
    fix: [
      'Responsável pelo site: envie-a em partes menores que maxMessageSize, ou de par a par como arquivo.',
    ],
  },
  'direct-from-outside': {
    title: 'Mensagens de fora da sala são descartadas',
    cause: 'Alguém que não está nesta sala envia mensagens diretas a esta página, e elas são ignoradas.',
    fix: [
      'Responsável pelo site: faça os dois lados entrarem na mesma sala, ou use um SignallingClient, que aceita mensagens de qualquer um.',
    ],
  },
  'sender-metadata-off': {
    title: 'As mensagens chegam sem os dados do remetente',
    cause: 'Esta página não pediu os metadados dos remetentes.',
    fix: [
      'Responsável pelo site: se precisar deles, assine com includeSenderMetadata: true e coloque peerMetadata nos tokens.',
    ],
  },
  'turn-missing': {
    title: 'Sem servidor de retransmissão para atravessar a rede',
    cause:
      'Não foi encontrado um caminho direto, e a página não tem um servidor de retransmissão (TURN) para contornar o obstáculo.',
    fix: [
      'Tente outra rede, por exemplo a do celular, ou desative a VPN.',
      'Responsável pelo site: adicione um servidor TURN aos servidores ICE, ou ative o TURN para esta chave.',
    ],
  },
  'turn-missing.advice': {
    title: 'Sem servidor de retransmissão de reserva',
    cause:
      'A página não tem servidor de retransmissão (TURN). Em redes restritivas, as chamadas não vão se conectar.',
    fix: [
      'Responsável pelo site: adicione um servidor TURN aos servidores ICE, ou ative o TURN para esta chave.',
    ],
  },
  'turn-unreachable': {
    title: 'Não foi possível alcançar o servidor de retransmissão',
    cause: 'O servidor de retransmissão (TURN) {url} não responde a partir desta rede.',
    fix: [
      'Tente outra rede, ou desative a VPN ou o firewall que o bloqueia.',
      'Responsável pelo site: verifique se o servidor TURN está funcionando, além do endereço, da porta e do firewall dele.',
      'Responsável pelo site: ofereça TURN também por TCP ou TLS na porta 443.',
    ],
  },
  'turn-rejected': {
    title: 'O servidor de retransmissão recusa esta página',
    cause: 'O servidor de retransmissão (TURN) {url} não aceitou o nome de usuário e a senha (erro {code}).',
    fix: [
      'Recarregue a página.',
      'Responsável pelo site: corrija as credenciais TURN, ou o segredo com que são geradas.',
    ],
  },
  'turn-rejected.expired': {
    title: 'As credenciais de retransmissão expiraram',
    cause: 'O nome de usuário e a senha do servidor de retransmissão (TURN) eram válidos por tempo limitado.',
    fix: [
      'Recarregue a página.',
      'Responsável pelo site: obtenha credenciais TURN novas antes de cada chamada.',
    ],
  },
  'ice-failed': {
    title: 'Nenhum caminho até o outro lado',
    cause: 'Todos os caminhos entre as duas redes foram tentados, e nenhum deixou a chamada passar.',
    fix: [
      'Tente outra rede e desative a VPN ou o firewall.',
      'Responsável pelo site: verifique se os servidores TURN funcionam, também por TCP e TLS.',
    ],
  },
  'ice-failed.lost': {
    title: 'O caminho até o outro lado se perdeu',
    cause: 'A conexão funcionava e caiu: uma das duas redes sumiu ou mudou.',
    fix: [
      'Verifique sua rede e peça à outra pessoa que verifique a dela.',
      'Se a conexão não voltar, entre de novo.',
    ],
  },
  'ice-stalled': {
    title: 'Os endereços do outro lado nunca chegaram',
    cause:
      'Os dois lados combinaram a chamada, mas não chegou nenhum endereço de rede (candidato ICE) do outro lado.',
    fix: [
      'Entre de novo.',
      'Responsável pelo site: repasse todos os candidatos ao outro lado, também os que chegam antes da resposta.',
    ],
  },
  'dtls-failed': {
    title: 'Não foi possível combinar a criptografia',
    cause: 'Um caminho foi encontrado, mas falhou o handshake que criptografa a chamada.',
    fix: [
      'Entre de novo. Desative programas que inspecionam o tráfego de rede.',
      'Responsável pelo site: repasse as descrições sem alterá-las e não reutilize uma antiga.',
    ],
  },
  'negotiation-stalled': {
    title: 'O outro lado não responde',
    cause: 'Uma chamada foi oferecida ao outro lado, e nenhuma resposta veio em 10 segundos.',
    fix: [
      'Peça à outra pessoa que recarregue a página.',
      'Responsável pelo site: certifique-se de que a oferta chega ao outro lado e de que a resposta volta.',
    ],
  },
  'codec-mismatch': {
    title: 'Nenhum formato de vídeo em comum',
    cause: 'Os dois navegadores não têm nenhum codec de vídeo em comum, por isso o vídeo foi recusado.',
    fix: [
      'Use uma versão atual do navegador nos dois lados.',
      'Responsável pelo site: ofereça também VP8 ou H.264.',
    ],
  },
  'relay-in-use': {
    title: 'Conectado por um servidor de retransmissão',
    cause:
      'As redes não permitem um caminho direto, então um servidor de retransmissão leva a chamada. Ela funciona.',
    fix: [],
  },
  'path-changed': {
    title: 'O caminho mudou',
    cause: 'A chamada passou para outro caminho de rede e continua.',
    fix: [],
  },
  'peer-sends-no-video': {
    title: 'Sem vídeo desta pessoa',
    cause: 'A outra pessoa participa sem vídeo.',
    fix: [],
  },
  'peer-paused': {
    title: 'O vídeo está pausado do outro lado',
    cause: 'A outra pessoa desligou ou pausou o próprio vídeo.',
    fix: [],
  },
  'no-packets': {
    title: 'Nenhuma imagem chega',
    cause: 'A conexão está de pé, mas não chegam dados de vídeo do outro lado.',
    fix: [
      'Peça à outra pessoa que desligue e ligue a câmera.',
      'Tente outra rede: um firewall pode estar deixando passar pouco além da conexão.',
    ],
  },
  'no-packets.told': {
    title: 'O outro lado não tem imagem para enviar',
    cause: 'Não chega vídeo porque o outro lado tem um problema próprio ({remote}).',
    fix: ['Peça à outra pessoa que verifique a câmera: lá é mostrado o que fazer.'],
  },
  'no-keyframe': {
    title: 'A imagem não consegue começar',
    cause: 'Chegam dados de vídeo, mas nunca uma imagem completa (quadro-chave) para começar.',
    fix: [
      'Peça à outra pessoa que desligue e ligue a câmera.',
      'Responsável pelo site: verifique o que altera ou encaminha os quadros codificados: ele perde quadros-chave ou ignora os pedidos deles.',
    ],
  },
  undecodable: {
    title: 'A imagem não pode ser decodificada',
    cause: 'Chegam imagens, mas este navegador não consegue interpretar nenhuma delas.',
    fix: [
      'Peça à outra pessoa que desligue e ligue a câmera.',
      'Responsável pelo site: verifique se a criptografia de ponta a ponta usa a mesma chave nos dois lados e se os quadros não são alterados.',
    ],
  },
  'decoder-missing': {
    title: 'Este navegador não consegue decodificar o vídeo',
    cause: 'O vídeo vem em um formato ({codec}) para o qual este navegador não tem decodificador.',
    fix: [
      'Use uma versão atual do Chrome, Edge, Firefox ou Safari.',
      'No Firefox, permita o plugin OpenH264 em Extensões e temas e reinicie o navegador.',
      'Responsável pelo site: dê preferência ao VP8 para navegadores sem H.264.',
    ],
  },
  'remote-source-black': {
    title: 'A própria imagem é preta',
    cause: 'O outro lado envia uma imagem preta: a câmera está coberta, no escuro ou desligada.',
    fix: [
      'Peça à outra pessoa que verifique a tampa ou a chave de privacidade da câmera e se ela está ligada.',
    ],
  },
  'remote-source-black.told': {
    title: 'A outra câmera não dá imagem',
    cause: 'O outro lado envia uma imagem preta e detectou um problema próprio ({remote}).',
    fix: ['Peça à outra pessoa que verifique a câmera: lá é mostrado o que fazer.'],
  },
  frozen: {
    title: 'A imagem parou',
    cause: 'O vídeo continua chegando, mas este navegador parou de decodificá-lo.',
    fix: ['Feche outros programas e abas que sobrecarregam este dispositivo.', 'Saia e entre de novo.'],
  },
  'renderer-unbound': {
    title: 'Há uma imagem que não é mostrada',
    cause: 'O vídeo chega, mas a página não o atribuiu a nenhum elemento de vídeo.',
    fix: ['Responsável pelo site: atribua o stream ao srcObject de um <video> quando a faixa dele chegar.'],
  },
  'renderer-stale': {
    title: 'O quadro mantém uma imagem antiga',
    cause: 'Depois de uma reconexão chegou um novo stream, e a página ainda mostra o antigo.',
    fix: [
      'Recarregue a página.',
      'Responsável pelo site: atribua o novo stream a srcObject mesmo que o ID seja igual: compare os objetos, não os IDs.',
    ],
  },
  'renderer-ended': {
    title: 'O quadro mostra um stream que terminou',
    cause: 'Todas as faixas que este elemento de vídeo mostra terminaram.',
    fix: ['Responsável pelo site: remova o elemento quando as faixas terminarem, ou dê a ele o novo stream.'],
  },
  'renderer-hidden': {
    title: 'A imagem não pode ser vista',
    cause: 'O vídeo é reproduzido onde ninguém pode vê-lo ({reason}).',
    fix: [
      'Responsável pelo site: coloque o elemento de vídeo no documento, com um tamanho, e torne-o visível.',
    ],
  },
  'renderer-hidden.off-screen': {
    title: 'Há uma imagem fora da tela',
    cause: 'O vídeo é reproduzido fora da parte visível da página.',
    fix: ['Role a página até ele.'],
  },
  'renderer-paused': {
    title: 'A imagem está pausada',
    cause: 'A página pausou este elemento de vídeo, embora cheguem imagens.',
    fix: ['Responsável pelo site: chame play() no elemento de novo.'],
  },
  'renderer-paused.never-played': {
    title: 'A imagem nunca foi iniciada',
    cause: 'Chegam imagens, mas a página nunca iniciou este elemento de vídeo.',
    fix: ['Responsável pelo site: chame play() no elemento, ou dê a ele autoplay e playsinline.'],
  },
  'renderer-leak': {
    title: 'Quadros de pessoas que saíram',
    cause: 'A página ainda guarda {count} elementos de vídeo de pessoas que já saíram.',
    fix: ['Responsável pelo site: defina srcObject como null e remova o elemento quando o par dele sair.'],
  },
  'connection-leak': {
    title: 'Conexões com pessoas que saíram',
    cause: 'A página mantém abertas {count} conexões com pessoas que já saíram.',
    fix: ['Responsável pelo site: feche cada RTCPeerConnection quando o par dela sair.'],
  },
  'listener-leak': {
    title: 'Ouvintes de eventos se acumulam',
    cause: 'Há {count} ouvintes de eventos (listeners) em {target}, e eles nunca são removidos.',
    fix: [
      'Responsável pelo site: remova os ouvintes com off(), ou passe um sinal, quando uma visualização deixar de existir.',
    ],
  },
  'device-mismatch': {
    title: 'Outro dispositivo está em uso',
    cause: 'A página mostra um dispositivo como escolhido e envia a partir de outro ({device}).',
    fix: [
      'Escolha o dispositivo de novo.',
      'Responsável pelo site: use replaceTrack() com a nova faixa depois que um dispositivo for escolhido.',
    ],
  },
  'capture-left-on': {
    title: 'A câmera ainda está ligada',
    cause: 'A chamada terminou, e a página não parou a câmera.',
    fix: [
      'Feche a página para desligá-la.',
      'Responsável pelo site: ao sair, chame stop() em cada faixa capturada.',
    ],
  },
  'capture-left-on.microphone': {
    title: 'O microfone ainda está ligado',
    cause: 'A chamada terminou, e a página não parou o microfone.',
    fix: [
      'Feche a página para desligá-lo.',
      'Responsável pelo site: ao sair, chame stop() em cada faixa capturada.',
    ],
  },
  'camera-denied.system': {
    title: 'O sistema bloqueia a câmera',
    cause: 'As configurações de privacidade do sistema não deixam este navegador usar a câmera.',
    fix: [
      'Permita que este navegador use a câmera nas configurações de privacidade do sistema e reinicie-o.',
    ],
  },
  'microphone-denied.system': {
    title: 'O sistema bloqueia o microfone',
    cause: 'As configurações de privacidade do sistema não deixam este navegador usar o microfone.',
    fix: [
      'Permita que este navegador use o microfone nas configurações de privacidade do sistema e reinicie-o.',
    ],
  },
  'camera-blocked-by-embedder': {
    title: 'A câmera não é permitida neste quadro',
    cause: 'A chamada está dentro de outra página, e essa página não a deixa usar a câmera.',
    fix: [
      'Abra a chamada em uma aba própria.',
      'Responsável pelo site: adicione allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" ao iframe.',
    ],
  },
  'microphone-blocked-by-embedder': {
    title: 'O microfone não é permitido neste quadro',
    cause: 'A chamada está dentro de outra página, e essa página não a deixa usar o microfone.',
    fix: [
      'Abra a chamada em uma aba própria.',
      'Responsável pelo site: adicione allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection" ao iframe.',
    ],
  },
  'camera-blocked-by-header': {
    title: 'Este site proíbe a câmera',
    cause: 'O cabeçalho Permissions-Policy da própria página desativa a câmera.',
    fix: [
      'Responsável pelo site: envie Permissions-Policy: camera=(self), microphone=(self), ou deixe o cabeçalho de fora.',
    ],
  },
  'microphone-blocked-by-header': {
    title: 'Este site proíbe o microfone',
    cause: 'O cabeçalho Permissions-Policy da própria página desativa o microfone.',
    fix: [
      'Responsável pelo site: envie Permissions-Policy: camera=(self), microphone=(self), ou deixe o cabeçalho de fora.',
    ],
  },
  'camera-black': {
    title: 'Sua câmera só mostra preto',
    cause: 'A câmera está ligada, mas a imagem dela é preta.',
    fix: ['Abra a tampa ou a chave de privacidade da câmera.', 'Escolha outra câmera.'],
  },
  'microphone-silent': {
    title: 'Seu microfone não capta nada',
    cause: 'O microfone está ligado, mas não vem dele nem o menor som.',
    fix: [
      'Verifique o botão de mudo do microfone ou do fone e o volume de entrada do sistema.',
      'Escolha outro microfone.',
    ],
  },
};
