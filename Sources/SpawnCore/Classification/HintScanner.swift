/// Reads numbers, durations and times from the beginning of a lower-case text.
struct HintScanner {
    private(set) var rest: ArraySlice<UInt8>
    /// The text as it was written, at the same places: names of zones are told apart by case.
    private let original: [UInt8]

    init(_ text: ArraySlice<UInt8>, original: [UInt8]) {
        rest = text
        self.original = original
    }

    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    mutating func skip(while isSkipped: (UInt8) -> Bool) {
        rest = rest.drop(while: isSkipped)
    }

    /// What may stand between a word and its value.
    mutating func skipSeparators() {
        let separators = Set(" \t\n\"'`:=(~\\".utf8)
        skip(while: separators.contains)
        for filler in ["about ", "approximately ", "at least ", "up to "] where take(filler) { break }
    }

    private mutating func skipSpaces() { skip { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 } }

    /// Takes a word off the beginning, if it is there.
    mutating func take(_ word: String) -> Bool {
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    private mutating func letters() -> String {
        let word = rest.prefix(while: Self.isLetter)
        rest = rest.dropFirst(word.count)
        return String(decoding: word, as: UTF8.self)
    }

    private mutating func integer(digits: ClosedRange<Int>) -> Int? {
        let text = rest.prefix(while: Self.isDigit)
        guard digits.contains(text.count), let number = Int(String(decoding: text, as: UTF8.self)) else { return nil }
        rest = rest.dropFirst(text.count)
        return number
    }

    /// A number without anything that would make it another thing, such as a date.
    mutating func plainNumber() -> Double? {
        let text = rest.prefix { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
        let digits = text.last == UInt8(ascii: ".") ? text.dropLast() : text
        guard digits.first.map(Self.isDigit) == true, digits.count <= 20,
            let number = Double(String(decoding: digits, as: UTF8.self))
        else { return nil }
        rest = rest.dropFirst(digits.count)
        return number
    }

    /// Seconds, with a unit or without.
    mutating func number() -> Double? {
        let start = rest
        if let seconds = duration() { return seconds }
        rest = start
        guard let number = plainNumber() else { return nil }
        switch rest.first {
        // 2026-11-24 and 3:00 are no numbers, nor is 3pm.
        case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "/"): return nil
        case let byte? where Self.isLetter(byte): return nil
        default: return number
        }
    }

    /// `3.965s`, `6m0s`, `1 hour 30 minutes`, `2 days, 3 hours and 5 minutes`: seconds.
    mutating func duration() -> Double? {
        var total: Double?
        while true {
            let start = rest
            skipSpaces()
            if total != nil { for joiner in [", and ", ", ", "and "] where take(joiner) { break } }
            guard let number = plainNumber() else {
                rest = start
                return total
            }
            skipSpaces()
            guard let unit = Self.secondsPer(letters()) else {
                rest = start
                return total
            }
            total = (total ?? 0) + number * unit
        }
    }

    private static func secondsPer(_ unit: String) -> Double? {
        switch unit {
        case "ms", "msec", "millisecond", "milliseconds": 0.001
        case "s", "sec", "secs", "second", "seconds": 1
        case "m", "min", "mins", "minute", "minutes": 60
        case "h", "hr", "hrs", "hour", "hours": 3600
        case "d", "day", "days": 86_400
        case "w", "week", "weeks": 604_800
        default: nil
        }
    }

    /// A time of day, with a date before it or without, and a zone behind it or without.
    mutating func clock() -> ResetTime? {
        if let time = isoDate() { return time }
        var wall = WallTime()
        readDate(&wall)
        for joiner in [", ", " at ", "at ", ","] where take(joiner) { break }
        skipSpaces()
        guard readTime(&wall) else { return nil }
        return .clock(wall, zone: zone())
    }

    /// `2026-11-24T13:00:00Z`, `2026-11-24 13:00:00+01:00`; without a zone it is UTC.
    private mutating func isoDate() -> ResetTime? {
        let start = rest
        guard let year = integer(digits: 4...4), take("-"), let month = integer(digits: 2...2), take("-"),
            let day = integer(digits: 2...2), take("t") || take(" ")
        else {
            rest = start
            return nil
        }
        var wall = WallTime(year: year, month: month, day: day)
        guard readTime(&wall) else { return nil }
        var offset = 0
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            rest = rest.dropFirst()
            guard let hours = integer(digits: 2...2) else { return nil }
            _ = take(":")
            offset = (hours * 60 + (integer(digits: 2...2) ?? 0)) * (sign == UInt8(ascii: "+") ? 60 : -60)
        }
        return wall.epoch(offset: offset).map { .at($0) }
    }

    /// `nov 24`, `nov 7th, 2025`, `fri, 21 nov 2025`; leaves the text alone where there is no date.
    private mutating func readDate(_ wall: inout WallTime) {
        let start = rest
        if ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(where: { take($0) }) {
            skip { Self.isLetter($0) || $0 == 0x20 || $0 == UInt8(ascii: ",") }
        }
        if let day = integer(digits: 1...2), take(" "), let month = monthName() {
            (wall.day, wall.month) = (day, month)
            _ = take(" ")
            wall.year = integer(digits: 4...4)
            skipSpaces()
            return
        }
        rest = start
        guard let month = monthName() else { return }
        skipSpaces()
        guard let day = integer(digits: 1...2) else {
            rest = start
            return
        }
        for ending in ["st", "nd", "rd", "th"] where take(ending) { break }
        (wall.day, wall.month) = (day, month)
        let afterDay = rest
        _ = take(",")
        skipSpaces()
        if let year = integer(digits: 4...4) { wall.year = year } else { rest = afterDay }
    }

    private mutating func monthName() -> Int? {
        let start = rest
        let word = letters()
        if word.count >= 3, let index = Self.monthNames.firstIndex(where: { word.hasPrefix($0) }) { return index + 1 }
        rest = start
        return nil
    }

    /// `1am`, `3:30 pm`, `13:00`, `13:00:05`; an hour alone is no time.
    private mutating func readTime(_ wall: inout WallTime) -> Bool {
        guard let hour = integer(digits: 1...2) else { return false }
        wall.hour = hour
        var isTime = false
        if rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            guard let minute = integer(digits: 2...2) else { return false }
            wall.minute = minute
            isTime = true
            if rest.first == UInt8(ascii: ":") {
                rest = rest.dropFirst()
                wall.second = integer(digits: 2...2) ?? 0
                if take(".") { skip(while: Self.isDigit) }
            }
        }
        let start = rest
        skipSpaces()
        let isAfternoon = take("pm") || take("p.m.")
        if isAfternoon || take("am") || take("a.m.") {
            guard (1...12).contains(hour) else { return false }
            wall.hour = hour % 12 + (isAfternoon ? 12 : 0)
            isTime = true
        } else {
            rest = start
        }
        return isTime && wall.isTime
    }

    /// `(europe/oslo)`, `utc`, `gmt`, `z`; `nil` where nothing says.
    private mutating func zone() -> String? {
        skipSpaces()
        if take("utc") || take("gmt") || take("z") { return "UTC" }
        guard take("(") else { return nil }
        let name = rest.prefix { $0 != UInt8(ascii: ")") && $0 != 0x0A }
        return name.isEmpty ? nil : String(decoding: original[name.indices], as: UTF8.self)
    }
}
