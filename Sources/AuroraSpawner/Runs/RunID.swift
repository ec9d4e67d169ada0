internal import SpawnCore
internal import SpawnProcess

/// The names of runs: `20261127-071503.482-9c3f1a2b4d`.
///
/// They begin with the time in UTC, to the millisecond, so that a listing is in the order in which the runs began; the 40 bits
/// of chance behind it keep those apart that begin in the same one.
package enum RunID {
    /// Makes a name.
    ///
    /// - Parameters:
    ///   - time: The time, in seconds since 1970; what is before that is taken for it.
    ///   - random: The chance.
    /// - Returns: The name, of the same length for every time before the year 10000.
    package static func make(
        at time: Double = Clock.epochSeconds, random: UInt64 = .random(in: 0..<1 << 40)
    ) -> String {
        let milliseconds = Int(max(0, min(time, 253_402_300_799)) * 1000)
        let seconds = milliseconds / 1000
        let date = CivilDate(daysSince1970: seconds / 86_400)
        func text(_ number: Int, _ digits: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        let chance = String(random, radix: 16)
        return text(date.year, 4) + text(date.month, 2) + text(date.day, 2) + "-" + text(seconds / 3600 % 24, 2)
            + text(seconds / 60 % 60, 2) + text(seconds % 60, 2) + "." + text(milliseconds % 1000, 3) + "-"
            + String(repeating: "0", count: 10 - chance.count) + chance
    }

    /// When a run of this name began, in seconds since 1970; `nil` for what is not the name of a run.
    package static func time(of id: String) -> Double? {
        // Without milliseconds, and with less chance, in the first versions.
        guard
            let match = id.wholeMatch(
                of: /([0-9]{4})([0-9]{2})([0-9]{2})-([0-9]{2})([0-9]{2})([0-9]{2})(?:\.[0-9]{3})?-[0-9a-f]{6,10}/)
        else { return nil }
        let (_, year, month, day, hour, minute, second) = match.output
        func number(_ digits: Substring) -> Int { Int(digits) ?? 0 }
        let days = CivilDate(year: number(year), month: number(month), day: number(day)).daysSince1970
        return Double(days * 86_400 + number(hour) * 3600 + number(minute) * 60 + number(second))
    }
}
