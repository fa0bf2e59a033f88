import type { Findings } from '../catalogue.ts';

/** What the Simplified Chinese face says of every finding. */
export const findings: Findings = {
  'room-missing': {
    title: '此通话尚未设置房间',
    cause: '页面没有说明要加入哪个房间。',
    fix: ['网站所有者：请为该元素设置房间，例如 room="weekly-meeting"。'],
  },
  'room-invalid': {
    title: '此房间名称无法使用',
    cause: '房间名称须为 1 到 256 个字符，不含换行，且不能以保留前缀开头。',
    fix: ['请换一个房间名称。', '网站所有者：以 _metered/、_internal/ 或 _system/ 开头的名称为保留名称。'],
  },
  'credential-missing': {
    title: '此通话尚未设置完成',
    cause: '页面没有提供加入通话所需的密钥或令牌。',
    fix: [
      '网站所有者：请将 api-key 设为可公开密钥（pk_live_…），或设置 token-url，或设置 tokenProvider 属性。',
    ],
  },
  'server-invalid': {
    title: '通话服务器地址无效',
    cause: '服务器地址须形如 wss://example.com，不带路径。未加密的 ws: 只能在本机上使用。',
    fix: ['网站所有者：请更正 server 属性，或将其删除以使用默认服务器。'],
  },
  'secret-key-in-page': {
    title: '此页面中含有私密密钥',
    cause: '页面中含有以 sk_ 开头的密钥。任何打开此页面的人都可能看到它，因此通话没有启动。',
    fix: [
      '网站所有者：请从页面中删除该私密密钥，并更换它，因为应视其为已经泄露。',
      '请在页面中使用可公开密钥（pk_live_…），或在您的服务器上签发令牌并设置 token-url。',
    ],
  },
  'insecure-context': {
    title: '此页面不安全',
    cause: '浏览器只允许在安全页面上使用摄像头和麦克风。',
    fix: [
      '请用以 https:// 开头的地址打开此页面。',
      '网站所有者：请通过 HTTPS 提供此页面。如果只在一台电脑上测试，也可以使用 localhost。',
    ],
  },
  'webrtc-unavailable': {
    title: '此浏览器无法进行通话',
    cause: '通话功能（WebRTC）已被设置、策略或扩展程序关闭，或者浏览器版本太旧。',
    fix: [
      '请关闭在此页面上阻止 WebRTC 的扩展程序，然后重新加载页面。',
      '请尝试使用最新版本的 Chrome、Edge、Firefox 或 Safari。',
      '如果电脑由单位管理，请咨询管理员。',
    ],
  },
  'token-invalid': {
    title: '通话未接受此页面的密钥',
    cause: '通话服务器不认识此页面使用的密钥或令牌，或者不允许此网站使用它。',
    fix: [
      '请重新加载页面。如果仍然如此，请向通话的组织者索取新链接。',
      '网站所有者：请检查密钥或令牌是否完整、是否属于此服务器、是否仍然存在。',
      '网站所有者：请检查此网站是否在该密钥允许的来源之中。',
    ],
  },
  'token-expired': {
    title: '您的邀请已过期',
    cause: '此通话的令牌只在一段时间内有效，现在已经过期。',
    fix: [
      '请重新加载页面以获取新的令牌。',
      '网站所有者：每次请求令牌时都请返回新的令牌，并检查服务器的时钟是否准确。',
    ],
  },
  'channel-not-authorized': {
    title: '您无法加入此房间',
    cause: '此页面的密钥或令牌不允许进入此房间。',
    fix: [
      '请检查您打开的链接是否正确。',
      '网站所有者：请在密钥的频道规则或令牌的频道列表中允许此房间，并授予订阅和查看在线状态的权限。',
    ],
  },
  'connection-limit': {
    title: '通话人数已满',
    cause: '此通话所属的账户已达到同时连接数上限。',
    fix: [
      '请关闭其他打开此通话的标签页，等待半分钟后重试。',
      '网站所有者：请提高套餐的上限，或关闭不再使用的连接。',
    ],
  },
  'message-rate': {
    title: '发送过于频繁',
    cause: '此页面发送的消息超过了通话服务器的接受范围，因此服务器关闭了连接。',
    fix: ['请稍候再试。', '网站所有者：请减少发送的消息，每秒最多 100 条。'],
  },
  'account-suspended': {
    title: '此通话不可用',
    cause: '此通话所属的账户已被停用。',
    fix: ['请告知此页面的运营者。', '网站所有者：请检查您的账户状态和账单。'],
  },
  kicked: {
    title: '您已被移出通话',
    cause: '此通话的管理者结束了您的参与。',
    fix: ['如果您认为这是误操作，请联系通话的组织者。'],
  },
  'token-provider-hung': {
    title: '获取加入许可的时间过长',
    cause: '页面向此网站请求加入通话的令牌，但 10 秒内没有得到答复。',
    fix: ['请检查您的网络连接，然后重试。', '网站所有者：请检查令牌接口能否答复，以及答复是否及时。'],
  },
  'token-provider-failing': {
    title: '此网站无法让您加入',
    cause: '页面向此网站请求加入通话的令牌，但网站没有返回令牌。',
    fix: ['请稍后重试。', '网站所有者：令牌接口须以 {"token": "…"} 答复 POST 请求。请查看其日志。'],
  },
  'token-provider-failing.sign-in': {
    title: '请重新登录',
    cause: '此网站已无法识别您的身份，因此不能让您进入通话。',
    fix: ['请重新登录此网站，然后返回通话。'],
  },
  'signalling-unreachable': {
    title: '无法连接到通话服务器',
    cause: '与通话服务器的连接在建立之前被拒绝或关闭。',
    fix: [
      '请检查您是否已连接网络。',
      '请关闭会阻止 WebSocket 连接的 VPN、代理或拦截程序，或换一个网络。',
      '网站所有者：请检查服务器地址、服务器是否在运行，以及页面的 Content-Security-Policy 是否在 connect-src 中允许它。',
    ],
  },
  'send-not-permitted': {
    title: '使用此密钥无法开始视频',
    cause: '此页面的密钥或令牌不能向他人发送消息，因此无法建立通话：能看到有谁在，但收不到画面和声音。',
    fix: ['网站所有者：请为此密钥允许“send”操作，或将其加入令牌的权限。', '然后请重新加载页面。'],
  },
  'join-failed': {
    title: '未能加入通话',
    cause: '加入时发生了意外错误。',
    fix: ['请重试。', '如果仍然如此，请重新加载页面。'],
  },
  'autoplay-blocked': {
    title: '浏览器暂停了通话',
    cause: '此浏览器只有在您点击页面之后才会播放声音和画面。',
    fix: ['请按“开始播放”。'],
  },
  'autoplay-blocked.sound': {
    title: '浏览器暂时没有播放声音',
    cause: '此浏览器会立即显示画面，但只有在您点击页面之后才会播放声音。',
    fix: ['请按“打开声音”。'],
  },
  'camera-denied': {
    title: '摄像头已被阻止',
    cause: '此浏览器不允许此页面使用摄像头。',
    fix: [
      '请点击页面地址旁的摄像头或锁形图标，并允许使用摄像头。',
      '如果那里已经允许，请在系统的隐私设置中允许此浏览器使用摄像头。',
      '然后请重新打开摄像头。',
    ],
  },
  'camera-denied.dismissed': {
    title: '尚未允许使用摄像头',
    cause: '浏览器关于摄像头的询问未经答复就被关闭了。',
    fix: ['请重新打开摄像头，并选择“允许”。'],
  },
  'microphone-denied': {
    title: '麦克风已被阻止',
    cause: '此浏览器不允许此页面使用麦克风。',
    fix: [
      '请点击页面地址旁的麦克风或锁形图标，并允许使用麦克风。',
      '如果那里已经允许，请在系统的隐私设置中允许此浏览器使用麦克风。',
      '然后请重新打开麦克风。',
    ],
  },
  'microphone-denied.dismissed': {
    title: '尚未允许使用麦克风',
    cause: '浏览器关于麦克风的询问未经答复就被关闭了。',
    fix: ['请重新打开麦克风，并选择“允许”。'],
  },
  'camera-missing': {
    title: '未找到摄像头',
    cause: '浏览器在此设备上找不到摄像头。',
    fix: ['请连接摄像头，然后打开摄像头。', '没有摄像头时，您仍能看到并听到其他人。'],
  },
  'microphone-missing': {
    title: '未找到麦克风',
    cause: '浏览器在此设备上找不到麦克风。',
    fix: ['请连接麦克风或耳麦，然后打开麦克风。', '没有麦克风时，您仍可以收听。'],
  },
  'camera-busy': {
    title: '摄像头正被占用',
    cause: '其他程序或标签页正在使用摄像头，或者系统无法启动它。',
    fix: ['请关闭正在使用摄像头的其他程序和标签页。', '然后请重新打开摄像头。'],
  },
  'microphone-busy': {
    title: '麦克风正被占用',
    cause: '其他程序正在使用麦克风，或者系统无法启动它。',
    fix: ['请关闭正在使用麦克风的其他程序。', '然后请重新打开麦克风。'],
  },
  'camera-overconstrained': {
    title: '摄像头不符合要求',
    cause: '此设备上没有摄像头符合所提的要求（{constraint}）。',
    fix: ['请连接其他摄像头，然后打开摄像头。'],
  },
  'camera-lost': {
    title: '摄像头已停止',
    cause: '通话期间，摄像头被断开或被系统关闭。',
    fix: ['请检查连接线或选择其他摄像头，然后重新打开摄像头。'],
  },
  'microphone-lost': {
    title: '麦克风已停止',
    cause: '通话期间，麦克风被断开或被系统关闭。',
    fix: ['请检查连接线，然后重新打开麦克风。'],
  },
  'signalling-unreachable.offline': {
    title: '您已离线',
    cause: '此设备没有网络连接，因此无法连接到通话服务器。',
    fix: ['请检查 Wi-Fi、移动数据或网线。通话会自动恢复。'],
  },
  'signalling-unreachable.expired': {
    title: '无法连接到通话服务器',
    cause: '通话服务器拒绝了连接；当时此页面的令牌已经过期。',
    fix: ['请重新加载页面以获取新的令牌。', '网站所有者：每次请求令牌时都请返回新的令牌。'],
  },
  'signalling-blocked-by-policy': {
    title: '此页面禁止了自己的通话',
    cause: '页面的 Content-Security-Policy 不允许连接到 {url}。',
    fix: ['网站所有者：请将通话服务器的来源（wss://…）加入 Content-Security-Policy 的 connect-src。'],
  },
  'token-stale-loop': {
    title: '又收到同一个过期的邀请',
    cause: '每次请求新令牌时，页面得到的都是已经过期的令牌。',
    fix: [
      '请重新加载页面。',
      '网站所有者：令牌提供函数每次调用都须签发新令牌；现在它返回的是存储的旧令牌。',
      '网站所有者：请检查服务器的时钟是否准确。',
    ],
  },
  'reconnect-loop': {
    title: '连接反复中断',
    cause: '一分钟内，与通话服务器的连接断开并重新建立了 {count} 次。',
    fix: [
      '请换一个网络，并关闭 VPN 或代理。',
      '网站所有者：请检查是否有两个客户端使用同一个 peer id，以及是否有代理关闭空闲的 WebSocket。',
    ],
  },
  'presence-not-permitted': {
    title: '此密钥无法显示在场的人',
    cause: '此页面的密钥或令牌可以进入房间，但不能查看房间里有谁，因此通话无法开始。',
    fix: ['网站所有者：请为此密钥允许“presence”操作，或将其加入令牌的权限。'],
  },
  'publish-not-permitted': {
    title: '使用此密钥无法发送消息',
    cause: '此页面的密钥或令牌不能在此频道（{channel}）上发布消息。',
    fix: ['网站所有者：请为此密钥或令牌在完全相同的频道名称上允许“publish”操作。'],
  },
  'sent-before-join': {
    title: '消息发送得过早',
    cause: '页面在加入房间之前或离开房间之后发送了消息。',
    fix: ['网站所有者：请在 await join() 完成之后再发送，并在收到“left”时停止发送。'],
  },
  'message-oversized': {
    title: '消息过大',
    cause: '页面发送的消息超过了通话服务器接受的大小。',
    fix: ['网站所有者：请将消息拆分为小于 maxMessageSize 的部分发送，或作为文件点对点发送。'],
  },
  'direct-from-outside': {
    title: '来自房间外的消息被丢弃',
    cause: '有不在此房间的人向此页面发送直接消息，这些消息会被忽略。',
    fix: ['网站所有者：请让双方加入同一个房间，或使用 SignallingClient，它接受任何人的消息。'],
  },
  'sender-metadata-off': {
    title: '消息不带发送者信息',
    cause: '此页面没有请求发送者的元数据。',
    fix: ['网站所有者：如果需要，请在订阅时设置 includeSenderMetadata: true，并将 peerMetadata 放入令牌。'],
  },
  'turn-missing': {
    title: '没有可穿过网络的中继',
    cause: '没有找到直连路径，而页面也没有可绕行的中继（TURN）服务器。',
    fix: [
      '请换一个网络，例如手机热点，或关闭 VPN。',
      '网站所有者：请在 ICE 服务器中添加 TURN 服务器，或为此密钥启用 TURN。',
    ],
  },
  'turn-missing.advice': {
    title: '没有备用的中继',
    cause: '页面没有中继（TURN）服务器。在限制较严的网络上，通话将无法接通。',
    fix: ['网站所有者：请在 ICE 服务器中添加 TURN 服务器，或为此密钥启用 TURN。'],
  },
  'turn-unreachable': {
    title: '无法连接到中继',
    cause: '中继（TURN）服务器 {url} 在此网络上没有响应。',
    fix: [
      '请换一个网络，或关闭阻止它的 VPN 或防火墙。',
      '网站所有者：请检查 TURN 服务器是否在运行，以及其地址、端口和防火墙。',
      '网站所有者：请同时在 443 端口上提供基于 TCP 或 TLS 的 TURN。',
    ],
  },
  'turn-rejected': {
    title: '中继拒绝了此页面',
    cause: '中继（TURN）服务器 {url} 没有接受用户名和密码（错误 {code}）。',
    fix: ['请重新加载页面。', '网站所有者：请更正 TURN 凭据，或用来生成凭据的密钥。'],
  },
  'turn-rejected.expired': {
    title: '中继的凭据已过期',
    cause: '中继（TURN）服务器的用户名和密码只在一段时间内有效。',
    fix: ['请重新加载页面。', '网站所有者：请在每次通话前获取新的 TURN 凭据。'],
  },
  'ice-failed': {
    title: '没有通往对方的路径',
    cause: '已尝试两个网络之间的所有路径，但没有一条能让通话通过。',
    fix: [
      '请换一个网络，并关闭 VPN 或防火墙。',
      '网站所有者：请检查 TURN 服务器是否正常，包括基于 TCP 和 TLS 的方式。',
    ],
  },
  'ice-failed.lost': {
    title: '通往对方的路径已中断',
    cause: '连接曾经正常，随后中断：其中一方的网络已断开或发生了变化。',
    fix: ['请检查您的网络，并请对方检查他们的网络。', '如果没有恢复，请重新加入。'],
  },
  'ice-stalled': {
    title: '始终没有收到对方的地址',
    cause: '双方已就通话达成一致，但没有收到对方的任何网络地址（ICE 候选）。',
    fix: ['请重新加入。', '网站所有者：请将每个候选都转交给对方，包括在 answer 之前到达的候选。'],
  },
  'dtls-failed': {
    title: '未能协商加密',
    cause: '找到了路径，但用于加密通话的握手失败了。',
    fix: [
      '请重新加入。请关闭会检查网络流量的软件。',
      '网站所有者：请原样转交会话描述，不要重复使用旧的描述。',
    ],
  },
  'negotiation-stalled': {
    title: '对方没有应答',
    cause: '已向对方发出通话邀请，但 10 秒内没有收到应答。',
    fix: ['请让对方重新加载页面。', '网站所有者：请确认 offer 能到达对方，并且对方的 answer 能返回。'],
  },
  'codec-mismatch': {
    title: '没有共同的视频格式',
    cause: '两个浏览器没有都支持的视频编解码器，因此视频被拒绝。',
    fix: ['请双方都使用最新版本的浏览器。', '网站所有者：请同时提供 VP8 或 H.264。'],
  },
  'relay-in-use': {
    title: '通过中继连接',
    cause: '网络不允许直连，因此由中继传输通话。通话正常。',
    fix: [],
  },
  'path-changed': {
    title: '路径已改变',
    cause: '通话已切换到另一条网络路径，并继续进行。',
    fix: [],
  },
  'peer-sends-no-video': {
    title: '此人没有发送视频',
    cause: '对方在不使用视频的情况下参加通话。',
    fix: [],
  },
  'peer-paused': {
    title: '对方已暂停视频',
    cause: '对方关闭或暂停了自己的视频。',
    fix: [],
  },
  'no-packets': {
    title: '没有收到画面',
    cause: '连接已建立，但没有收到对方的视频数据。',
    fix: ['请让对方关闭摄像头再重新打开。', '请换一个网络：防火墙可能只放行了连接本身，几乎不放行其他数据。'],
  },
  'no-packets.told': {
    title: '对方没有可发送的画面',
    cause: '没有收到视频，因为对方自身存在问题（{remote}）。',
    fix: ['请让对方查看自己的摄像头：对方那里会显示处理方法。'],
  },
  'no-keyframe': {
    title: '画面无法开始',
    cause: '收到了视频数据，但始终没有可用来开始的完整画面（关键帧）。',
    fix: [
      '请让对方关闭摄像头再重新打开。',
      '网站所有者：请检查修改或转发编码帧的部分：它丢失了关键帧，或忽略了对关键帧的请求。',
    ],
  },
  undecodable: {
    title: '画面无法解码',
    cause: '收到了画面，但此浏览器一帧也无法解读。',
    fix: [
      '请让对方关闭摄像头再重新打开。',
      '网站所有者：请检查端到端加密在双方是否使用同一密钥，以及帧是否未被修改。',
    ],
  },
  'decoder-missing': {
    title: '此浏览器无法解码该视频',
    cause: '视频采用的格式（{codec}）在此浏览器中没有解码器。',
    fix: [
      '请使用最新版本的 Chrome、Edge、Firefox 或 Safari。',
      '在 Firefox 中，请在“附加组件”里允许 OpenH264 插件，然后重启浏览器。',
      '网站所有者：对不支持 H.264 的浏览器，请优先使用 VP8。',
    ],
  },
  'remote-source-black': {
    title: '画面本身是黑的',
    cause: '对方发送的是黑色画面：摄像头被遮住、光线太暗或已关闭。',
    fix: ['请让对方检查摄像头的盖子或隐私开关，以及摄像头是否已打开。'],
  },
  'remote-source-black.told': {
    title: '对方的摄像头没有画面',
    cause: '对方发送的是黑色画面，并且已知自身存在问题（{remote}）。',
    fix: ['请让对方查看自己的摄像头：对方那里会显示处理方法。'],
  },
  frozen: {
    title: '画面已停住',
    cause: '视频仍在到达，但此浏览器已停止解码。',
    fix: ['请关闭占用此设备的其他程序和标签页。', '请离开后重新加入。'],
  },
  'renderer-unbound': {
    title: '有画面未显示',
    cause: '收到了视频，但页面没有把它交给任何视频元素。',
    fix: ['网站所有者：轨道到达时，请将 <video> 的 srcObject 设为其所属的流。'],
  },
  'renderer-stale': {
    title: '画面窗格仍是旧画面',
    cause: '重新连接后收到了新的流，但页面仍在显示旧的流。',
    fix: [
      '请重新加载页面。',
      '网站所有者：即使 id 相同，也请将 srcObject 设为新的流：请比较对象本身，而不是 id。',
    ],
  },
  'renderer-ended': {
    title: '画面窗格显示的流已结束',
    cause: '此视频元素显示的所有轨道都已结束。',
    fix: ['网站所有者：请在轨道结束时移除该元素，或为其设置新的流。'],
  },
  'renderer-hidden': {
    title: '画面无法被看到',
    cause: '视频正在看不到的地方播放（{reason}）。',
    fix: ['网站所有者：请将视频元素放入文档，设置尺寸，并使其可见。'],
  },
  'renderer-hidden.off-screen': {
    title: '有画面在屏幕之外',
    cause: '视频正在页面可见区域之外播放。',
    fix: ['请滚动到该画面。'],
  },
  'renderer-paused': {
    title: '画面已暂停',
    cause: '画面仍在到达，但页面暂停了此视频元素。',
    fix: ['网站所有者：请再次调用该元素的 play()。'],
  },
  'renderer-paused.never-played': {
    title: '画面从未开始播放',
    cause: '画面正在到达，但页面从未启动此视频元素。',
    fix: ['网站所有者：请调用该元素的 play()，或为其设置 autoplay 和 playsinline。'],
  },
  'renderer-leak': {
    title: '仍保留已离开者的画面窗格',
    cause: '页面仍保留着 {count} 个属于已离开者的视频元素。',
    fix: ['网站所有者：对端离开时，请将 srcObject 设为 null 并移除该元素。'],
  },
  'connection-leak': {
    title: '仍保留与已离开者的连接',
    cause: '页面仍保持着 {count} 个与已离开者的连接。',
    fix: ['网站所有者：对端离开时，请关闭相应的 RTCPeerConnection。'],
  },
  'listener-leak': {
    title: '事件监听器不断累积',
    cause: '{target} 上有 {count} 个事件监听器，且从未被移除。',
    fix: ['网站所有者：视图消失时，请用 off() 移除监听器，或传入 signal。'],
  },
  'device-mismatch': {
    title: '正在使用的是另一个设备',
    cause: '页面显示的所选设备（{device}）与实际发送所用的设备不同。',
    fix: ['请重新选择设备。', '网站所有者：选择设备后，请用新的轨道调用 replaceTrack()。'],
  },
  'capture-left-on': {
    title: '摄像头仍然开着',
    cause: '通话已结束，但页面没有停止摄像头。',
    fix: ['请关闭页面以关闭摄像头。', '网站所有者：离开时，请对每个采集的轨道调用 stop()。'],
  },
  'capture-left-on.microphone': {
    title: '麦克风仍然开着',
    cause: '通话已结束，但页面没有停止麦克风。',
    fix: ['请关闭页面以关闭麦克风。', '网站所有者：离开时，请对每个采集的轨道调用 stop()。'],
  },
  'camera-denied.system': {
    title: '系统阻止了摄像头',
    cause: '系统的隐私设置不允许此浏览器使用摄像头。',
    fix: ['请在系统的隐私设置中允许此浏览器使用摄像头，然后重启浏览器。'],
  },
  'microphone-denied.system': {
    title: '系统阻止了麦克风',
    cause: '系统的隐私设置不允许此浏览器使用麦克风。',
    fix: ['请在系统的隐私设置中允许此浏览器使用麦克风，然后重启浏览器。'],
  },
  'camera-blocked-by-embedder': {
    title: '此框架中不允许使用摄像头',
    cause: '通话嵌在另一个页面中，而该页面不允许它使用摄像头。',
    fix: [
      '请在单独的标签页中打开通话。',
      '网站所有者：请为 iframe 添加 allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection"。',
    ],
  },
  'microphone-blocked-by-embedder': {
    title: '此框架中不允许使用麦克风',
    cause: '通话嵌在另一个页面中，而该页面不允许它使用麦克风。',
    fix: [
      '请在单独的标签页中打开通话。',
      '网站所有者：请为 iframe 添加 allow="camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection"。',
    ],
  },
  'camera-blocked-by-header': {
    title: '此网站禁止使用摄像头',
    cause: '页面自身的 Permissions-Policy 标头关闭了摄像头。',
    fix: ['网站所有者：请发送 Permissions-Policy: camera=(self), microphone=(self)，或不发送该标头。'],
  },
  'microphone-blocked-by-header': {
    title: '此网站禁止使用麦克风',
    cause: '页面自身的 Permissions-Policy 标头关闭了麦克风。',
    fix: ['网站所有者：请发送 Permissions-Policy: camera=(self), microphone=(self)，或不发送该标头。'],
  },
  'camera-black': {
    title: '您的摄像头只有黑色画面',
    cause: '摄像头已打开，但画面是黑的。',
    fix: ['请打开摄像头的盖子或隐私开关。', '请选择其他摄像头。'],
  },
  'microphone-silent': {
    title: '您的麦克风没有声音',
    cause: '麦克风已打开，但没有传来一点声音。',
    fix: ['请检查麦克风或耳麦的静音开关，以及系统的输入音量。', '请选择其他麦克风。'],
  },
};
