package import SpawnCore

/// How the dashboard writes times, rates and numbers of things.
package enum Wording {
    /// A time that has passed: `0:07`, `12:40`, `1:02:03`.
    package static func elapsed(_ duration: Duration) -> String { clock(Int(max(.zero, duration).components.seconds)) }

    /// A time that is left: `3 s`, then `1:19`. Rounded up, so that it never says 0 before it is over.
    package static func left(_ duration: Duration) -> String {
        let (seconds, rest) = max(.zero, duration).components
        let whole = Int(seconds) + (rest > 0 ? 1 : 0)
        return whole < 60 ? "\(whole) s" : clock(whole)
    }

    /// How long something took: `0.4 s`, `38 s`, `1:02`.
    package static func length(_ duration: Duration) -> String {
        let tenths = Int((max(.zero, duration).inSeconds * 10).rounded())
        if tenths < 100 { return "\(tenths / 10).\(tenths % 10) s" }
        return tenths < 600 ? "\(tenths / 10) s" : clock(tenths / 10)
    }

    /// A stretch of time in a round unit: `5 s`, `2 min`, `3 h`.
    package static func round(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        if seconds < 120 { return "\(seconds) s" }
        return seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
    }

    /// A range of times that nobody knows exactly: `40–55 s`, `1–3 min`, `2 h`.
    package static func estimate(from: Duration, to: Duration, _ glyphs: Glyphs) -> String {
        let (unit, name) = to.inSeconds < 100 ? (5.0, "s") : to.inSeconds < 6_000 ? (60.0, "min") : (3_600.0, "h")
        let step = name == "s" ? 5 : 1
        let low = max(1, Int((from.inSeconds / unit).rounded(.down))) * step
        let high = max(1, Int((to.inSeconds / unit).rounded(.up))) * step
        return low >= high ? "\(high) \(name)" : "\(low)\(glyphs.range)\(high) \(name)"
    }

    /// One decimal, and none for 0 and 100. A rate of nothing has no number.
    package static func percent(_ value: Double?, _ glyphs: Glyphs) -> String {
        guard let value else { return glyphs.none }
        let tenths = Int((value * 10).rounded())
        return tenths % 1000 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    package static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1_000: "\(count) B"
        case ..<1_000_000: decimal(count, 1_000, "kB")
        case ..<1_000_000_000: decimal(count, 1_000_000, "MB")
        default: decimal(count, 1_000_000_000, "GB")
        }
    }

    /// A number of tokens: `950`, `12.4k`, `3.1M`.
    package static func tokens(_ count: Int) -> String {
        switch count {
        case ..<1_000: "\(count)"
        case ..<999_950: "\(count / 1_000).\(count / 100 % 10)k"
        default: "\((count + 50_000) / 1_000_000).\((count + 50_000) / 100_000 % 10)M"
        }
    }

    /// An amount of money in cents: `$12.40`; less than a dollar to a hundredth of one: `$0.0021`.
    package static func money(_ amount: USDollars) -> String {
        let isSmall = amount.nanodollars < 1_000_000_000
        let unit = isSmall ? 100_000 : 10_000_000
        let rounded = (amount.nanodollars + unit / 2) / unit
        let (whole, rest) = rounded.quotientAndRemainder(dividingBy: isSmall ? 10_000 : 100)
        let digits = "\(rest)"
        return "$\(whole)." + String(repeating: "0", count: (isSmall ? 4 : 2) - digits.utf8.count) + digits
    }

    /// What a tool calls a window of its limit, for people.
    package static func window(_ name: String) -> String {
        switch name {
        case "five_hour": "5 hours"
        case "seven_day": "7 days"
        default: name.replacing("_", with: " ")
        }
    }

    package static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
    }

    /// A few names, and how many more there are.
    package static func list(_ names: [String], most: Int) -> String {
        let more = names.count - most
        return names.prefix(most).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// Which rows of a list are on the screen, for a heading; nothing when all are.
    static func shown(_ rows: Range<Int>, of count: Int, _ glyphs: Glyphs) -> [(String, Role)] {
        guard rows.count < count else { return [] }
        return [("\(rows.lowerBound + 1)\(glyphs.range)\(rows.upperBound) of \(count)", .dim)]
    }

    private static func decimal(_ count: Int, _ unit: Int, _ name: String) -> String {
        let tenths = count / (unit / 10)
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(name)" : "\(tenths / 10) \(name)"
    }

    private static func clock(_ seconds: Int) -> String {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension String {
    /// As many columns exactly: with blanks at its right, or cut and marked as such.
    func fitted(to width: Int) -> String {
        guard ScalarWidth.columns(of: self) > width else { return padded(to: width) }
        let head = TextWrap.pieces(of: self, width: max(1, width - 1)).first ?? ""
        return (head + "…").padded(to: width)
    }

    /// As many columns exactly, cut in the middle: ids of the same project differ at their ends.
    func fittedID(to width: Int) -> String {
        // What nobody can see of a very long one costs nothing.
        let isTooLong = utf8.count > 1_000 || ScalarWidth.columns(of: self) > width
        guard isTooLong, width > 5 else { return fitted(to: width) }
        let head = TextWrap.pieces(of: String(prefix(width)), width: width / 3).first ?? ""
        let tail = TextWrap.pieces(of: String(suffix(width).reversed()), width: width - width / 3 - 1).first ?? ""
        return (head + "…" + String(tail.reversed())).padded(to: width)
    }

    /// With blanks at its left.
    func aligned(to width: Int) -> String { Self.blanks(width - ScalarWidth.columns(of: self)) + self }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: Swift.max(0, count)) }
}
