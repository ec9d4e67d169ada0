/// Numbers for people, and the one that stands for several.
enum Figures {
    static func text(_ number: Double, digits: Int = 2) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((abs(number) * Double(scale)).rounded())
        let sign = number < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(scaled)" }
        return "\(sign)\(scaled / scale).\(String(scale + scaled % scale).dropFirst())"
    }

    /// The text with spaces before it, to a width.
    static func column(_ text: String, _ width: Int = 10) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// The middle one of several measurements.
    static func median(_ values: [Double]) -> Double { percentile(values, 0.5) }

    /// The value that so large a part of the others does not exceed.
    static func percentile(_ values: [Double], _ part: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
    }
}
