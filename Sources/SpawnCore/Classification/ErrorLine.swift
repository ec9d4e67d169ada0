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

    /// How much of a line is looked at, in bytes.
    package static let length = 400

    package init(_ line: ArraySlice<UInt8>) {
        let text = line.prefix(Self.length).map(Self.lowered)
        let words = Self.words(of: text)
        let start = text.firstIndex { $0 > 0x20 } ?? text.count
        let isCode = Self.codePrefixes.contains { text[start...].starts(with: $0.utf8) }
        isMarked = !isCode && (Self.isMarked(text[start...], words) || Self.beginsWithStatus(line))
        isRetrying = words.contains { Self.retryWords.contains($0) }
        isProse =
            isCode || words.contains { Self.proseWords.contains($0) }
            || Self.prosePrefixes.contains { text[start...].starts(with: $0.utf8) }
            || Self.isListItem(text[start...])
    }

    /// True when a number is meant as an HTTP status: its line is marked, or one of the words around it is about one.
    package static func isStatus(at range: Range<Int>, in text: [UInt8], marked: Bool) -> Bool {
        if range.upperBound < text.count, isWord(lowered(text[range.upperBound])) { return false }
        if marked { return true }
        let around = text[max(0, range.lowerBound - reach)..<min(text.count, range.upperBound + reach)].map(lowered)
        return words(of: around).contains { word in statusWords.contains(word) || word.hasSuffix("error") }
    }

    private static let reach = 24

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
        let leading = text.drop { !isWord($0) }
        if phrases.contains(where: { leading.starts(with: $0.utf8) }) { return true }
        for (place, word) in words.prefix(5).enumerated() {
            if errorWords.contains(word) {
                // At the beginning, or called an error by what follows it: API Error: …
                return place == 0 || isFollowedByMark(word, in: text)
            }
            if word.count > 8, exceptionEndings.contains(where: { word.hasSuffix($0) }) { return true }
            // A letter of a time, or the name of a program before a colon.
            if place > 0, word.count > 1, !isFollowedByMark(words[place - 1], in: text) { return false }
        }
        return false
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
        let next = rest.dropFirst(3).first { $0 != 0x20 }
        return isHTTP || next.map { (0x41...0x5A).contains($0) || ":-{".utf8.contains($0) } ?? true
    }

    /// True when a colon, a bracket or a number comes after a word.
    private static func isFollowedByMark(_ word: String, in text: ArraySlice<UInt8>) -> Bool {
        let letters = Array(word.utf8)
        var place = text.startIndex
        while let start = text[place...].firstIndex(of: letters[0]) {
            place = start + 1
            guard text[start...].starts(with: letters) else { continue }
            let next = text[(start + letters.count)...].drop { $0 == 0x20 }.first
            return next.map { ":([.]0123456789".utf8.contains($0) } ?? true
        }
        return false
    }

    private static func isListItem(_ text: ArraySlice<UInt8>) -> Bool {
        let rest = text.drop { (0x30...0x39).contains($0) }
        return rest.startIndex > text.startIndex && (rest.starts(with: ". ".utf8) || rest.starts(with: ") ".utf8))
    }

    private static let errorWords: Set<String> = [
        "error", "fatal", "critical", "failed", "failure", "panic", "exception", "err",
    ]

    private static let exceptionEndings = [
        "error", "exception", "timeout", "failure", "denied", "unavailable", "exhausted",
    ]

    private static let phrases = [
        "unexpected status", "curl:", "ssh:", "npm err", "request failed", "could not", "couldn't", "cannot", "can't",
        "unable to", "there's an issue", "too many requests", "api error",
    ]

    private static let statusWords: Set<String> = [
        "http", "status", "code", "errno", "exception", "api", "response", "returned", "got", "server", "failed",
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
        "ports", "port", "without", "spoke",
    ]

    private static let prosePrefixes = [
        "- ", "* ", "+ ", "• ", "#", "warning", "there are no ", "i ", "i've ", "i'll ", "let me ", "summary", "done.",
    ]

    private static let codePrefixes = [
        "//", "/*", "```", "def ", "func ", "class ", "let ", "var ", "const ", "return ", "it(", "@@ ",
    ]
}
