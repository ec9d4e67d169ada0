/// Amounts of memory as people write them: `512M`, `1.5G`, in powers of 1024.
package enum MemorySize {
    /// What may be asked for.
    package static let range = 1...1 << 50
    /// The same in words.
    package static let allowed = "a size such as 512M or 1.5G, or a number of bytes, at least 1 and at most 1024T"

    private static let units: [(letter: UInt8, factor: Double)] = [
        (UInt8(ascii: "k"), 0x1p10), (UInt8(ascii: "m"), 0x1p20), (UInt8(ascii: "g"), 0x1p30),
        (UInt8(ascii: "t"), 0x1p40),
    ]

    /// Reads an amount, in bytes: a number, alone or with one of K, M, G and T, which may have a `B` or an `iB` behind it.
    ///
    /// - Returns: `nil` for what is none, or is not in ``range``.
    package static func bytes(_ text: String) -> Int? {
        let number = text.utf8.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        let unit = text.utf8.dropFirst(number.count).map { $0 | 0x20 }
        guard let value = Double(Substring(number)),
            ["", "b", "ib"].contains(String(decoding: unit.dropFirst(), as: UTF8.self))
        else { return nil }
        var factor = 1.0
        if let letter = unit.first {
            guard let known = units.first(where: { $0.letter == letter }) else { return nil }
            factor = known.factor
        }
        let bytes = (value * factor).rounded()
        return bytes >= Double(range.lowerBound) && bytes <= Double(range.upperBound) ? Int(bytes) : nil
    }

    /// An amount for people: `1.5 GiB`, `812 MiB`.
    package static func words(_ bytes: Int) -> String {
        let names = ["B", "KiB", "MiB", "GiB", "TiB"]
        var (value, place) = (Double(bytes), 0)
        while value >= 1023.5, place < names.count - 1 { (value, place) = (value / 1024, place + 1) }
        let tenths = Int((value * 10).rounded())
        return tenths >= 100 || tenths % 10 == 0 || place == 0
            ? "\(Int(value.rounded())) \(names[place])" : "\(tenths / 10).\(tenths % 10) \(names[place])"
    }
}
