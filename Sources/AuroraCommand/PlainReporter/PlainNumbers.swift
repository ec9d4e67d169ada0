import SpawnCore

extension Duration {
    /// `0.42 s`, `12.3 s`, `4 min 5 s`, `9 h 16 min`; never negative.
    var brief: String {
        let seconds = max(0, inSeconds)
        if seconds < 9.995 { return "\(seconds.fixed(2)) s" }
        if seconds < 99.95 { return "\(seconds.fixed(1)) s" }
        let whole = Int(seconds.rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }
}

extension Double {
    /// With this many digits after the point.
    func fixed(_ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((magnitude * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return "\(self < 0 && scaled > 0 ? "-" : "")\(scaled / scale).\(zeros)\(fraction)"
    }
}

/// A time of the wall clock as people everywhere can read it.
enum UTCTime {
    /// `2026-11-24 05:09 UTC`
    ///
    /// - Parameter seconds: Seconds since 1970. Beyond the year 9999 they are given as they are.
    /// - Returns: The text.
    static func text(_ seconds: Double) -> String {
        guard (0..<253_402_300_800).contains(seconds) else { return "\(seconds) s since 1970" }
        let minutes = Int(seconds) / 60
        let date = CivilDate(daysSince1970: minutes / 1440)
        return
            "\(date.year)-\(padded(date.month))-\(padded(date.day)) \(padded(minutes / 60 % 24)):\(padded(minutes % 60)) UTC"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
