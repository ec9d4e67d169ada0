internal import SpawnCore

/// Cutting lines into pieces that fit a width.
enum TextWrap {
    /// The pieces of a text as ranges of its scalars, without line ends; one, perhaps empty, for every line.
    static func ranges(of text: String, width: Int?) -> [Range<Int>] {
        guard text.utf8.contains(0x0A) else { return rangesOfLine(text, width: width) }
        var start = 0
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            defer { start += line.unicodeScalars.count + 1 }
            return rangesOfLine(String(line), width: width).map { ($0.lowerBound + start)..<($0.upperBound + start) }
        }
    }

    private static func rangesOfLine(_ line: String, width: Int?) -> [Range<Int>] {
        guard let width = width.map({ max(1, $0) }), line.utf8.count > width else {
            return [0..<line.unicodeScalars.count]
        }
        var pieces: [Range<Int>] = []
        var start = 0
        var used = 0
        var index = 0
        for scalar in line.unicodeScalars {
            let columns = ScalarWidth.columns(scalar)
            if used + columns > width, index > start {
                pieces.append(start..<index)
                start = index
                used = 0
            }
            used += columns
            index += 1
        }
        pieces.append(start..<index)
        return pieces
    }

    /// Lines that break between words, and within those that are longer than a line.
    static func words(of text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ").flatMap({ pieces(of: String($0), width: width) }) {
            if let last = lines.last, ScalarWidth.columns(of: last) + 1 + ScalarWidth.columns(of: word) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    /// The pieces as texts.
    static func pieces(of line: String, width: Int) -> [String] {
        let scalars = Array(line.unicodeScalars)
        return ranges(of: line, width: width).map { range in
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[range])
            return String(piece)
        }
    }
}
