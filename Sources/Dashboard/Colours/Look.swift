/// How something is shown on a terminal: two colours out of its own, and attributes.
package struct Look: Hashable, Sendable {
    /// `nil` is the terminal's own colour.
    package var foreground: UInt8?
    package var background: UInt8?
    package var attributes: ChildStyle.Attributes = []
}

/// How many colours a terminal has.
package enum ColourDepth: Sendable, CaseIterable {
    /// None, or none wanted: bold, dim, underline and reverse alone.
    case none
    case eight
    case sixteen
    /// 256 or more.
    case full

    /// The depth for a number of colours.
    package init(colours: Int) {
        switch colours {
        case 256...: self = .full
        case 16...: self = .sixteen
        case 8...: self = .eight
        default: self = .none
        }
    }

    /// The nearest colour that this depth has to one of the 256.
    func nearest(_ colour: UInt8) -> UInt8? {
        switch self {
        case .none: nil
        case .full: colour
        case .sixteen: colour < 16 ? colour : Palette.nearest(to: colour, among: 16)
        case .eight: colour < 8 ? colour : colour < 16 ? colour - 8 : Palette.nearest(to: colour, among: 8)
        }
    }
}
