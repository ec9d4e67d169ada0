/// The 256 colours of a terminal as xterm has them by default.
enum Palette {
    struct Colour: Hashable {
        var red: Int
        var green: Int
        var blue: Int

        /// As in a style sheet.
        var hex: String {
            "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    private static let first: [Colour] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ].map { Colour(red: $0.0, green: $0.1, blue: $0.2) }

    static func colour(_ number: UInt8) -> Colour {
        let number = Int(number)
        if number < 16 { return first[number] }
        if number >= 232 {
            let grey = 8 + 10 * (number - 232)
            return Colour(red: grey, green: grey, blue: grey)
        }
        func channel(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }
        let cube = number - 16
        return Colour(red: channel(cube / 36), green: channel(cube / 6 % 6), blue: channel(cube % 6))
    }

    /// The nearest of the first so many colours.
    static func nearest(to number: UInt8, among count: Int) -> UInt8 {
        let wanted = colour(number)
        func distance(_ other: Colour) -> Int {
            let (red, green, blue) = (wanted.red - other.red, wanted.green - other.green, wanted.blue - other.blue)
            return red * red + green * green + blue * blue
        }
        return UInt8(first.indices.prefix(count).min { distance(first[$0]) < distance(first[$1]) } ?? 0)
    }
}
