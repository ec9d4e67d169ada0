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

    /// One decimal, and none for 0 and 100.
    package static func percent(_ value: Double) -> String {
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

    package static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
    }

    package static func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - ScalarWidth.columns(of: text))) + text
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
