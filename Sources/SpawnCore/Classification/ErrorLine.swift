/// How a line speaks of an error: as the error itself, as something the tool will see to, or as a subject.
///
/// Agents are asked to work on errors all day: “Wrote tests for the 429 path” is no rate limit.
package struct ErrorLine: Sendable, Equatable {
    /// It announces an error, so what it names is meant.
    package var isMarked = false
    /// It tells of work on errors, so what it names is not meant unless it is marked.
    package var isProse = false
    /// The tool says that it tries again by itself.
    package var isRetrying = false
    /// It is something the tool shows rather than says, such as code, the output of tests or a log: what it names is not
    /// meant.
    package var isForeign = false
    /// It says what to do about the error before it.
    package var isAdvice = false
    /// It says that something failed, and leaves the reason to another line.
    package var isSummary = false

    /// How much of a line is looked at, in bytes.
    package static let length = 400

    package init(_ line: ArraySlice<UInt8>) {
        let text = line.prefix(Self.length).map(Self.lowered)
        let start = text.firstIndex { $0 > 0x20 } ?? text.count
        guard !ForeignLine.isOne(text[start...]) else {
            isForeign = true
            return
        }
        let words = Self.words(of: text)
        isMarked = Self.isMarked(text[start...], words) || Self.beginsWithStatus(line)
        isRetrying = words.contains { Self.retryWords.contains($0) }
        isAdvice = Self.advice.contains { text[start...].starts(with: $0.utf8) }
        // An error without a word about it, or with no more than its place.
        let saysNothing = words.count < 2 || words.prefix(2).elementsEqual(["error", "at"])
        // Command failed with an internal error: that is the reason.
        let saysWhat = Self.contains("failed with a", in: text) && !Self.contains("exit", in: text)
        isSummary =
            (saysNothing || text[start...].starts(with: "--".utf8)) && isMarked
            || !saysWhat && Self.summaries.contains { Self.contains($0, in: text) }
        // What stands in JSON is no talk.
        let talk = Self.start(of: "{\"", in: text[...]).map { Self.words(of: Array(text[..<$0])) } ?? words
        isProse =
            talk.contains { Self.proseWords.contains($0) }
            || Self.prosePrefixes.contains { text[start...].starts(with: $0.utf8) }
            || Self.isListItem(text[start...])
    }

    /// True when it announces an error and says what went wrong, rather than only that something did.
    package var isCause: Bool { isMarked && !isRetrying && !isSummary }

    /// True when a number is meant as an HTTP status: a word that speaks of one stands just before it, or its name
    /// behind it, or its line begins with it.
    ///
    /// In a line that announces an error it may also stand behind a colon, at the end or before a sentence.
    package static func isStatus(at range: Range<Int>, in text: [UInt8], isMarked: Bool = false) -> Bool {
        if range.upperBound < text.count, isWord(lowered(text[range.upperBound])) { return false }
        let lineStart = text[..<range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let before = text[max(lineStart, range.lowerBound - reach)..<range.lowerBound].map(lowered)
        // Behind a word, a number belongs to that word: the iteration 500.
        if words(of: before).suffix(3).contains(where: isStatusWord) { return true }
        let after = text[range.upperBound..<min(text.count, range.upperBound + reach)].map(lowered)
        let next = words(of: after).prefix(2)
        if next.contains(where: { statusNames.contains($0) || isStatusWord($0) }) { return true }
        if isMarked, before.suffix(2).elementsEqual(": ".utf8),
            after.first.map({ $0 == 0x0A }) ?? true
                || text[range.upperBound...].prefix(3).dropFirst().contains(where: { (0x41...0x5A).contains($0) })
        {
            return true
        }
        let line = text[lineStart...].prefix(length).prefix { $0 != 0x0A }
        return beginsWithStatus(line) && !before.contains(where: isWord)
    }

    /// True for words of a limit that is none of use: `retry limit`, `heap limit`, `time limit`.
    package static func isOtherLimit(in range: Range<Int>, of text: [UInt8]) -> Bool {
        range.contains { place in
            guard
                limitWords.contains(where: {
                    text[place...].prefix($0.count).elementsEqual($0, by: { lowered($0) == $1 })
                })
            else { return false }
            let before = text[..<place].reversed().drop { $0 == 0x20 || $0 == 0x2D || $0 == 0x5F }
            let word = before.prefix { isWord(lowered($0)) }.reversed().map(lowered)
            return otherLimits.contains(String(decoding: word, as: UTF8.self))
        }
    }

    private static let limitWords = ["limit", "quota", "usage"].map { Array($0.utf8) }
    private static let otherLimits: Set<String> = [
        "retry", "retries", "attempt", "attempts", "time", "size", "memory", "heap", "stack", "recursion", "depth",
        "line",
        "lines", "character", "length", "file", "files", "disk", "storage", "cpu", "process", "context", "turn",
        "turns", "step",
        "steps", "iteration", "output", "result", "results", "timeout", "upload", "body", "system", "inotify",
        "watch", "watches", "connection", "thread", "threads", "payload", "nesting",
    ]

    private static func isStatusWord(_ word: String) -> Bool {
        statusWords.contains(word) || errorWords.contains(word) || isException(word)
    }

    /// True for a name such as SSLError.
    private static func isException(_ word: String) -> Bool {
        exceptionEndings.contains { word.count > $0.count + 1 && word.hasSuffix($0) }
    }

    private static let reach = 32

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// The runs of letters, apostrophes between them included.
    private static func words(of text: [UInt8]) -> [String] {
        text.split { !(0x61...0x7A).contains($0) && $0 != UInt8(ascii: "'") }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// The word itself at the beginning, perhaps behind a time and a name; the name of an exception; a status; or one
    /// of the phrases with which programs admit a failure.
    private static func isMarked(_ text: ArraySlice<UInt8>, _ words: [String]) -> Bool {
        // An option that is called by its name, and complained of.
        if text.starts(with: "--".utf8), text.dropFirst(2).first.map(isWord) == true { return true }
        if marks.contains(where: { text.starts(with: $0.utf8) }) { return true }
        if foreignErrors.contains(where: { text.starts(with: $0.utf8) }) { return true }
        // Another tool passes it on: the run failed: API Error: 400 …
        if let place = start(of: "error code: ", in: text.prefix(120)),
            text[(place + 15)...].starts(with: " - {".utf8)
        {
            return true
        }
        if start(of: "error details: ", in: text.prefix(120)) != nil { return true }
        if let place = start(of: "api error: ", in: text.prefix(120)),
            !Self.words(of: Array(text[..<place])).contains(where: proseWords.contains)
        {
            return true
        }
        let leading = text.drop { !isWord($0) }
        if isPhrase(leading) { return true }
        // Your access token could not be refreshed …
        if leading.starts(with: "your ".utf8), !words.contains(where: proseWords.contains),
            admissions.contains(where: { start(of: $0, in: leading.prefix(60)) != nil })
        {
            return true
        }
        // What Go says of a request: Post "https://…": tls: …
        if let quote = start(of: " \"http", in: text.prefix(16)), requests.contains(where: text[..<quote].elementsEqual)
        {
            return true
        }
        // The name of a program, and what it complains of.
        let name = leading.prefix { isWord($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
        if leading[name.endIndex...].starts(with: ": ".utf8) {
            if isPhrase(leading[name.endIndex...].dropFirst(2)) { return true }
            // rate_limit_exceeded: …
            if KnownErrors.meaning(ofType: String(decoding: name, as: UTF8.self)) != nil { return true }
        }
        for (place, word) in words.prefix(5).enumerated() {
            if errorWords.contains(word) {
                // At the beginning, or called an error by what follows it: API Error: …
                return place == 0 || isFollowedByMark(word, in: text) || isNamedError(text)
            }
            // RateLimitError(…), and no call of classifyError().
            if isException(word), isFollowedByMark(word, in: text), start(of: word + "()", in: text) == nil {
                return true
            }
            // xAI API error 403: …
            if word == "api", words.dropFirst(place + 1).first == "error" { continue }
            // A letter of a time, or the name of a program before a colon.
            if place > 0, word.count > 1, !isFollowedByMark(words[place - 1], in: text) {
                return isNamedError(text)
            }
        }
        return false
    }

    /// True for `LLM provider error: …` and `Model call failed: …`: a few words that name the error, and what it says behind a
    /// colon. `Fixed the login error: …` tells of one.
    private static func isNamedError(_ text: ArraySlice<UInt8>) -> Bool {
        // Some begin with a picture.
        let said = text.drop { $0 >= 0x80 || $0 == 0x20 }
        let name = said.prefix { isWord($0) || $0 == 0x20 || $0 == 0x2D }
        let names = words(of: Array(name))
        guard said[name.endIndex...].first == UInt8(ascii: ":"), name.last.map(isWord) == true, 2...5 ~= names.count
        else { return false }
        // Agent failed before reply: …
        if names[1] == "failed", callers.contains(names[0]) { return true }
        let last = names[names.count - 1]
        guard errorWords.contains(last) || ["rejected", "refused"].contains(last) else { return false }
        return names.dropLast().contains(where: errorWords.contains)
            || !names.dropLast().contains { proseWords.contains($0) || tellingWords.contains($0) }
    }

    private static func isPhrase(_ text: ArraySlice<UInt8>) -> Bool {
        phrases.contains { text.starts(with: $0.utf8) }
    }

    private static func contains(_ phrase: String, in text: [UInt8]) -> Bool {
        start(of: phrase, in: text[...]) != nil
    }

    private static func start(of phrase: String, in text: ArraySlice<UInt8>) -> Int? {
        let letters = Array(phrase.utf8)
        return text.indices.first { text[$0] == letters[0] && text[$0...].starts(with: letters) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// True for `HTTP/1.1 429 …`, `429 Too Many …`, `503: …` and a status alone; `500 tests` is a count.
    private static func beginsWithStatus(_ line: ArraySlice<UInt8>) -> Bool {
        var rest = line.drop { !isWord(lowered($0)) }
        let isHTTP = rest.starts(with: "HTTP".utf8)
        if isHTTP { rest = rest.drop { $0 != 0x20 }.drop { $0 == 0x20 } }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard digits.count == 3, digits.first == UInt8(ascii: "4") || digits.first == UInt8(ascii: "5") else {
            return false
        }
        let said = rest.dropFirst(3).drop { $0 == 0x20 }
        guard !isHTTP, let next = said.first else { return true }
        if next == UInt8(ascii: ":") {
            // 429: too many requests; of code, it is the number of a line.
            let word = said.dropFirst().drop { $0 == 0x20 }.prefix { isWord(lowered($0)) }
            return word.first.map { (0x41...0x5A).contains($0) } ?? true
                || statusNames.contains(String(decoding: word, as: UTF8.self))
        }
        return (0x41...0x5A).contains(next) || "-{\"".utf8.contains(next)
    }

    /// True when a colon, a bracket or a number comes after a word.
    private static func isFollowedByMark(_ word: String, in text: ArraySlice<UInt8>) -> Bool {
        let letters = Array(word.utf8)
        var place = text.startIndex
        while let start = text[place...].firstIndex(of: letters[0]) {
            place = start + 1
            guard text[start...].starts(with: letters) else { continue }
            let next = text[(start + letters.count)...].drop { $0 == 0x20 }.first
            return next.map { ":([.])0123456789".utf8.contains($0) } ?? true
        }
        return false
    }

    private static func isListItem(_ text: ArraySlice<UInt8>) -> Bool {
        let rest = text.drop { (0x30...0x39).contains($0) }
        return rest.startIndex > text.startIndex && (rest.starts(with: ". ".utf8) || rest.starts(with: ") ".utf8))
    }

    private static let errorWords: Set<String> = [
        "error", "errors", "fatal", "critical", "failed", "failure", "panic", "exception", "err", "erreur", "fehler",
        "erro", "errore", "fout", "hata",
    ]
    /// What stands before an error that is spoken of, or that was looked for.
    private static let tellingWords: Set<String> = [
        "the", "a", "an", "this", "that", "these", "any", "no", "each", "every", "some", "when", "if", "on", "with",
        "for",
        "of", "in", "and", "or", "to", "is", "was", "its", "our", "your", "my", "expected", "expect", "example",
        "sample",
        "common", "typical", "possible", "known", "same", "former", "previous", "last", "as", "not", "returns",
        "throws",
    ]
    /// Who fails for a reason that is told behind a colon.
    private static let callers: Set<String> = [
        "agent", "assistant", "claude", "codex", "gemini", "model", "llm", "provider", "run", "request", "call", "turn",
        "session", "query", "execution", "completion",
    ]
    /// What some tools set before their own words, where they are bad news.
    private static let marks = ["■ ", "🖐 ", "⛔", "🚫", "🛑"]
    /// The same in other scripts, and with other letters.
    private static let foreignErrors = [
        "błąd", "Błąd", "ошибка", "Ошибка", "错误", "錯誤", "エラー", "오류", "erreur :",
    ]

    private static let exceptionEndings = [
        "error", "exception", "timeout", "failure", "denied", "unavailable", "exhausted",
    ]

    private static let phrases = [
        "unexpected status", "curl:", "ssh:", "npm err", "request failed", "could not", "couldn't", "cannot", "can't",
        "unable to", "there's an issue", "too many requests", "api error", "bwrap:", "not inside a trusted",
        "invalid option", "invalid argument", "invalid choice", "bad option", "illegal option", "option requires",
        "no prompt", "no input", "invalid ", "missing arg", "missing operand", "no agent", "tls:", "x509:",
        "unsupported", "unknown option",
        "unknown flag", "unknown short", "unknown argument",
        "unknown command", "unknown subcommand", "unrecognized option", "unrecognized argument", "unrecognised option",
        "unexpected argument", "no such option", "no such command", "flag provided but not", "missing required",
        "not logged in", "invalid api key", "no conversation found", "no rollout found", "no session found",
        "invalid configuration",
        "ran into this error", "there was an error", "exceeded retry limit", "you've hit your", "you’ve hit your",
        "you've reached your",
        "you’ve reached your", "you have reached your", "something went wrong", "stream disconnected", "stream error",
    ]

    private static let admissions = [
        " could not be ", " cannot be ", " has expired", " is invalid", " has been ", " was re", " is not ",
    ]
    private static let requests = ["get", "post", "put", "patch", "head", "delete"].map { Array($0.utf8) }

    private static let statusWords: Set<String> = [
        "http", "status", "code", "codes", "rejected", "errno", "exception", "api", "response", "returned", "got",
        "server", "failed",
    ]

    private static let advice = [
        "please check", "check your", "check the", "note:", "tip:", "if this persists", "if the problem",
        "if the issue",
        "if the error", "if you ", "for more info", "please retry if",
    ]

    private static let retryWords: Set<String> = ["retrying", "reconnecting"]

    private static let proseWords: Set<String> = [
        "wrote", "writes", "written", "adds", "added", "adding", "implement", "implements", "implemented",
        "implementing", "fix", "fixes", "fixed", "fixing", "refactor", "refactors", "refactored", "refactoring",
        "cover", "covers", "covered", "covering", "document", "documents", "documented", "documenting", "improves",
        "improved", "test", "tests", "tested", "testing", "mock", "mocks", "mocked", "simulate", "simulates",
        "simulated", "assert", "asserts", "asserted", "verify", "verifies", "verified", "stub", "stubs", "handle",
        "handles", "handled", "handling", "handler", "handlers", "catches", "parse", "parses", "parsed", "parser",
        "backoff", "middleware", "scenario", "should", "whenever", "instead", "rejects", "rejected", "retried",
        "documentation", "changed", "updated", "updating", "renamed", "moved", "removed", "created", "explains",
        "explained", "describes", "described", "section", "shows", "todo", "fixme", "guide", "details", "everything",
        "took",
        "ports", "port", "without", "spoke", "i", "i've", "i'm", "i'd", "ich", "j'ai", "docs", "according", "changelog",
        "deprecated", "zusammenfassung", "comes", "spurious", "pattern", "patterns", "grep", "matched", "detector",
        "detection", "events", "occurrences", "banner", "readme", "now", "jetzt",
    ]

    private static let prosePrefixes = [
        "- ", "* ", "+ ", "• ", "#", "warning", "there are no ", "i ", "i've ", "i'll ", "let me ", "summary", "done.",
        "next steps", "all done", "here's", "result:", "root cause", "investigated", "npm warn",
    ]

    private static let statusNames: Set<String> = [
        "too", "unauthorized", "forbidden", "not", "bad", "internal", "service", "gateway", "overloaded", "payment",
        "rate", "client", "server", "timeout", "conflict", "unprocessable", "entity",
    ]

    private static let summaries = [
        "exit code", "exit status", "exited with", "command failed", "process failed", "elifecycle", "err! code",
        "failed with code", "full log", "full report", "complete log", "could not read from remote", "terminated with",
        "task failed",
        "error occurred", "did not succeed", "retry failed", "retries failed", "retries exhausted", "check log",
        "check server log",
        "see log", "see the log",
    ]
}
