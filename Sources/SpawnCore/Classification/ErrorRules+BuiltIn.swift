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

    /// Rules of two ideas that stand near each other, in either order, by a name of their own.
    private static func pair(
        _ name: String, _ one: String, _ gap: Int, _ other: String, back: Int? = nil, _ meaning: ErrorMeaning,
        final: Bool = false, statement: Bool = true
    ) -> [ErrorRule] {
        let forth = ErrorRule(
            "(\(one)).{0,\(gap)}(\(other))", .error(meaning), name: name, isFinal: final,
            isStatement: statement)
        guard let back else { return [forth] }
        var reverse = forth
        reverse.pattern = "(\(other)).{0,\(back)}(\(one))"
        return [forth, reverse]
    }

    private static func words(_ name: String, _ words: String, _ meaning: ErrorMeaning, final: Bool = false)
        -> ErrorRule
    {
        ErrorRule(words, .error(meaning), name: name, isFinal: final, isStatement: true)
    }

    private static let rateLimits =
        rules(.resource, .rateLimit, [#"quota.?exceeded"#], watched: true)
        + rules(
            .resource, .rateLimit,
            [#"exceeded your current quota"#, #"quota (has been |is )?(exhausted|exceeded|used up)"#])
        + rules(.transient, .rateLimit, [#"rate.?limit"#], watched: true)
        + statuses("429", .transient, .rateLimit, watched: true)
        + pair(
            "a limit that is reached", ErrorVocabulary.limit, 40, ErrorVocabulary.usedUp, back: 60,
            ErrorMeaning(.transient, .rateLimit)
        ).map {
            var rule = $0
            rule.isOfLimits = true
            return rule
        }
        + [
            {
                var rule = words(
                    "a limit that is used up",
                    #"\b(limits?|quota|usage|allowance).{0,16}\d ?/ ?\d{1,9}.{0,3} (messages|requests|prompts|calls|tokens)"#,
                    ErrorMeaning(.transient, .rateLimit))
                (rule.isOfLimits, rule.isOfShare) = (true, true)
                return rule
            }()
        ]
        + pair(
            "too many requests", ErrorVocabulary.tooMany, 24, ErrorVocabulary.requests,
            ErrorMeaning(.transient, .rateLimit))
        + statements(
            .transient, .rateLimit,
            [
                #"max.{0,24}(requests|requêtes|solicitudes|anfragen|richieste|запрос).{0,24}(reached|exceeded|hit|atteint|erreicht|alcanz|raggiunt|достиг)"#,
                #"(re|are|ran|run|is) out of .{0,24}(usage|requests|messages|quota|prompts)"#,
                #"(max(imum)?|limit) .{0,24}(requests|messages|prompts) .{0,32}(reached|exceeded|hit)"#,
                #"(limits?|quota|usage|allowance|credits) (will )?(reset|renew|refresh|replenish)"#,
                #"(quota|allowance|usage) (is |all )?gone"#,
                #"(no|0) .{0,24}(requests|messages|usage|quota|prompts) (left|remaining)"#, #"limit reached\|\d{9,}"#,
                #"(free|included|plan|daily|weekly|monthly) usage exceeded"#,
                #"plan.{0,6} (fair.use|usage) threshold"#,
                #"used (up )?(all|your|100% of) .{0,40}(usage|requests|messages|prompts|allowance|quota)"#,
            ])
        + rules(
            .transient, .rateLimit,
            [
                #"request(s)? (was|were|is|are|has been|have been|being) (throttled|rate)"#, #"sending requests too"#,
                #"Throttl(ing|ed)(Exception|Error)?\b"#,
                #"rate exceeded"#, #"(reduce|high|max(imum)?|too (much|high|many)) .{0,8}concurren(cy|t)"#,
                #"concurrency.{0,24}(reached|exceeded|too (much|high))"#, #"too.?many.?(tokens|concurrent)"#,
                #"slow.?down"#, #"sent too many"#,
                #"wait .{0,30}before (trying|retrying|making|sending)"#,
                #"too many .{0,30}(in|within|over) the (last|past) "#,
                #"ratenbegrenz|ratenlimit"#,
                #"(请求|调用|访问|操作|发送).{0,9}(过于频繁|太频繁|过多|太多|过快)|リクエスト.{0,12}多すぎ|요청.{0,9}너무 많"#,
            ])
        + rules(.resource, .rateLimit, [#"too.?many.?requests"#])
        + [
            ErrorRule(
                #"\b(in cool-?down|cooling down)\b"#, .error(ErrorMeaning(.transient, .rateLimit)), needsMark: true)
        ]

    private static let timeouts =
        rules(
            .timeout, .timeout,
            [
                #"timed?.?out"#, #"\bE(SOCKET)?TIMEDOUT\b"#, #"deadline.?exceeded"#, #"context.?deadline"#,
                #"(tak(es|en|ing)|took) too long"#,
            ])
        + [words("a time that is over", ErrorVocabulary.timedOut, ErrorMeaning(.timeout, .timeout))]
        + statuses("408", .timeout, .timeout)
        + rules(.timeout, .noActivity, [#"no.?activity"#])

    private static let resources =
        rules(
            .resource, .transientError,
            [
                #"out.?of.?memory"#, #"(requires|needs) more (system |video |gpu |)memory"#, #"resource.?exhausted"#,
                #"cannot allocate memory"#, #"\bENOMEM\b"#,
                #"no space left on device"#, #"not enough (disk )?space"#, #"too many open files"#, #"memory limit"#,
                #"OOM.?kill"#, #"heap limit"#,
                #"disk (quota|is full)"#, #"\bENOSPC\b"#, #"\bEDQUOT\b"#, #"\bEMFILE\b"#, #"\bENFILE\b"#,
                #"resource temporarily unavailable"#,
            ]) + statuses("509", .resource, .transientError)

    private static let transient =
        rules(
            .transient, .transientError, [#"connection.?(refused|reset|error)"#, #"ECONNRESET"#], watched: true)
        + rules(
            .transient, .transientError,
            [
                #"temporary.?failure"#, #"retry.?later"#, #"service.?unavailable"#, #"overloaded"#, #"bad.?gateway"#,
                #"ECONNREFUSED"#, #"\bEPIPE\b"#, #"broken pipe"#, #"network"#, #"internal.?server.?(error|exception)"#,
                #"fetch failed"#, #"socket hang up"#, #"ENOTFOUND"#, #"EAI_AGAIN"#,
                #"ENETUNREACH"#, #"EHOSTUNREACH"#, #"EHOSTDOWN"#, #"\b(upstream|gateway|proxy) (error |)50[234]\b"#,
                #"ENETDOWN"#, #"ECONNABORTED"#,
                #"(could not|cannot|can't|unable to|failed to) (connect to|reach the)"#, #"no such host"#,
                #"no (healthy )?(deployments?|backends?|workers?|instances?|upstreams?|replicas?) (is |are )?available"#,
                #"error sending request"#, #"(empty|malformed|truncated) response (detected|received|from)"#,
                #"no route to host"#,
                #"could not resolve host"#, #"name resolution"#,
                #"\b(stream|(web)?socket|response|body) .{0,16}(disconnected|closed|ended|interrupted|aborted|error)"#,
                #"remote end closed"#, #"server disconnected"#, #"upstream connect"#, #"healthy upstream"#,
                #"closed (the )?connection"#, #"aborted by"#, #"eof occurred"#, #"out of capacity"#,
                #"dns .{0,12}(lookup|resolution|error|fail)"#, #"before headers"#,
                #"server.?error"#, #"server had an error"#, #"internal error"#, #"try (your|the) request again"#,
                #"unexpected (eof|end of (file|stream))"#,
                #"at (full |maximum |max )?capacity"#, #"high(er)? (demand|load|traffic|volume)"#,
                #"server (is )?busy"#,
                #"model.?not.?ready"#, #"returned an? (empty|malformed|invalid) .{0,16}response"#, #"访问量过大|稍后.{0,3}试"#,
                #"ssl.?error"#, #"tls handshake"#, #"try again (later|shortly|soon|in a (moment|few|little|while))"#,
                #"(please |)retry (shortly|in a moment)"#,
                #"temporarily (unavailable|limit(ed|ing)|down|offline|blocked)"#,
            ])
        + [
            ErrorRule(
                #"please (try again|retry)|try again in \d"#, .error(ErrorMeaning(.transient, .transientError)),
                needsMark: true)
        ]
        + pair(
            "a connection that broke", ErrorVocabulary.connection, 24, ErrorVocabulary.broken,
            ErrorMeaning(.transient, .transientError), statement: false)
        + pair(
            "a service that is not there", ErrorVocabulary.service, 24, ErrorVocabulary.unavailable, back: 12,
            ErrorMeaning(.transient, .transientError), statement: false)
        + statuses("500|502|503|504|52[0-4]|529", .transient, .transientError)

    /// Says that something went wrong, not what.
    private static let unknown = rules(.unknown, .errorPattern, [#"API.?error"#], watched: true)
}

extension ErrorRules {
    /// What no wait and no other try heals, in the words of those who say so: money, a plan, turns, a context that is full,
    /// a wrong call, a client that is too old, a sandbox or a certificate. They outweigh the words and the status of a rate
    /// limit, with which services report some of them.
    static let neverHeals: [ErrorRule] =
        final(.overBudget, [#"(exceeded|reached|over) .{0,12}usd budget"#, #"maximum budget \(\$"#])
        + final(
            .forbidden,
            [
                #"insufficient( |_|-|)(quota|credit|funds|balance)"#,
                #"requires? more credits"#, #"can only afford"#, #"payment.?required"#, #"billing.?hard.?limit"#,
                #"out of credits"#, #"to use .{0,24}with your .{0,24}plan, upgrade"#,
                #"quota exceeded\. check your plan and billing"#,
                #"(requires|needs) a (paid|pro|plus|team|enterprise|higher) (plan|subscription|account|tier)"#,
                #"(no|add|update|invalid|missing|expired) (a )?payment method"#,
                #"billing (issue|error|problem)"#,
                #"billing (is |has |account ).{0,24}(not|disabled|inactive|suspended|closed)"#,
                #"requires billing to be enabled"#,
                #"(no|without an?) active (subscription|plan)"#,
                #"subscription.{0,24}(expired|inactive|cancell?ed|required|past due|ended)"#,
                #"trial.{0,12}(expired|ended|over)"#,
                #"(past( |-)due|unpaid|overdue).{0,24}(invoice|balance|payment|bill)"#,
                #"spend(ing)? (limit|cap).{0,24}(reached|exceeded|hit)"#,
                #"(usage(-| )based|pay(-| )as(-| )you(-| )go|metered|overage|on-demand) .{0,24}(disabled|not (enabled|allowed|active)|(turned|switched) off)"#,
                #"(reached|exceeded|hit).{0,30}(spend(ing)? (limit|cap)|budget|billing limit)"#,
                #"budget.{0,24}(exceeded|exhausted|reached|spent)|(spent|used up) .{0,24}budget"#,
                #"key limit exceeded"#, #"(^|: |your |the |account |team )credit limit"#, #"top-?up required"#,
                #"kein guthaben|sin saldo|sem saldo|plus de crédit"#, #"no .{0,12}credits"#,
                #"payment (has |is |was )?(failed|declined|required|overdue)"#,
                #"(plan|subscription|licen[cs]e) (has |is |was )?(lapsed|expired|inactive|unpaid)"#,
                #"(invoice|bill) (is )?overdue"#,
                #"\bseat (is |was |has been |)(required|removed|revoked|not assigned)"#, #"\bno seats? "#,
                #"too many (free|trial) (trial )?accounts"#,
                #"(doesn't|does not) have (any|an?) (licen[cs]e|subscription|paid plan|seat)"#,
                #"(zahlung|paiement|pago|pagamento|betaling|płatność|ödeme|付款|支払|결제).{0,16}(fehlgeschlagen|erforderlich|requis|requerid|richiest|vereist|mislukt|échoué|fallid|rifiutat|gerekli|失败|失敗|필요|실패)"#,
                #"не оплачен|儲值"#, #"card (was |has been |is )?(declined|expired)"#,
                #"not (included|available|part|supported) (in|on|of|with|for) (your|the|this) .{0,24}(plan|subscription|tier)"#,
                #"(plan|subscription|tier) (does not|doesn't) (include|support|allow)"#,
                #"account.{0,24}(suspended|deactivated|disabled|delinquent|terminated|banned)"#,
                #"unsupported.?(country|region|location)"#,
                #"unavailable in (your |this |the |)(country|region|location)"#,
                #"only available in (certain|some|select(ed)?) (countries|regions|locations)"#,
                #"(restricted|blocked|unavailable|not (available|supported|allowed|offered)).{0,24} in (your|this) (country|region|location)"#,
                #"(location|country|region) is not supported"#,
                #"violat(e|es|ed|ing) .{0,40}polic(y|ies)"#,
            ])
        + final(
            .forbidden, marked: true,
            [
                #"credits? (is |are )?(required|needed)"#, #"not eligible for"#,
                #"(is|are) (currently )?only (available|supported|accessible|allowed) (for|to|in|on|through|via|with) "#,
            ])
        + pair(
            "money that is gone", ErrorVocabulary.money, 24, ErrorVocabulary.lacking, back: 24,
            ErrorMeaning(.permanent, .forbidden), final: true)
        + [
            words(
                "money to be paid", #"out of credits|资源包.{0,20}(不足|用尽|用完)|账户.{0,12}欠费|请.{0,6}充值"#,
                ErrorMeaning(.permanent, .forbidden), final: true)
        ]
        + final(
            .invalidRequest,
            [
                // Turns.
                #"(reached|exceeded|hit).{0,30}(max(imum)?|limit).{0,20}( |_|-)(turn|iteration|steps|rounds)"#,
                #"max(imum)?.{0,20}( |_|-)(turn|iteration|steps|rounds).{0,20}(reached|exceeded|hit)|maxturns.{0,20}(reached|exceeded|hit)"#,
                #"(turn|step|iteration|round|recursion|tool( |_|-)call)s? (limit|budget|cap).{0,12}(reached|exceeded|hit|used up|exhausted)"#,
                #"(reached|exceeded|hit).{0,24}(turn|step|iteration|round|recursion|tool( |_|-)call)s? (limit|budget|cap)"#,
                #"(reached|exceeded|hit).{0,12}max(imum)?.{0,24}tool( |_|-)calls"#,
                #"^(turn|step|iteration|round)s? limit( \(|: )\d"#, #"stopped due to .{0,12}(iteration|step|turn)"#,
                #"stopped after .{0,8}(turns|steps|iterations|rounds)"#,
                #"error_max_turns"#, #"max(imum)? number of (turns|steps|iterations|rounds)"#,
                // Context.
                #"exceed(s|ed|ing)? .{0,12}model.{0,16}limit"#, #"no longer fits? .{0,24}context"#,
                #"(context|ctx) overflow"#, #"\d tokens > \d"#,
                #"(prompt|input|conversation) exceeds"#,
                #"too many (tokens in|(input|prompt|context) tokens)"#,
                #"max(imum)? (prompt|input|context|request) (length|size)"#,
                #"(image|file|attachment|document|pdf)s? (is |are |was |were )?(too (large|big|long)|exceeds?)"#,
                #"unsupported (image|media|file)"#, #"is password.?protected"#,
                #"context.?length.?exceeded"#, #"maximum context length"#,
                #"context limit .{0,10}(reached|exceeded|hit)"#, #"prompt is too long"#,
                #"(ran|run|runs) out of (room|space).{0,24}context"#,
                #"context( |_|-|)(window|length|size).{0,40}(exceed|full|overflow|too (small|long|large)|limit)"#,
                #"exceed(s|ed|ing)? .{0,24}context"#, #"(longer|larger|bigger|more) than .{0,24}context"#,
                #"tokens.{0,24}(more|greater|larger) than .{0,12}(limit|max)"#,
                #"exceed(s|ed|ing)? .{0,12}max(imum)? .{0,24}(token|context|length|size|characters)"#,
                #"output token maximum"#,
                #"(input|prompt|request|conversation|message|context|payload|entity|body).{0,8}too( |_|-|)(long|large|big)"#,
                #"input exceeds the maximum"#, #"(token|character) count.{0,24}exceeds"#, #"reduce the length of"#,
                #"max.?output.?tokens"#,
                #"(上下文|输入|提示词?|请求).{0,24}(过长|太长)|(上下文|输入|提示词?).{0,24}(超出|超过)"#,
            ])
        + final(
            .invalidRequest,
            [
                // What services will not do.
                #"content.?(policy|filter|management|moderation)"#, #"(usage|acceptable use|safety|use) polic(y|ies)"#,
                #"safety (system|filter|guideline|setting|reason|concern)"#,
                #"(violat|breach|against).{0,40}terms of (service|use)"#,
                #"prohibited.?content"#,
                #"(flagged|blocked|refused|rejected) .{0,40}(safety|policy|moderation|content)"#,
            ])
        + final(
            .invalidRequest, marked: true,
            [
                // A wrong call.
                #"(unknown|unrecogni[sz]ed|unexpected|invalid|unsupported|illegal|bad|missing|conflicting|duplicate) .{0,13}(option|argument|flag|subcommand|parameter|switch|choice|operand)"#,
                #"unknown (short|long|shorthand) (option|flag)"#, #"no such (option|command|subcommand)"#,
                #"unknown command"#, #"unknown variant"#, #"missing arg\b"#, #"is not an? .{0,24}command"#,
                #"flag provided but not defined"#,
                #"(option|argument|flag)s? .{0,40}(requires?|needs|expects?) an? (value|argument)"#,
                #"value is required for"#, #"accepts .{0,24}arg"#, #"expected .{0,12}argument"#,
                #"(option|flag|argument).{0,60}not (specified|provided|given)"#,
                #"--[a-z-]{2,30} (requires|needs|expects|must|only works|can only|is required)"#,
                #"cannot (use|combine|specify).{0,60}(together|both|with)"#, #"invalid values?:"#, #"missing value"#,
                #"must not be (blank|empty)"#, #"directory .{0,40}does not exist"#, #"must be one of"#,
                #"--[a-z-]{2,30}: "#, #"schema validation failed"#,
                #"not supported (with|by|for|in) (this|the) .{0,12}model"#,
                #"(provider|project|region|endpoint|base url).{0,16}(not (provided|specified|set|configured)|is required|missing)"#,
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
                #"session id .{0,60}already in use"#,
                #"no .{0,12}(conversation|session|rollout|thread|transcript|checkpoint)s? .{0,24}found"#,
                #"(session|conversation|thread) .{0,60}(not found|does not exist)"#,
                #"invalid .{0,12}(session|thread|conversation)"#,
                #"(agent|mode|profile) .{0,60}(not found|does not exist|unknown)"#,
                #"(unknown|invalid|no|no such) (agent|profile|provider|mode)( named| called| found|[ :'"])"#,
                #"(invalid|malformed|corrupt(ed)?|bad) .{0,16}(config|settings)"#,
                #"(pars|load|read)(e|ing) .{0,40}(config|settings)"#,
                #"(config|settings).{0,60}(expected|invalid|malformed|unknown|unexpected|duplicate|missing)"#,
            ])
        + final(
            .invalidRequest,
            [
                // A certificate, in few words.
                #"^((ssl|tls|server|client) |)cert(ificate|) (has |is |)(expired|invalid|untrusted|not trusted|revoked)"#,
                // A client that is too old.
                #"(update|upgrade) .{0,24}to (the|a) (latest|newer|newest|more recent) (version|app|release|cli)"#,
                #"requires? an? (newer|later|more recent) version"#,
                #"version .{0,40}(is too old|is outdated|no longer supported|not supported anymore)"#,
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
                #"(fail|unable|could not|cannot).{0,30}\bsandbox"#, #"(new|user|create a?) ?namespace"#, #"seatbelt"#,
                #"operation not permitted"#,
                // Certificates.
                #"self.?signed.?cert"#, #"SELF_SIGNED"#,
                #"unable to (get|verify).{0,30}(issuer|certificate|signature)"#, #"UNABLE_TO_(GET|VERIFY)"#,
                #"bad certificate"#, #"certificate verify locations"#,
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
                #"\bauth(enticat(ion|ing)|ori[sz](ation|ing)|) .{0,24}fail"#,
                #"auth(entication|orization|)(_|-|: |)fail"#,
                #"fail(ed|ure)? to (authenticate|log ?in|sign ?in|refresh)"#,
                #"could not (authenticate|log ?in|refresh)"#,
                #"api( |_|-)key is not set"#, #"api( |_|-)key environment variable"#,
                #"authentication( |_|-|)(error|method|required)"#,
                #"invalid x-api-key"#,
                #"(^|: |this |your )key (is |was )?(not (recogni[sz]ed|accepted)|unknown to|revoked)"#,
                #"invalid authentication"#, #"invalid.?token"#, #"invalid credentials"#,
                #"security token.{0,40}(expired|invalid)"#,
                #"(cannot|unable to|could not|failed to) (refresh|read|load|obtain|get|fetch|acquire|retrieve) .{0,16}(credential|token)"#,
                #"(required|missing|insufficient) scope|scope requirement|device code.{0,12}expired"#,
                #"re-?authenticate|authenticate again|verify your identity|two-factor"#,
                #"token.{0,24}(could not be|cannot be|can't be) refreshed"#,
                #"refresh.?token.{0,24}(invalid|revoked|reused|already|missing)"#,
                #"not (logged|signed) in"#, #"(log|sign) ?in again"#,
                #"(please|must|need to|have to) (re-?)?(be )?(log|sign)(ged|ed)?[ -]?in\b"#,
                #"(login|sign( |-|)in) (is )?required"#,
                #"set an auth method"#, #"(log|sign) ?in first"#, #"\bauth: no (key|token|credentials)"#,
                #"\bbad (api( |_|-)key|credentials|token)"#, #"token data is not available"#,
                #"no authentication (information|method|credentials)"#,
                #"could not read (username|password)"#, #"reauthenticat(e|ion)"#, #"invalid.?grant"#,
                #"expired or revoked"#, #"(please )?run .{0,24}/?login"#,
                #"(codex|gcloud|claude|copilot|cursor-agent|opencode|qwen|kimi) (auth )?login|gh auth login"#,
                #"unauthenticated"#, #"not authenticated"#,
                #"no (api )?(key|credentials|auth).{0,20} (found|provided|configured|set|available|given)"#,
                #"credentials.{0,24}(missing|invalid|not found|could not|cannot)"#,
                #"(locate|load|find|resolve).{0,12}(default )?credentials"#,
            ])
        + pair(
            "a key that is wrong", ErrorVocabulary.key, 24, ErrorVocabulary.wrong, back: 40,
            ErrorMeaning(.permanent, .authError))
        + pair(
            "a session that is over", ErrorVocabulary.session, 40, ErrorVocabulary.expired, back: 12,
            ErrorMeaning(.permanent, .authError))
        + [words("a login", ErrorVocabulary.signIn, ErrorMeaning(.permanent, .authError))]
        + statuses("401", .permanent, .authError)
        + rules(.permanent, .forbidden, [#"forbidden"#], watched: true)
        + rules(
            .permanent, .forbidden,
            [
                #"permission.?denied"#, #"permission.?error"#, #"access.?denied"#, #"account has been"#,
                #"not (authori[sz]ed|entitled|permitted)\b"#,
                #"(accès|acceso|acesso|accesso|toegang|dostęp|доступ|erişim|zugriff).{0,16}(refus|denegad|negad|negat|geweigerd|запрещ|verweigert|reddedildi)|brak dostępu|(アクセス|访问|訪問|접근).{0,9}(拒否|被拒|拒绝|거부)"#,
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
                #"model.{0,40}(deprecated|retired|decommissioned)"#, #"issue with the selected model"#,
                #"(cannot|can't|could not|couldn't|unable to) (use|find|load|access|pull) .{0,24}model"#,
                #"not an? (known|valid|supported|available|recogni[sz]ed) model"#, #"available models:"#,
                #"no allowed providers"#, #"no longer available.{0,12}(switch to|use|select|choose)"#,
                #"no model (named|called|found)"#,
                #"no (supported )?models? (is |are )?available"#,
                #"model (is )?gone"#, #"model.{0,40}(shut down|discontinued|removed|sunset|unavailable for)"#,
                #"pull model manifest"#,
                #"no endpoints found"#, #"on-demand throughput"#,
                #"inference profile"#, #"deployment.{0,60}(does not exist|not found)"#, #"try pulling it first"#,
            ])
        + pair(
            "a model that is not there", ErrorVocabulary.model, 60, ErrorVocabulary.missing,
            ErrorMeaning(.permanent, .invalidModel), statement: false)
        // Also said of a model, beside its name.
        + rules(.permanent, .forbidden, [#"(does not|doesn't|do not|don't) have (access|permission)"#])
        // With a status of its own, it is a limit.
        + rules(
            .permanent, .forbidden, [#"(extra|paid|additional) usage (is )?(required|not enabled|disabled|turned off)"#]
        )
        + rules(
            .permanent, .invalidRequest,
            [
                #"invalid.?request"#, #"invalid.?argument"#, #"ValidationException"#,
                #"validation error"#,
                #"must not be empty"#, #"bad.?request"#, #"unsupported (parameter|value|content)"#,
                #"requires setting the"#, #"environment variable.{0,24}(is not|not set|is required|must be|undefined)"#,
                #"does not support (tools|images?|function|system|streaming|the )"#,
            ])
        + statuses("400|405|409|410|413|415|422", .permanent, .invalidRequest)
        + rules(
            .permanent, .notFound,
            [
                #"command not found"#, #"executable file not found"#, #"not.?found.?error"#,
                #"(settings|config|mcp|prompt|instructions) file.{0,60}(not found|does not exist)"#,
                #"\bspawn .{0,80}ENOENT"#, #"no such file or directory"#, #"no such file:"#, #"cannot find module"#,
            ])
        + [
            ErrorRule(
                #"(binary|executable|interpreter|cli) .{0,12}not found"#, .error(ErrorMeaning(.permanent, .notFound)),
                needsMark: true)
        ]
        + statuses("404", .permanent, .notFound)
}
