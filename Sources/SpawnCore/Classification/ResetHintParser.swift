/// When a text says that its service will serve again.
package enum ResetTime: Sendable, Equatable {
    /// So long after it was written, in seconds.
    case after(Double)
    /// At this time, in seconds since 1970, and not later than so many seconds after it was written.
    case at(Double, within: Double = .infinity)
    /// At this time of a day in a time zone; `nil` is the zone of this machine.
    case clock(WallTime, zone: TimeZoneName?)
}

/// Finds reset hints in the texts of agent command lines and HTTP services.
///
/// A hint is a time beside a word that announces it, with nothing between the two but words that say nothing: `try again in
/// 3.965s`, `resets 1am (Europe/Oslo)`, `wird um 15:00 Uhr zurückgesetzt`, `将在 3 小时后重置`; or the value of a field whose name
/// announces it: `retry-after: 30`, `"resetsAt": 1768482000`, `x-ratelimit-reset-tokens: 1m30.5s`.
package struct ResetHintParser {
    /// Where a hint may stand.
    package enum Scope: Sendable {
        /// The error's own message: everything counts.
        case message
        /// What stands around it: only what cannot be everyday talk.
        case surroundings
    }

    /// The hints that count in a text: one, or those of several windows that are all used up, of which the latest holds.
    ///
    /// Where several windows are named, it is the one that the text says is used up. Of others a field such as `retry-after`
    /// goes before the headers of single limits, and the last one before those that stand before it.
    ///
    /// - Parameters:
    ///   - text: The text, in whatever case.
    ///   - own: How many of its bytes are the message: what announces a hint must begin there. `nil` is all of them.
    ///   - scope: What may announce one.
    /// - Returns: The hints; empty when the text says nothing.
    package static func hints(
        in text: some Collection<UInt8>, announcedIn own: Int? = nil, scope: Scope = .message
    ) -> [ResetTime] {
        let parser = ResetHintParser(HintText(text).tokens)
        return choose(from: parser.claims(until: own ?? .max, scope: scope))
    }

    /// True for a line that begins with a limit that is reached: `5-hour limit reached ∙ resets 3pm`.
    package static func tellsOfLimit(_ line: some Collection<UInt8>) -> Bool {
        let words = HintText(line.prefix(200)).tokens.prefix(30)
        return words.contains { HintWords.saysUsedUp($0.text) }
            && words.contains { $0.text == "limit" || $0.text == "quota" || $0.text == "limits" }
    }

    /// A number above this is seconds since 1970, and one above its thousandfold milliseconds, and so on.
    private static let epochThreshold = 1e9
    /// How many tokens may stand between a word and its time.
    private static let reach = 14

    /// A time that was announced.
    private struct Claim {
        var time: ResetTime
        /// The window or the header it belongs to.
        var window: String?
        /// True when its own part of the text says that something is used up.
        var isUsedUp: Bool
        /// True for what says when to ask again, whatever limits there are.
        var isInstruction: Bool
        /// True when its window is one that the text says is used up.
        var isOfUsedUpWindow = false

        var rank: (Int, Int) { ((isOfUsedUpWindow ? 2 : 0) + (isUsedUp ? 1 : 0), isInstruction ? 1 : 0) }
    }

    private let tokens: [HintText.Token]
    private let scanner: HintScanner
    /// The times in the text by the token at which they begin, and by the one behind them.
    private var beginning: [Int: (time: ResetTime, end: Int)] = [:]
    private var ending: [Int: (time: ResetTime, start: Int)] = [:]

    private init(_ tokens: [HintText.Token]) {
        self.tokens = tokens
        scanner = HintScanner(tokens: tokens)
        var index = 0
        while index < tokens.count {
            if let read = scanner.time(at: index) {
                beginning[index] = (read.value, read.end)
                ending[read.end] = (read.value, index)
                index = read.end
            } else {
                index += 1
            }
        }
    }

    private static func choose(from claims: [Claim]) -> [ResetTime] {
        guard let best = claims.map(\.rank).max(by: <) else { return [] }
        let equal = claims.filter { $0.rank == best }
        var last: [String: ResetTime] = [:]
        for claim in equal { if let window = claim.window { last[window] = claim.time } }
        guard last.count > 1, equal.allSatisfy({ $0.window != nil }) else { return equal.suffix(1).map(\.time) }
        return last.sorted { $0.key < $1.key }.map(\.value)
    }

    // MARK: Claims

    private func claims(until own: Int, scope: Scope) -> [Claim] {
        var claims: [Claim] = []
        var usedUpWindows: Set<String> = []
        /// The window that was named last, and where.
        var window: (name: String, place: Int)?
        /// Where something was last said to be used up, until a window is found for it.
        var usedUpAt: Int?
        var wasUsedUp = false
        /// The first token that no claim has taken.
        var free = 0
        for index in tokens.indices {
            let token = tokens[index]
            if let name = windowName(at: index) {
                window = (name, index)
                if let place = usedUpAt, index - place <= 8 {
                    usedUpWindows.insert(name)
                    usedUpAt = nil
                }
            }
            if isUsedUp(at: index) {
                wasUsedUp = true
                if let window, index - window.place <= 6 { usedUpWindows.insert(window.name) } else { usedUpAt = index }
            }
            if let name = usedUpField(at: index) { usedUpWindows.insert(name) }
            guard index >= free, token.place < own, let (claim, end) = claim(at: index, from: free, scope: scope)
            else { continue }
            claims.append(
                Claim(
                    time: claim.time, window: claim.window ?? window?.name, isUsedUp: wasUsedUp,
                    isInstruction: claim.isInstruction))
            free = max(free, end)
            wasUsedUp = false
        }
        if claims.isEmpty, scope == .message, let time = timeAfterWhich(until: own) {
            return [Claim(time: time, isUsedUp: false, isInstruction: false)]
        }
        if claims.isEmpty, scope == .message, let time = ownWait(until: own) {
            return [Claim(time: time, isUsedUp: false, isInstruction: true)]
        }
        for index in claims.indices {
            claims[index].isOfUsedUpWindow = claims[index].window.map(usedUpWindows.contains) ?? false
        }
        return claims
    }

    /// A time of day behind `after` or `until`, whatever else is said: in the words of a limit that is its end.
    private func timeAfterWhich(until own: Int) -> ResetTime? {
        for index in tokens.indices.dropFirst() where tokens[index].place < own {
            guard case .clock(let wall, let zone)? = beginning[index]?.time, wall.second != nil,
                HintWords.afterWords.contains(tokens[index - 1].text)
            else { continue }
            return .clock(wall, zone: zone)
        }
        return nil
    }

    /// How long a tool says that it waits itself, where the words of a limit say nothing better: `[retrying in 14h 3m]`.
    private func ownWait(until own: Int) -> ResetTime? {
        guard
            tokens.contains(where: { ["429", "many", "throttled"].contains($0.text) || HintWords.saysUsedUp($0.text) })
        else { return nil }
        for index in tokens.indices where tokens[index].text == "retrying" && tokens[index].place < own {
            if let found = ahead(of: index + 1), case .after = found.time { return found.time }
        }
        return nil
    }

    private typealias Announced = (time: ResetTime, window: String?, isInstruction: Bool)

    /// The time that a token announces, and where all of it ends.
    private func claim(at index: Int, from free: Int, scope: Scope) -> (Announced, end: Int)? {
        let token = tokens[index]
        switch token.kind {
        case .number: return nil
        case .mark:
            // Claude AI usage limit reached|1768482000
            guard token.text == "|", index > 0, tokens[index - 1].text == "reached", index + 1 < tokens.count,
                let time = Self.epoch(tokens[index + 1].number)
            else { return nil }
            return ((time, nil, true), index + 2)
        case .word:
            if let field = field(at: index) { return field }
            guard let announcement = HintWords.announcement(of: token.text),
                scope == .message || announcement.strength == .strong
                    || token.text == "again" && index > 0 && tokens[index - 1].text == "try"
            else { return nil }
            let isPair = token.text == "again" && index > 0 && tokens[index - 1].text == "try"
            let isInstruction = announcement.isInstruction || isPair
            let ahead = ahead(of: index + 1), behind = behind(index, from: free)
            guard let found = announcement.isBehind ? behind ?? ahead : ahead ?? behind else { return nil }
            return ((found.time, nil, isInstruction), max(found.end, index + 1))
        case .sign:
            for (signs, isInstruction) in HintWords.announcingSigns {
                guard let end = scanner.end(of: signs, at: index) else { continue }
                guard let found = behind(index, from: free) ?? ahead(of: end) else { return nil }
                return ((found.time, nil, isInstruction), max(found.end, end))
            }
            return nil
        }
    }

    /// The time in front of an announcing word.
    private func ahead(of start: Int) -> (time: ResetTime, end: Int)? {
        var index = start
        while index < min(start + Self.reach, tokens.count) {
            if let found = beginning[index] { return found }
            let token = tokens[index]
            switch token.kind {
            case .number:
                let isField = index == start + 1 && tokens[start].text == "="
                let word = tokens[index - 1].text == ":" ? index - 2 : index - 1
                let isAfter = tokens[word].text == "after" && tokens[start - 1].text == "retry"
                return number(at: index, isPlain: isField || isAfter)
            case .word: guard HintWords.fillers.contains(token.text) else { return nil }
            case .sign: break
            case .mark: guard !Self.endsSentence(token.text) else { return nil }
            }
            index += 1
        }
        return nil
    }

    /// The time behind which an announcing word stands.
    private func behind(_ word: Int, from free: Int) -> (time: ResetTime, end: Int)? {
        var index = word
        while index > max(free, word - 8) {
            if let found = ending[index], found.start >= free { return (found.time, word + 1) }
            index -= 1
            let token = tokens[index]
            switch token.kind {
            case .number: return nil
            case .word: guard HintWords.fillersBack.contains(token.text) else { return nil }
            case .sign: break
            case .mark: guard token.text == "," || token.text == "'" else { return nil }
            }
        }
        if let found = ending[index], found.start >= free, index > free { return (found.time, word + 1) }
        return nil
    }

    private static func endsSentence(_ mark: String) -> Bool { [".", "!", "?", ";"].contains(mark) }

    /// A number without a unit: seconds since 1970, or seconds where the word in front of it says that.
    private func number(at index: Int, isPlain: Bool) -> (time: ResetTime, end: Int)? {
        guard let read = scanner.decimal(at: index) else { return nil }
        if let epoch = Self.epoch(read.value) { return (epoch, read.end) }
        guard isPlain, !isPartOfMore(read.end) else { return nil }
        return (.after(read.value), read.end)
    }

    /// True where a number goes on: 2026-11-24, 3:00, 1/2.
    private func isPartOfMore(_ end: Int) -> Bool {
        guard end < tokens.count, tokens[end].isGlued else { return false }
        return tokens[end].kind == .word || ["-", ":", "/"].contains(tokens[end].text)
    }

    /// Seconds, milliseconds, microseconds or nanoseconds since 1970.
    private static func epoch(_ number: Double) -> ResetTime? {
        guard number >= epochThreshold else { return nil }
        var seconds = number
        while seconds >= epochThreshold * 1000 { seconds /= 1000 }
        return number < epochThreshold * 1e12 ? .at(seconds) : nil
    }

    // MARK: Fields

    /// Reads `retry-after: 30`, `"resets_in_seconds":1800`, `retryDelay "34.07s"`, `x-ratelimit-reset-requests=6m0s`.
    private func field(at index: Int) -> (Announced, end: Int)? {
        let name = Self.bare(tokens[index].text)
        let isInstruction = ["retryafter", "retrydelay", "retryin", "retryat"].contains { name.contains($0) }
        guard isInstruction || name.contains("reset"), name != "reset", !name.hasPrefix("resetting"),
            tokens[index].text.contains(where: { $0 == "-" || $0 == "_" }) || Self.joinedNames.contains(name)
        else { return nil }
        var place = index + 1
        while place < min(index + 10, tokens.count), Self.betweenNameAndValue.contains(tokens[place].text) {
            place += 1
        }
        guard place < tokens.count else { return nil }
        let window = isInstruction ? nil : Self.windowOfField(name)
        if let found = beginning[place] { return ((found.time, window, isInstruction), found.end) }
        if let time = scanner.time(at: place) { return ((time.value, window, isInstruction), time.end) }
        guard let read = scanner.decimal(at: place), !isPartOfMore(read.end) else { return nil }
        let time: ResetTime
        if let unit = Self.unit(of: name) {
            time = .after(read.value * unit)
        } else {
            time = read.value >= Self.epochThreshold ? Self.epoch(read.value) ?? .after(.infinity) : .after(read.value)
        }
        if case .after(let seconds) = time, !seconds.isFinite { return nil }
        return ((time, window, isInstruction), read.end)
    }

    private static let joinedNames: Set<String> = [
        "retryafter", "retryafterms", "retryafterseconds", "retrydelay", "retrydelayms", "retryinseconds", "retryat",
        "resetsat", "resetat", "resetsin", "resetin", "resettime", "resetafter", "resetsinseconds", "resetinseconds",
        "resetdate", "resettimestamp", "resetseconds", "quotaresetdelay", "quotaresettimestamp", "ratelimitreset",
    ]
    private static let betweenNameAndValue: Set<String> = [
        ":", "=", "\"", "'", "`", "\\", "(", "[", "{", "~", "*", "|", "about", "approximately", "at", "least", "in",
        "some",
    ]

    /// A name without what joins its words.
    private static func bare(_ name: String) -> String { name.filter { $0 != "-" && $0 != "_" } }

    /// What a field's limit is called when the words for its state are taken out of its name.
    private static func windowOfField(_ name: String) -> String? {
        guard name.contains("ratelimit") || name.contains("xrate") else { return nil }
        return ["remaining", "reset", "status", "utilization", "after"].reduce(name) { $0.replacing($1, with: "") }
    }

    private static func unit(of name: String) -> Double? {
        for (ending, unit) in [
            ("ms", 0.001), ("millis", 0.001), ("milliseconds", 0.001), ("minutes", 60), ("hours", 3600),
        ]
        where name.hasSuffix(ending) { return unit }
        return nil
    }

    /// The limit of which a field says that nothing of it is left.
    private func usedUpField(at index: Int) -> String? {
        let token = tokens[index]
        guard token.kind == .word, token.text.contains("-") || token.text.contains("_") else { return nil }
        let name = Self.bare(token.text)
        guard let window = Self.windowOfField(name) else { return nil }
        var place = index + 1
        while place < min(index + 6, tokens.count), [":", "=", "\"", "'", "\\"].contains(tokens[place].text) {
            place += 1
        }
        guard place < tokens.count else { return nil }
        let value = tokens[place]
        if name.contains("remaining") { return value.kind == .number && value.number == 0 ? window : nil }
        if name.contains("status") { return value.text == "rejected" ? window : nil }
        if name.contains("utilization") { return value.kind == .number && value.number >= 1 ? window : nil }
        return nil
    }

    // MARK: Windows

    /// The window that is named at a token: `weekly`, `5-hour`, `5小时`, `seven_day`.
    private func windowName(at index: Int) -> String? {
        let token = tokens[index]
        if let name = HintWords.windows[token.text] { return name }
        guard token.kind == .number, token.text.utf8.count <= 2, beginning[index] == nil, index + 1 < tokens.count
        else { return nil }
        let next = tokens[index + 1].text == "-" ? index + 2 : index + 1
        guard next < tokens.count else { return nil }
        switch tokens[next].text {
        case "h", "hour", "hours", "stunden", "heures", "horas", "小", "时", "時", "시", "個", "个": return "\(token.text)h"
        case "d", "day", "days", "天", "日", "일": return "\(token.text)d"
        default: return nil
        }
    }

    private func isUsedUp(at index: Int) -> Bool {
        let token = tokens[index]
        switch token.kind {
        case .word, .sign: return HintWords.saysUsedUp(token.text)
        case .number: return token.text == "100" && index + 1 < tokens.count && tokens[index + 1].text == "%"
        case .mark: return false
        }
    }
}
