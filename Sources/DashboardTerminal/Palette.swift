import CNcurses
import Dashboard

/// The looks of the dashboard as ncurses knows them. Pairs of colours are made when they are first needed.
@MainActor
final class Palette {
    private let depth: ColourDepth
    private let mostPairs: Int
    private var pairs: [[UInt8?]: Int16] = [:]

    /// Sets the colours up. The screen must be open.
    ///
    /// - Parameter usesColour: False draws with bold, dim, underline and reverse alone.
    init(usesColour: Bool) {
        guard usesColour, has_colors() else {
            (depth, mostPairs) = (.none, 0)
            return
        }
        // ncurses counts them when it is asked to use them, not before.
        start_color()
        use_default_colors()
        (depth, mostPairs) = (ColourDepth(colours: Int(aurora_color_count())), Int(aurora_pair_count()))
    }

    /// Makes what is written next look so.
    func apply(_ style: Style) {
        let look = Theme.look(style, depth)
        var attributes: attr_t = 0
        if look.attributes.contains(.bold) { attributes |= aurora_bold() }
        if look.attributes.contains(.dim) { attributes |= aurora_dim() }
        if look.attributes.contains(.underline) { attributes |= aurora_underline() }
        if look.attributes.contains(.reverse) { attributes |= aurora_reverse() }
        attr_set(attributes, pair(look.foreground, look.background), nil)
    }

    /// The pair of two colours; that of the terminal's own when there are no more to be had.
    private func pair(_ foreground: UInt8?, _ background: UInt8?) -> Int16 {
        guard foreground != nil || background != nil else { return 0 }
        let key = [foreground, background]
        if let known = pairs[key] { return known }
        guard pairs.count + 1 < min(mostPairs, Int(Int16.max)) else { return 0 }
        let pair = Int16(pairs.count + 1)
        init_pair(pair, foreground.map(Int16.init) ?? -1, background.map(Int16.init) ?? -1)
        pairs[key] = pair
        return pair
    }
}
