import CNcurses
import Dashboard

/// The colours of the roles, for as many colours as the terminal has. Colour never says what glyph and word do not.
///
/// The 256-colour palette keeps to blue, bluish green, amber and vermilion, which stay apart for every common kind of colour
/// blindness.
@MainActor
struct Palette {
    private struct Look {
        var attributes: attr_t
        var pair: Int16
    }

    private var looks: [Look] = []

    /// Sets the colours up. The screen must be open.
    ///
    /// - Parameter usesColor: False draws with bold, dim and reverse alone.
    init(usesColor: Bool) {
        let colors = usesColor && has_colors() ? Int(aurora_color_count()) : 0
        if colors >= 8 {
            start_color()
            use_default_colors()
        }
        for role in Role.allCases {
            for isSelected in [false, true] { looks.append(Self.look(role, isSelected, colors)) }
        }
    }

    /// Makes what is written next look so.
    func apply(_ style: Style) {
        let look = looks[Int(style.role.rawValue) * 2 + (style.isSelected ? 1 : 0)]
        attr_set(look.attributes, look.pair, nil)
    }

    private static func look(_ role: Role, _ isSelected: Bool, _ colors: Int) -> Look {
        guard colors >= 8 else { return Look(attributes: monochrome(role, isSelected), pair: 0) }
        let pair = Int16(role.rawValue) * 2 + (isSelected ? 2 : 1)
        if colors >= 256 {
            init_pair(pair, color256(role, isSelected), isSelected ? 237 : -1)
            return Look(attributes: role == .title ? aurora_bold() : 0, pair: pair)
        }
        init_pair(pair, color8(role), -1)
        var attributes: attr_t = isSelected ? aurora_reverse() : 0
        if role == .title { attributes |= aurora_bold() }
        if role == .dim || role == .rule, !isSelected { attributes |= aurora_dim() }
        return Look(attributes: attributes, pair: pair)
    }

    private static func monochrome(_ role: Role, _ isSelected: Bool) -> attr_t {
        let attributes: attr_t =
            switch role {
            case .title, .danger, .key: aurora_bold()
            case .dim, .rule: aurora_dim()
            case .text, .active, .success, .warning: 0
            }
        return isSelected ? attributes | aurora_reverse() : attributes
    }

    private static func color256(_ role: Role, _ isSelected: Bool) -> Int16 {
        switch role {
        case .text, .title: isSelected ? 255 : -1
        case .dim: isSelected ? 250 : 245
        case .active: 75
        case .success: 72
        case .warning: 179
        case .danger: 203
        case .key: 110
        case .rule: 240
        }
    }

    private static func color8(_ role: Role) -> Int16 {
        switch role {
        case .text, .title, .dim, .rule: -1
        case .active, .key: Int16(COLOR_CYAN)
        case .success: Int16(COLOR_GREEN)
        case .warning: Int16(COLOR_YELLOW)
        case .danger: Int16(COLOR_RED)
        }
    }
}
