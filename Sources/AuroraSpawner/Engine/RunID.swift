internal import SpawnCore
internal import SpawnProcess

/// The names of runs: `20261127-071503.482-9c3f1a2b4d`.
///
/// They begin with the time in UTC, to the millisecond, so that a listing is in the order in which the runs began; the 40 bits
/// of chance behind it keep those apart that begin in the same one. Nothing reads a name but people and file systems.
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
}
