/// A bar of parts of a whole.
enum Bar {
    /// Parts, each with its sign and role, out of a whole that takes `width` columns.
    static func pieces(_ parts: [(Int, String, Role)], of whole: Int, width: Int, _ glyphs: Glyphs) -> Pieces {
        var pieces: Pieces = []
        var sum = 0
        var column = 0
        for (part, sign, role) in parts {
            sum += part
            // Rounded sums, not summed roundings: the parts always fill the bar exactly.
            let end = min(width, sum * width / max(1, whole))
            pieces.append((String(repeating: sign, count: max(0, end - column)), Style(role)))
            column = end
        }
        pieces.append((String(repeating: glyphs.barRest, count: max(0, width - column)), Style(.dim)))
        return pieces
    }
}

/// Counts over time, a column each. Nothing is a dim line at the bottom; the most is a full block.
enum Sparkline {
    static func pieces(_ counts: [Int], _ glyphs: Glyphs, _ role: Role = .active) -> Pieces {
        let most = max(1, counts.max() ?? 0)
        let levels = glyphs.levels
        return counts.map { count in
            guard count > 0 else { return (levels[0], Style(.rule)) }
            return (levels[1 + (count * (levels.count - 1) - 1) / most], Style(role))
        }
    }
}
