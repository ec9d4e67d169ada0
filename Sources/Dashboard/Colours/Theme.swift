/// The looks of the roles at each colour depth. Colour never says what glyph and word do not.
///
/// At 256 colours it keeps to blue, bluish green, amber and vermilion, which stay apart for every common kind of colour
/// blindness (after Okabe and Ito, 2008).
package enum Theme {
    /// The background of what is selected, at 256 colours.
    static let selection: UInt8 = 237

    /// How a style looks.
    package static func look(_ style: Style, _ depth: ColourDepth) -> Look {
        var look = look(style.role, isSelected: style.isSelected, depth)
        guard style.role == .text, style.child != .plain else { return look }
        look.foreground = style.child.foreground.flatMap(depth.nearest) ?? look.foreground
        look.background = style.child.background.flatMap(depth.nearest) ?? look.background
        look.attributes.formUnion(style.child.attributes)
        return look
    }

    private static func look(_ role: Role, isSelected: Bool, _ depth: ColourDepth) -> Look {
        switch depth {
        case .none: monochrome(role, isSelected)
        case .eight, .sixteen: few(role, isSelected)
        case .full:
            Look(
                foreground: full(role, isSelected),
                background: role == .match ? 179 : isSelected ? selection : nil,
                attributes: role == .title ? .bold : [])
        }
    }

    private static func full(_ role: Role, _ isSelected: Bool) -> UInt8? {
        switch role {
        case .text, .title: isSelected ? 255 : nil
        case .dim: isSelected ? 250 : 245
        case .active: 75
        case .success: 72
        case .warning: 179
        case .danger: 203
        case .key: 110
        case .rule: 240
        case .match: 16
        }
    }

    private static func few(_ role: Role, _ isSelected: Bool) -> Look {
        let foreground: UInt8? =
            switch role {
            case .text, .title, .dim, .rule, .match: nil
            case .active, .key: 6
            case .success: 2
            case .warning: 3
            case .danger: 1
            }
        // A reversed row of several colours would be a patchwork.
        var look = Look(
            foreground: isSelected ? nil : foreground, background: nil, attributes: isSelected ? .reverse : [])
        if role == .title { look.attributes.insert(.bold) }
        if role == .match { look.attributes.formSymmetricDifference(.reverse) }
        if role == .dim || role == .rule, !isSelected { look.attributes.insert(.dim) }
        return look
    }

    private static func monochrome(_ role: Role, _ isSelected: Bool) -> Look {
        var attributes: ChildStyle.Attributes =
            switch role {
            case .title, .danger, .key: .bold
            case .dim, .rule: .dim
            case .match: [.bold, .underline]
            case .text, .active, .success, .warning: []
            }
        if isSelected { attributes.insert(.reverse) }
        return Look(foreground: nil, background: nil, attributes: attributes)
    }
}
