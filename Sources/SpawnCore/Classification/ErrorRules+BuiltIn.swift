/// The built-in rules. Within one rank the earlier rule decides.
///
/// The patterns of the original tool are kept to the letter but for bare HTTP statuses: a number alone also stands in
/// file names, counts and prose, so it counts only beside a word of errors, or in a line that announces one.
package enum ErrorRules {
    package static let builtIn: [ErrorRule] =
        neverHeals + statuses("402", .permanent, .forbidden, final: true) + rateLimits + permanent + timeouts
        + resources + transient + unknown

    /// HTTP statuses: numbers that also stand in file names, counts and prose.
    static func statuses(
        _ codes: String, _ category: ErrorCategory, _ kind: FailureKind, watched: Bool = false, final: Bool = false
    ) -> [ErrorRule] {
        [
            ErrorRule(
                codes.contains("|") ? #"\b(\#(codes))\b"# : #"\b\#(codes)\b"#, .error(ErrorMeaning(category, kind)),
                isWatched: watched, isFinal: final,
                isNumber: true)
        ]
    }

    static func rules(
        _ category: ErrorCategory, _ kind: FailureKind, _ patterns: [String], watched: Bool = false
    ) -> [ErrorRule] {
        patterns.map {
            ErrorRule($0, .error(ErrorMeaning(category, kind)), isWatched: watched)
        }
    }

    /// What no wait and no other try heals. With `marked`, words that agents use of their work as well count only in a
    /// line that announces an error.
    static func final(_ kind: FailureKind, marked: Bool = false, _ patterns: [String]) -> [ErrorRule] {
        patterns.map {
            ErrorRule($0, .error(ErrorMeaning(.permanent, kind)), isFinal: true, needsMark: marked)
        }
    }

    /// Sentences that only services say: at the beginning of a line they need no word of errors beside them.
    private static func statements(
        _ category: ErrorCategory, _ kind: FailureKind, _ patterns: [String]
    ) -> [ErrorRule] {
        patterns.map { ErrorRule($0, .error(ErrorMeaning(category, kind)), isStatement: true) }
    }

    private static let rateLimits =
        rules(.resource, .rateLimit, [#"quota.?exceeded"#], watched: true)
        + rules(
            .resource, .rateLimit,
            [#"exceeded your current quota"#, #"quota (has been |is )?(exhausted|exceeded|used up)"#])
        + rules(.transient, .rateLimit, [#"rate.?limit"#], watched: true)
        + statuses("429", .transient, .rateLimit, watched: true)
        + statements(
            .transient, .rateLimit,
            [
                #"(usage|session|hour|hourly|daily|weekly|monthly|opus|sonnet|haiku|message|request|token|quota|plan|premium|free|account|tier|cycle|api|tpm|rpm|tpd|rpd|concurrency) limits? .{0,10}(reached|exceeded|hit)"#,
                #"(hit|reached|exceeded|exhausted|used up|over|at) (your|the|all your|all of your) .{0,60}(limit|quota|capacity|allowance)"#,
                #"(hit|reached|exceeded) .{0,30}(usage|rate|request|message|free( |-)tier) (limit|quota)"#,
                #"(re|are|ran|run) out of .{0,12}(usage|requests|messages|quota)"#,
                #"(limits?|quota|usage|allowance) (will )?(reset|renew|refresh)"#,
                #"(no|0) .{0,24}(requests|messages|usage|quota) (left|remaining)"#, #"limit reached\|\d{9,}"#,
                #"(free|included|plan|daily|weekly|monthly) usage exceeded"#,
            ])
        + rules(
            .transient, .rateLimit,
            [
                #"request(s)? (was|were|is|are|has been|have been|being) (throttled|rate)"#, #"sending requests too"#,
                #"Throttl(ing|ed)(Exception|Error)?\b"#,
                #"rate exceeded"#, #"too.?many.?(tokens|concurrent)"#, #"slow.?down"#,
                #"wait .{0,30}before (trying|retrying|making|sending)"#,
                #"(速率|频率|用量|使用|请求|次数|并发|调用).{0,9}(限制|上限|超限|过多|过于频繁|过快)|达到.{0,40}(上限|限额)|限额|配额.{0,12}(用尽|耗尽|不足|超)"#,
                #"(nutzungs|raten|anfrage|token|sitzungs|wochen)limit|limit .{0,24}(erreicht|überschritten)|zu viele anfragen|kontingent.{0,30}(ersch|überschr|aufgebraucht)"#,
                #"l(í|i)mite d.{0,32}(uso|taxa|requisi|solicitudes|peticiones|velocidad|mensa|sesi|débit|requ|utilisation|messages|utilizzo|richieste|frequenza)"#,
                #"(atingiu|excedeu|alcanzado|superado|atteint|dépassé|raggiunto|superato).{0,40}(l(í|i)mite|cuota|cota|quota)"#,
                #"(demasiadas|muitas|trop de|troppe) (solicitudes|peticiones|requisi|solicita|requ|richieste)"#,
                #"(使用|利用|レート|リクエスト|回数).{0,12}(制限|上限)|上限に達し|リクエストが多すぎ"#,
                #"(사용량|요청|속도|사용).{0,12}(한도|제한)|한도.{0,9}(도달|초과)|요청이 너무 많"#,
                #"лимит.{0,60}(исчерпан|превышен|достигнут)|(превышен|достигнут|исчерпан).{0,30}(лимит|квот)|слишком много запросов"#,
            ])
        + rules(.resource, .rateLimit, [#"too.?many.?requests"#])

    private static let timeouts =
        rules(
            .timeout, .timeout,
            [#"timed?.?out"#, #"deadline.?exceeded"#, #"context.?deadline"#, #"tak(es|en|ing) too long"#, #"请求超时|超时"#])
        + statuses("408", .timeout, .timeout)
        + rules(.timeout, .noActivity, [#"no.?activity"#])

    private static let resources =
        rules(
            .resource, .transientError,
            [
                #"out.?of.?memory"#, #"resource.?exhausted"#, #"cannot allocate memory"#, #"\bENOMEM\b"#,
                #"no space left on device"#, #"too many open files"#, #"memory limit"#, #"OOM.?kill"#, #"heap limit"#,
            ]) + statuses("509", .resource, .transientError)

    private static let transient =
        rules(
            .transient, .transientError, [#"connection.?(refused|reset|error)"#, #"ECONNRESET"#], watched: true)
        + rules(
            .transient, .transientError,
            [
                #"temporary.?failure"#, #"retry.?later"#, #"service.?unavailable"#, #"overloaded"#, #"bad.?gateway"#,
                #"ECONNREFUSED"#, #"\bEPIPE\b"#, #"broken pipe"#, #"network"#, #"internal.?server.?error"#,
                #"fetch failed"#, #"socket hang up"#, #"ENOTFOUND"#, #"EAI_AGAIN"#,
                #"ENETUNREACH"#, #"EHOSTUNREACH"#,
                #"could not resolve host"#, #"name resolution"#, #"connection closed"#, #"connection terminated"#,
                #"stream disconnected"#, #"stream error"#, #"remote end closed"#, #"server disconnected"#,
                #"server.?error"#,
                #"at (full |maximum |max )?capacity"#, #"high demand"#, #"server (is )?busy"#,
                #"connect(ion)? (failed|lost|aborted|timed)"#, #"connection .{0,24}(was lost|interrupted|dropped)"#,
                #"model.?not.?ready"#, #"returned an? (empty|malformed|invalid) .{0,16}response"#,
                #"(服务|系统).{0,12}(繁忙|过载|不可用)|访问量过大|稍后再试|überlastet|sobrecarga|surcharg"#,
                #"ssl.?error"#, #"tls handshake"#, #"try again later"#, #"temporarily unavailable"#,
            ])
        + statuses("500|502|503|504|52[0-4]|529", .transient, .transientError)

    /// Says that something went wrong, not what.
    private static let unknown = rules(.unknown, .errorPattern, [#"API.?error"#], watched: true)
}

extension ErrorRules {
    /// What no wait and no other try heals, in the words of those who say so: money, a plan, turns, a context that is full,
    /// a wrong call, a client that is too old, a sandbox or a certificate. They outweigh the words and the status of a rate
    /// limit, with which services report some of them.
    static let neverHeals: [ErrorRule] =
        final(
            .forbidden,
            [
                #"insufficient( |_|-|)(quota|credit|funds|balance)"#, #"(credit )?balance (is )?too low"#,
                #"requires? more credits"#, #"can only afford"#, #"payment.?required"#, #"billing.?hard.?limit"#,
                #"out of credits"#, #"to use .{0,24}with your .{0,24}plan, upgrade"#,
                #"quota exceeded\. check your plan and billing"#,
                #"(requires|needs) a (paid|pro|plus|team|enterprise|higher) (plan|subscription|account|tier)"#,
                #"(not enough|ran out of|run out of|no more|no remaining|used up your|used all( of)? your|exhausted your) .{0,12}credits"#,
                #"credits? (have |has |are |is )?(been )?(exhausted|depleted|used up)"#,
                #"(no|add|update|invalid|missing|expired) (a )?payment method"#,
                #"billing (is |has |account ).{0,24}(not|disabled|inactive|suspended|closed)"#,
                #"requires billing to be enabled"#,
                #"(no|without an?) active (subscription|plan)"#,
                #"subscription.{0,24}(expired|inactive|cancell?ed|required|past due|ended)"#,
                #"trial.{0,12}(expired|ended|over)"#,
                #"(past( |-)due|unpaid|overdue).{0,24}(invoice|balance|payment|bill)"#,
                #"spend(ing)? (limit|cap).{0,24}(reached|exceeded|hit)"#,
                #"(reached|exceeded|hit).{0,30}(spend(ing)? (limit|cap)|budget|billing limit)"#,
                #"budget.{0,24}(exceeded|exhausted|reached|spent)"#,
                #"not (included|available|part) (in|on|of|with|for) your.{0,24}(plan|subscription|tier)"#,
                #"(plan|subscription|tier) (does not|doesn't) (include|support|allow)"#,
                #"account.{0,24}(suspended|deactivated|disabled|delinquent|terminated|banned)"#,
                #"unsupported.?country"#, #"not (available|supported) in your (country|region|location)"#,
                #"(location|country|region) is not supported"#,
                #"violat(e|es|ed|ing) .{0,40}polic(y|ies)"#,
                #"余额不足|账户.{0,12}欠费|余额.{0,12}用尽|资源包.{0,20}(不足|用尽|用完)|请.{0,6}充值"#,
                #"guthaben.{0,24}(reicht nicht|aufgebraucht|zu niedrig|ersch)|saldo insuf|cr(é|e)ditos? insuf|solde insuffisant|cr(é|e)dits? insuffisant|credito insufficiente"#,
                #"残高.{0,6}不足|クレジット.{0,12}不足|잔액.{0,10}부족|크레딧.{0,10}부족|недостаточно (средств|кредитов)|баланс.{0,20}(исчерпан|недостат)"#,
            ])
        + final(
            .invalidRequest,
            [
                // Turns.
                #"(reached|exceeded|hit).{0,30}(max(imum)?|limit).{0,20}( |_|-)(turn|iteration|steps|rounds)"#,
                #"max(imum)?.{0,20}( |_|-)(turn|iteration|steps|rounds).{0,20}(reached|exceeded|hit)|maxturns.{0,20}(reached|exceeded|hit)"#,
                #"(turn|step|iteration|recursion|tool( |_|-)call)s? limit.{0,12}(reached|exceeded|hit)"#,
                #"stopped due to .{0,12}(iteration|step|turn)"#,
                // Context.
                #"context.?length.?exceeded"#, #"maximum context length"#,
                #"context limit .{0,10}(reached|exceeded|hit)"#, #"prompt is too long"#,
                #"(ran|run|runs) out of (room|space).{0,24}context"#,
                #"context( |_|-|)(window|length|size).{0,40}(exceed|full|overflow|too (small|long|large)|limit)"#,
                #"exceed(s|ed|ing)? .{0,24}context"#,
                #"exceed(s|ed|ing)? .{0,12}max(imum)? .{0,24}(token|context|length|size|characters)"#,
                #"output token maximum"#,
                #"(input|prompt|request|conversation|message|context|payload|entity|body).{0,8}too( |_|-|)(long|large|big)"#,
                #"input exceeds the maximum"#, #"(token|character) count.{0,24}exceeds"#, #"reduce the length of"#,
                #"max.?output.?tokens"#,
                #"(上下文|输入|提示词?|请求).{0,24}(过长|超出|超过|太长)"#,
            ])
        + final(
            .invalidRequest, marked: true,
            [
                // A wrong call.
                #"(unknown|unrecogni[sz]ed|unexpected|invalid|unsupported|illegal) .{0,13}(option|argument|flag|subcommand|parameter|switch)"#,
                #"unknown (short|long|shorthand) (option|flag)"#, #"no such (option|command|subcommand)"#,
                #"unknown command"#, #"is not an? .{0,24}command"#,
                #"flag provided but not defined"#,
                #"(option|argument|flag)s? .{0,40}(requires?|needs|expects?) an? (value|argument)"#,
                #"required (arguments?|options?) .{0,24}(not provided|missing)"#, #"missing required"#,
                #"arguments are required"#, #"expected (one|two|at least one) argument"#, #"required flag"#,
                #"argument .{0,40}is invalid"#, #"invalid value .{0,60} for "#, #" requires --"#, #"invalid json"#,
                #"too (many|few) arguments"#,
                #"no (prompt|input|message) (was )?(provided|given|specified|received)"#,
                #"(prompt|input) (must be provided|is required|is empty|cannot be empty)"#,
                #"cannot be (used|combined|launched|run|started|specified) (with|together|inside|in |as |from)"#,
                #"mutually exclusive"#,
                #"not (running )?(inside|in) a trusted (directory|folder|workspace)"#,
                #"(untrusted|not trusted|non-trusted) (directory|folder|workspace)"#,
                #"(directory|folder|workspace) is not trusted"#, #"not a git repository"#,
                #"stdin is not a (tty|terminal)"#, #"raw mode is not supported"#,
                #"session id .{0,60}already in use"#, #"no (conversation|session) found"#,
                #"session .{0,60}(not found|does not exist)"#,
                #"(agent|mode|profile) .{0,60}(not found|does not exist|unknown)"#,
                #"(unknown|invalid|no such) (agent|profile|provider|mode[ :'"])"#,
                #"(invalid|malformed|corrupt(ed)?|bad) .{0,16}(config|settings)"#,
                #"(pars|load|read)(e|ing) .{0,40}(config|settings)"#,
            ])
        + final(
            .invalidRequest,
            [
                // A client that is too old.
                #"(update|upgrade) .{0,24}to (the|a) (latest|newer|newest|more recent) version"#,
                #"version .{0,40}(is too old|is outdated|no longer supported|is not supported|not supported anymore)"#,
                #"(client|cli|app|version) (is )?(too old|outdated|out of date)"#, #"(requires?|needs) node(\.js)? "#,
                #"unsupported node"#, #"upgrade required"#,
                #"version .{0,40}(needs an update|is required to continue)"#,
            ])
        + final(
            .invalidRequest, marked: true,
            [
                // The sandbox.
                #"\bbwrap: "#, #"bubblewrap"#, #"\blandlock"#, #"seccomp"#,
                #"missing .{0,40}for sandbox|sandbox.{0,30}(fail|denied|error|not (available|supported|found)|unavailable|could not)"#,
                #"(fail|unable|could not|cannot).{0,30}\bsandbox"#, #"(new|user|create a?) ?namespace"#,
                #"operation not permitted"#,
                // Certificates.
                #"self.?signed.?cert"#, #"SELF_SIGNED"#,
                #"unable to (get|verify).{0,30}(issuer|certificate|signature)"#, #"UNABLE_TO_(GET|VERIFY)"#,
                #"certificate.{0,40}(expired|not trusted|untrusted|invalid|not valid|unknown|mismatch|not yet valid|verif|revoked|has been)"#,
                #"CERT_(HAS_EXPIRED|UNTRUSTED|REVOKED|NOT_YET)"#,
                #"CERTIFICATE_VERIFY_FAILED"#, #"invalid peer cert"#, #"\bx509\b"#,
                #"unknown (issuer|certificate)|unknownissuer|unknown_ca|alert unknown ca"#,
                #"ssl certificate problem"#, #"ERR_TLS_CERT"#,
                #"(hostname|host name|altname).{0,60}(match|altname|certificate)"#, #"no alternative certificate"#,
            ])

    /// What only who calls can mend: a login, a key, a right, a model, a request.
    static let permanent: [ErrorRule] =
        rules(
            .permanent, .authError,
            [#"authentication.?failed"#, #"invalid.?api.?key"#, #"unauthorized"#], watched: true)
        + rules(
            .permanent, .authError,
            [
                #"auth.{0,12}fail"#, #"fail(ed|ure)? to (authenticate|log ?in|sign ?in|refresh)"#,
                #"could not (authenticate|log ?in|refresh)"#,
                #"(incorrect|wrong|bad|malformed|revoked|expired|missing|invalid|no) .{0,16}(api( |_|-|)key|credential|auth (token|header)|authorization (token|header)|authentication token|access( |_|-)token|bearer token)"#,
                #"api.?key.{0,24}(not valid|expired|missing|invalid|not found|not provided|required|revoked|disabled|incorrect|not set|not configured)"#,
                #"api( |_|-)key is not set"#, #"api( |_|-)key environment variable"#,
                #"authentication( |_|-|)(error|method|required)"#,
                #"invalid x-api-key"#, #"invalid authentication"#, #"invalid.?token"#, #"invalid credentials"#,
                #"(token|session|login|credential|key)s? .{0,10}(expired|revoked)"#,
                #"security token.{0,40}(expired|invalid)"#,
                #"token.{0,24}(could not be|cannot be|can't be) refreshed"#,
                #"refresh.?token.{0,24}(invalid|revoked|reused|already|missing)"#,
                #"not (logged|signed) in"#, #"(log|sign) ?in again"#,
                #"(please|must|need to|have to) (re-?)?(be )?(log|sign)(ged|ed)?[ -]?in\b"#,
                #"(login|sign( |-|)in) (is )?required"#,
                #"set an auth method"#, #"token data is not available"#,
                #"no authentication (information|method|credentials)"#,
                #"could not read (username|password)"#, #"reauthenticat(e|ion)"#, #"invalid.?grant"#,
                #"expired or revoked"#, #"(please )?run .{0,24}/?login"#,
                #"(codex|gcloud|claude|copilot|cursor-agent|opencode|qwen|kimi) (auth )?login|gh auth login"#,
                #"unauthenticated"#, #"not authenticated"#,
                #"no (api )?(key|credentials|auth).{0,20} (found|provided|configured|set|available|given)"#,
                #"credentials.{0,24}(missing|invalid|not found|could not|cannot)"#,
                #"(locate|load|find|resolve).{0,12}(default )?credentials"#,
                #"authentification .{0,12}(échou|echou)|credenciales inv|credenciais inv|キーが無効|키가 유효하지|(认证|鉴权|身份验证|登录).{0,6}失败|(令牌|密钥|key).{0,12}(过期|无效|错误|不正确)|未授权|未登录|请.{0,6}登录"#,
                #"nicht (angemeldet|autorisiert|authentifiziert)|anmeldung fehlgeschlagen|melden sie sich|ung(ü|ue)ltige.{0,12}(schl|key)"#,
                #"no autorizado|n(ã|a)o autorizado|non autoris|non autorizzato|clave.{0,12}(inv|incorrecta)|chave.{0,20}inv|cl(é|e|ef) (d'|d’|)api.{0,20}invalide|inici(e|a) sesi|fa(ç|c)a login|veuillez vous.{0,12}connecter"#,
                #"認証.{0,12}(失敗|エラー)|ログインし|인증.{0,10}(실패|오류)|로그인.{0,12}(필요|하세요)|ошибка авторизации|не авторизован|неверный .{0,12}ключ"#,
            ]) + statuses("401", .permanent, .authError)
        + rules(.permanent, .forbidden, [#"forbidden"#], watched: true)
        + rules(
            .permanent, .forbidden,
            [
                #"permission.?denied"#, #"permission.?error"#, #"access.?denied"#, #"account has been"#,
                #"not (authorized|entitled|permitted)\b"#,
                #"(organization|workspace|project).{0,40}(disabled|not allowed|blocked|restricted)"#,
                #"check your .{0,24}policy"#, #"EACCES\b"#, #"\bEPERM\b"#, #"EROFS\b|read-only file system"#,
            ])
        + statuses("403", .permanent, .forbidden)
        + rules(.permanent, .invalidModel, [#"model.?not.?available"#], watched: true)
        + rules(
            .permanent, .invalidModel,
            [
                #"model.?not.?found"#, #"(invalid|unknown|unsupported|unrecogni[sz]ed|no such) model"#,
                #"unknown.?model"#,
                #"model.{0,60}(not|no longer) (found|exist|supported|available|accessible|enabled|deployed|valid)"#,
                #"model.{0,60}does not exist"#,
                #"model.{0,40}(deprecated|retired|decommissioned)"#, #"issue with the selected model"#,
                #"no endpoints found"#, #"on-demand throughput"#,
                #"inference profile"#, #"deployment.{0,60}(does not exist|not found)"#, #"try pulling it first"#,
                #"模型.{0,12}(不存在|未找到|不支持|无效)"#,
            ])
        // Also said of a model, beside its name.
        + rules(.permanent, .forbidden, [#"(does not|doesn't|do not|don't) have (access|permission)"#])
        + rules(
            .permanent, .invalidRequest,
            [
                #"content.?(policy|filter)"#, #"invalid.?request"#, #"invalid.?argument"#, #"ValidationException"#,
                #"validation error"#,
                #"must not be empty"#, #"bad request"#, #"unsupported (parameter|value|content)"#,
                #"does not support (tools|images?|function|system|streaming|the )"#,
            ])
        + statuses("400|413|422", .permanent, .invalidRequest)
        + rules(
            .permanent, .notFound,
            [#"command not found"#, #"not.?found.?error"#, #"no such file or directory"#, #"cannot find module"#])
        + statuses("404", .permanent, .notFound)
}
