/// The words of the ideas that errors are made of, as alternatives of a pattern, in lower case: English, German, French,
/// Spanish, Portuguese, Italian, Dutch, Polish, Russian, Turkish, Chinese, Japanese and Korean.
///
/// Services put the same few ideas into words that change with every version: a limit, and that it is reached; a key, and
/// that it is wrong. A rule of two ideas knows all of these words, and those that nobody has printed yet.
enum ErrorVocabulary {
    static let limit =
        #"limits?\b|\busage\b|(hour|daily|weekly|monthly) window|(requests|tokens|calls|messages) per|nutzung\b|quotas?\b|allowance|\bgrant\b|\bcap\b|fair.use|kontingent|begrenzung|limit[eyi]\b|límite|limiet|cuota|cota\b|лимит|квот|"#
        + #"sınır|kota\b|限额|限額|额度|額度|配额|配額|上限|限制|制限|한도|제한|할당량"#
    static let usedUp =
        #"reached|exceed|\bhit\b|exhausted|used up|used (all|your|today|this|100)|depleted|consumed|\bspent\b|maxed|\bout of\b|erreicht|überschritten|"#
        + #"ausgeschöpft|aufgebraucht|verbraucht|erschöpft|atteint|dépass|épuis|alcanza|superad|superat|excedi|excedeu|"#
        + #"agotad|agotó|atingi|esgota|ultrapass|raggiunt|esaurit|bereikt|overschreden|opgebruikt|verbruikt|osiągn|przekrocz|"#
        + #"wyczerp|исчерп|превы|достиг|израсход|ulaşt|aşıl|aştı|doldu|tükend|"#
        + #"达到|已达|超出|超过|超限|用完|用尽|耗尽|已满|達し|超え|超過|使い切|도달|초과|소진"#
    static let tooMany =
        #"too many|zu viele|trop de|demasiad[oa]s|muit[oa]s|tropp[ei]|te veel|zbyt (wiele|dużo)|слишком много|çok fazla"#
    static let requests =
        #"requests?\b|messages\b|calls\b|tokens\b|anfragen|requêtes|solicitudes|peticiones|requisições|solicitações|pedidos|richieste|"#
        + #"verzoeken|aanvragen|żądań|zapytań|запрос|istek"#

    static let money =
        #"credits?\b|balance\b|\bfunds\b|spend(ing)? (limit|cap)|wallet|guthaben|saldo|solde|crédits?\b|créditos?\b|crediti?\b|"#
        + #"credito|tegoed|środk|kredyt|средств|баланс|bakiye|kredi\b|余额|餘額|积分|残高|クレジット|잔액|크레딧"#
    static let lacking =
        #"insufficient|too low|not enough|exhausted|depleted|ran out|run out|used up|used all|\bspent\b|\bempty\b|\bout of\b|no (more|remaining)|"#
        + #"(is|are) (gone|negative)|nicht aus|reicht nicht|aufgebraucht|zu niedrig|unzureichend|erschöpft|insuf|épuis|agotad|agotó|"#
        + #"esgota|esaurit|onvoldoende|niewystarcz|\bbrak|недостат|исчерп|закончил|yetersiz|tükend|bitti|不足|用完|用尽|耗尽|欠费|부족|소진"#

