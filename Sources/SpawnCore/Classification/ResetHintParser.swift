/// When a text says that its service will serve again.
package enum ResetTime: Sendable, Equatable {
    /// So long after it was written, in seconds.
    case after(Double)
    /// At this time, in seconds since 1970.
    case at(Double)
    /// At this time of a day, perhaps of a day with a date, in a time zone; `nil` is the zone of this machine.
    case clock(WallTime, zone: String?)
}

/// Finds reset hints in the texts of agent command lines and HTTP services.
///
/// It knows `retry-after: 30`, `try again in 3.965s`, `Please retry in 47.4s`, `retryDelay "34.07s"`, `resets_in_seconds`,
/// `resetsAt` and `resets_at` with an epoch or a date, `usage limit reached|<epoch>`, `resets 1am (Europe/Oslo)`,
/// `try again at Nov 7th, 2025 3:00 PM`, and the reset headers of rate limits.
package struct ResetHintParser {
    /// What follows one of the words that announce a hint.
    private enum Shape {
        /// A number of seconds, with or without a unit; a large one is an epoch.
        case number
        /// A number of milliseconds.
        case milliseconds
        /// A duration with a unit.
        case duration
        /// A time of day.
        case clock
    }

    /// The longer word comes first where one begins with another.
    private static let words: [(word: String, shapes: [Shape])] = [
        ("retry-after-ms", [.milliseconds]), ("retry_after_ms", [.milliseconds]),
        ("retry-after", [.number, .clock]), ("retry_after", [.number, .clock]), ("retryafter", [.number]),
        ("retry after", [.duration, .number, .clock]), ("retrydelay", [.number]), ("retry_delay", [.number]),
        ("retry in", [.duration]), ("try again in", [.duration]), ("try again after", [.duration, .clock]),
        ("try again at", [.clock]), ("again in", [.duration]), ("again at", [.clock]),
        ("resets_in_seconds", [.number]), ("reset_in_seconds", [.number]), ("resets_in", [.number]),
        ("resets in", [.duration]), ("reset in", [.duration]), ("reset after", [.duration]),
        ("resets_at", [.number, .clock]), ("reset_at", [.number, .clock]), ("resetsat", [.number, .clock]),
        ("resetat", [.number, .clock]), ("resets at", [.clock, .number]), ("reset at", [.clock, .number]),
        ("resets", [.clock]), ("limit reached|", [.number]), ("ratelimit-reset", [.number, .clock]),
        ("-reset:", [.number, .clock]), ("available in", [.duration]), ("available at", [.clock]),
        ("wait", [.duration]),
        ("will reset in", [.duration]), ("will reset at", [.clock]),
    ]

    /// A number above this is seconds since 1970, one above its thousandfold milliseconds.
    private static let epochThreshold = 1e9

    /// The last hint in a text.
    ///
    /// - Parameter text: The text, in whatever case.
    /// - Returns: What it says, or `nil` when it says nothing.
    package static func lastHint(in text: some Collection<UInt8>) -> ResetTime? {
        let original = Array(text)
        let bytes = original.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        var found: (place: Int, time: ResetTime)?
        for (word, shapes) in words {
            let word = Array(word.utf8)
            var place = 0
            while let start = find(word, in: bytes, from: place) {
                place = start + 1
                if let best = found, best.place >= start { continue }
                if let time = read(shapes, after: bytes[(start + word.count)...], original: original) {
                    found = (start, time)
                }
            }
        }
        return found?.time
    }

    private static func find(_ word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= word.count else { return nil }
        var place = start
        while place <= bytes.count - word.count {
            guard let first = bytes[place...(bytes.count - word.count)].firstIndex(of: word[0]) else { return nil }
            if bytes[first...].starts(with: word) { return first }
            place = first + 1
        }
        return nil
    }

    private static func read(_ shapes: [Shape], after rest: ArraySlice<UInt8>, original: [UInt8]) -> ResetTime? {
        for shape in shapes {
            var scanner = HintScanner(rest, original: original)
            // A header may go on: x-ratelimit-reset-requests.
            scanner.skip { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || (0x61...0x7A).contains($0) }
            if scanner.rest.first != UInt8(ascii: ":") { scanner = HintScanner(rest, original: original) }
            scanner.skipSeparators()
            let time: ResetTime? =
                switch shape {
                case .number: scanner.number().map(time(ofNumber:))
                case .milliseconds: scanner.plainNumber().map { .after($0 / 1000) }
                case .duration: scanner.duration().map { .after($0) }
                case .clock: scanner.clock()
                }
            if let time { return time }
        }
        return nil
    }

    private static func time(ofNumber number: Double) -> ResetTime {
        if number >= epochThreshold * 1000 { return .at(number / 1000) }
        return number >= epochThreshold ? .at(number) : .after(number)
    }
}
