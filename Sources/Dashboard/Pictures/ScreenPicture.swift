internal import SpawnCore

/// A screen as an SVG file, drawn from the same cells as the terminal's.
package struct ScreenPicture {
    private let grid: CellGrid

    package init(_ grid: CellGrid) { self.grid = grid }

    // A cell of a common monospaced font at 14 pixels.
    private static let width = 8.4
    private static let height = 17.0
    private static let margin = 12.0
    private static let paper = "#14171c"
    private static let ink = "#d4d7dd"

    /// The file.
    package var svg: String {
        let width = Double(grid.size.columns) * Self.width + 2 * Self.margin
        let height = Double(grid.size.rows) * Self.height + 2 * Self.margin
        let fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
        var lines = [
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(Self.number(width)) \#(Self.number(height))" "#
                + #"width="\#(Self.number(width))" height="\#(Self.number(height))" font-family="\#(fonts)" font-size="14">"#,
            #"<rect width="100%" height="100%" rx="8" fill="\#(Self.paper)"/>"#,
        ]
        for row in 0..<grid.size.rows { lines += self.row(row) }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    /// Backgrounds first, then blocks as shapes, then the rest as text.
    private func row(_ row: Int) -> [String] {
        var backgrounds: [String] = []
        var shapes: [String] = []
        var texts: [String] = []
        var column = 0
        while column < grid.size.columns {
            let style = grid[column, row].style
            var end = column
            var text = String.UnicodeScalarView()
            while end < grid.size.columns, grid[end, row].style == style {
                let cell = grid[end, row]
                if let shape = Self.shape(cell.scalar, at: end, row, fill: Self.colour(style, isInk: true) ?? Self.ink)
                {
                    shapes.append(shape)
                    text.append(" ")
                } else {
                    cell.appendScalars(to: &text)
                }
                end += 1
            }
            if let fill = Self.colour(style, isInk: false) {
                backgrounds.append(Self.rectangle(column, row, columns: end - column, fill: fill))
            }
            texts += self.texts(String(text), at: column, row, style)
            column = end
        }
        return backgrounds + shapes + texts
    }

    /// Words of a run of cells. Each word is placed by itself, so that no font can shift what follows.
    private func texts(_ text: String, at start: Int, _ row: Int, _ style: Style) -> [String] {
        var texts: [String] = []
        var word = ""
        var first = start
        var column = start
        func end() -> String? {
            guard !word.isEmpty else { return nil }
            let x = Self.number(Self.margin + Double(first) * Self.width)
            let y = Self.number(Self.margin + Double(row) * Self.height + 13)
            let length = Self.number(Double(column - first) * Self.width)
            return
                #"<text x="\#(x)" y="\#(y)" textLength="\#(length)"\#(Self.attributes(style))>\#(Self.escaped(word))</text>"#
        }
        for scalar in text.unicodeScalars {
            if scalar == " " {
                if let done = end() { texts.append(done) }
                word = ""
                column += 1
                first = column
            } else {
                word.unicodeScalars.append(scalar)
                column += ScalarWidth.columns(scalar)
            }
        }
        if let done = end() { texts.append(done) }
        return texts
    }

    /// Lines and blocks, which fonts draw with gaps; `nil` for everything else.
    private static func shape(_ scalar: Unicode.Scalar, at column: Int, _ row: Int, fill: String) -> String? {
        func part(top: Double, height: Double, opacity: Double = 1) -> String {
            let faded = opacity < 1 ? #" fill-opacity="\#(number(opacity))""# : ""
            return rectangle(column, row, columns: 1, fill: fill, top: top, height: height, faded)
        }
        switch scalar {
        case "█": return part(top: 0.12, height: 0.76)
        case "▓": return part(top: 0.12, height: 0.76, opacity: 0.75)
        case "▒": return part(top: 0.12, height: 0.76, opacity: 0.5)
        case "░": return part(top: 0.12, height: 0.76, opacity: 0.2)
        case "▁"..."▇":
            let share = Double(scalar.value - 0x2580) / 8 * 0.88
            return part(top: 0.94 - share, height: share)
        case "─": return part(top: 0.48, height: 0.06)
        case "━": return part(top: 0.42, height: 0.18)
        case "│": return wall(column, row, fill: fill, top: 0)
        case "┬": return part(top: 0.48, height: 0.06) + "\n" + wall(column, row, fill: fill, top: 0.5)
        default: return nil
        }
    }

    /// A line down the middle of a cell, from a part of its height to its bottom.
    private static func wall(_ column: Int, _ row: Int, fill: String, top: Double) -> String {
        let x = number(margin + (Double(column) + 0.5) * width - 0.5)
        let y = number(margin + (Double(row) + top) * height)
        return #"<rect x="\#(x)" y="\#(y)" width="1" height="\#(number(height * (1 - top)))" fill="\#(fill)"/>"#
    }

    private static func rectangle(
        _ column: Int, _ row: Int, columns: Int, fill: String, top: Double = 0, height share: Double = 1,
        _ more: String = ""
    ) -> String {
        let x = number(margin + Double(column) * width)
        let y = number(margin + (Double(row) + top) * height)
        return
            #"<rect x="\#(x)" y="\#(y)" width="\#(number(Double(columns) * width))" height="\#(number(height * share))" fill="\#(fill)"\#(more)/>"#
    }

    private static func attributes(_ style: Style) -> String {
        let look = Theme.look(style, .full)
        return #" fill="\#(colour(style, isInk: true) ?? ink)""#
            + (look.attributes.contains(.bold) ? #" font-weight="bold""# : "")
            + (look.attributes.contains(.dim) ? #" fill-opacity="0.7""# : "")
            + (look.attributes.contains(.underline) ? #" text-decoration="underline""# : "")
    }

    /// The colour of the ink, or of what is behind it; `nil` is the paper's own.
    private static func colour(_ style: Style, isInk: Bool) -> String? {
        let look = Theme.look(style, .full)
        let isSwapped = look.attributes.contains(.reverse)
        let number = isInk != isSwapped ? look.foreground : look.background
        if let number { return Palette.colour(number).hex }
        return isSwapped ? (isInk ? paper : ink) : nil
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }

    /// With at most two decimals.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        return rest == 0
            ? "\(whole)" : rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