    static let key =
        #"api( |_|-|)keys?\b|credentials?\b|(license|supplied|submitted|your) key\b|(access|auth|authentication|authorization|bearer|oauth|refresh|security|session)( |_|-)tokens?\b|"#
        + #"api( |-)schlüssel|zugangsdaten|clé (d'|d’|)api|identifiants|clave (de )?(la )?api|credenciales|"#
        + #"chave (de |da )?api|credenciais|chiave api|credenziali|api( |-)sleutel|klucz(a)? api|ключ|токен|учетные данные|api anahtar|"#
        + #"密钥|令牌|api ?key|トークン|토큰|キー|認証情報|키|자격 증명"#
    static let session =
        #"(sso |oauth |login |your |the )session|sign-?in\b|login\b|\blogin\b|\btokens?\b|sitzung|anmeldung|session (utilisateur|oauth)|votre session|"#
        + #"sesión|sessão|sessione|sessie|sesja|сессия|сеанс|oturum|登录|登陆|会话|令牌|トークン|토큰|セッション|ログイン|認証|세션|로그인|인증"#
    static let wrong =
        #"invalid|incorrect|\bwrong\b|expired|revoked|malformed|missing|not (valid|found|provided|configured|set|known|accepted|recogni[sz]ed)|"#
        + #"(is|are) required|no longer valid|rejected|deleted|disabled|ungültig|abgelaufen|fehlt|falsch|invalide|expiré|révoqué|manquant|incorrecte|no (es )?válid|"#
        + #"inválid|caducad|expirad|incorrect[ao]|não (é )?válid|non (è )?valid|scadut|mancant|ongeldig|verlopen|ontbreekt|"#
        + #"nieprawidłow|nieważn|wygas|недействит|неверн|истек|истёк|отозван|geçersiz|süresi|过期|无效|错误|不正确|失效|無効|期限が切れ|"#
        + #"期限切れ|正しくあり|유효하지|만료|잘못"#
    static let expired =
        #"expired|no longer valid|has ended|timed out|revoked|invalidated|abgelaufen|expiré|caducad|expirad|expirou|scadut|verlopen|wygas|"#
        + #"истек|истёк|süresi dol|过期|失效|期限が切れ|期限切れ|切れまし|만료"#
    static let signIn =
        #"nicht (angemeldet|eingeloggt|autorisiert|authentifiziert)|melden sie sich|neu anmelden|anmeldung (fehlgeschlagen|erforderlich)|"#
        + #"authentification .{0,12}(échou|requise)|non (autorisé|authentifié|connecté)|reconnecter|veuillez vous.{0,12}connecter|"#
        + #"no (autorizado|autenticado)|inici(e|a) sesi|autenticación (fallida|requerida)|não (autorizado|autenticado)|faça login|"#
        + #"falha na autentica|non (autorizzato|autenticato)|autenticazione (fallita|richiesta)|effettua.{0,12}accesso|"#
        + #"niet (ingelogd|aangemeld|geautoriseerd)|log opnieuw in|nie jesteś zalogowan|zaloguj się|nieautoryzowan|"#
        + #"не авторизован|не авторизован|ошибка авторизации|войдите|авторизуйтесь|giriş yap|oturum aç|yetkisiz|"#
        + #"(认证|鉴权|身份验证|登录|授权).{0,6}失败|未授权|未登录|重新登录|请.{0,9}登录|認証.{0,12}(失敗|エラー|必要)|ログインし|"#
        + #"인증.{0,10}(실패|오류|필요)|로그인.{0,12}(필요|하세요|하십시오)"#

    static let model = #"\bmodels?\b|\bmodell\b|modèle|modelo|modello|модел|modeli?\b|模型|モデル|모델"#
    static let missing =
        #"(not|no longer) (found|exist|supported|available|accessible|enabled|configured|deployed|valid|recogni[sz]ed)|doesn('|’)t exist|not exist|"#
        + #"nicht (gefunden|verfügbar|unterstützt|vorhanden)|existiert nicht|introuvable|n('|’)existe pas|no existe|no encontrado|"#
        + #"não (existe|encontrado)|non (esiste|trovato|disponibile)|niet gevonden|bestaat niet|nie (istnieje|znaleziono)|не (найден|существует|поддерж)|"#
        + #"bulunamadı|mevcut değil|不存在|未找到|不支持|无效|見つかり|存在しません|찾을 수 없|존재하지"#

    static let service =
        #"services?\b|servers?\b|\bmodel\b|\bapi\b|system|dienst|serveur|servicio|servidor|serviço|servizio|usługa|serwer|сервис|сервер|"#
        + #"hizmet|sunucu|服务|服務|サービス|サーバ|서비스|서버"#
    static let unavailable =
        #"unavailable|under maintenance|(is|are|was) (down|offline|overloaded|busy)|nicht (verfügbar|erreichbar)|überlastet|indisponible|"#
        + #"surcharg|no disponible|no está disponible|sobrecarg|indispon|sobrecarreg|non disponibile|non è disponibile|sovraccaric|"#
        + #"niet beschikbaar|overbelast|niedostępn|przeciążon|недоступ|перегруж|kullanılamıyor|aşırı yük|不可用|繁忙|过载|過負荷|利用できません|"#
        + #"混雑|이용할 수 없|사용할 수 없|과부하|혼잡"#
    static let connection =
        #"connection\b|verbindung|connexion|conexión|conexão|connessione|verbinding|połączeni|соединени|bağlantı|连接|連線|接続|연결"#
    static let broken =
        #"refused|reset|closed|terminated|aborted|lost|failed|timed|dropped|interrupted|broken|unexpectedly|abgelehnt|verweigert|verloren|unterbrochen|"#
        + #"fehlgeschlagen|zurückgesetzt|getrennt|refusée|perdue|interrompue|coupée|rechazada|perdida|interrumpida|recusada|"#
        + #"interrompida|rifiutata|interrotta|persa|geweigerd|verbroken|odrzucon|przerwan|utracon|отклонен|разорван|потерян|сброшен|"#
        + #"прерван|отказано|reddedildi|kesildi|koptu|被拒绝|拒绝|断开|中断|失败|重置|拒否|切断|失敗|거부|끊|실패"#
    static let timedOut =
        #"zeitüberschreitung|délai .{0,20}(dépassé|expiré)|tiempo de espera .{0,12}(agotado|excedido|superado)|"#
        + #"tempo (limite|de espera|esgotado|scaduto)|przekroczono (limit )?czas|превышено время|истекло время|таймаут|zaman aşımı|"#
        + #"超时|逾時|タイムアウト|시간.{0,6}초과"#
}
