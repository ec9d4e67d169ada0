/// How many columns a scalar takes: the one table that layout, drawing and the terminal agree on.
///
/// It is that of the C library of Debian 12 (Unicode 14), because ncurses and most terminals there go by it. What terminals measure
/// differently is let through nowhere: control and format characters (joiners, direction marks), variation selectors,
/// skin tones, and whatever is newer than the table.
package enum ScalarWidth: Equatable {
    /// Takes one or two columns.
    case columns(Int)
    /// A mark on the scalar before it.
    case mark
    /// Shows nothing and is left out.
    case omitted
    /// Has no known or no safe look: ``replacement`` stands for it.
    case replaced

    package static let replacement: Unicode.Scalar = "\u{FFFD}"

    package static func of(_ scalar: Unicode.Scalar) -> ScalarWidth {
        switch scalar.value {
        case 0x20..<0x7F: return .columns(1)
        case 0x00..<0xA0: return .replaced
        // Lines, blocks and bars, of which screens are full: the table says the same, later.
        case 0x2500..<0x25FD: return .columns(1)
        case 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF, 0xE0100...0xE01EF: return .omitted
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: return .omitted
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: return .replaced
        case .format: return .omitted
        case .nonspacingMark, .enclosingMark: return isKnown(properties) ? .mark : .replaced
        default:
            guard isKnown(properties) else { return .replaced }
            return .columns(isWide(scalar.value) ? 2 : 1)
        }
    }

    /// The columns a scalar takes once it is drawn.
    package static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch of(scalar) {
        case .columns(let columns): columns
        case .replaced: 1
        case .mark, .omitted: 0
        }
    }

    /// The columns a text takes once it is drawn.
    package static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    private static func isKnown(_ properties: Unicode.Scalar.Properties) -> Bool {
        guard let age = properties.age else { return false }
        return age.major <= 14
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle].upperBound < value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < wide.count && wide[low].contains(value)
    }

    /// Scalars of two columns, in order. A range may run over scalars that are not assigned.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
        0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F,
        0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
        0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5,
        0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
        0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
        0x2E80...0x3029, 0x302E...0x303E, 0x3041...0x3096, 0x309B...0xA4C6, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x16FE3, 0x16FF0...0x1B2FB, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
        0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C,
        0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4,
        0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E,
        0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F,
        0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC,
        0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
        0x1FA70...0x1FAF6, 0x20000...0x3134A,
    ]
}

extension String {
    /// With blanks at its right, so that it takes so many columns.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - ScalarWidth.columns(of: self)))
    }
}
