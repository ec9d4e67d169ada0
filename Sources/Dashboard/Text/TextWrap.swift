internal import SpawnCore

/// Cutting lines into pieces that fit a width.
enum TextWrap {
    /// The rows of a text as ranges of its scalars, without line ends; one, perhaps empty, for every line.
    ///
    /// Rows break after a word, unless that would leave much of one empty.
    static func ranges(of text: String, width: Int?) -> [Range<Int>] {
        guard text.utf8.contains(0x0A) else { return ranges(ofLine: text, width: width, keepsWords: true) }
        var start = 0
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            defer { start += line.unicodeScalars.count + 1 }
            return ranges(ofLine: String(line), width: width, keepsWords: true).map {
                ($0.lowerBound + start)..<($0.upperBound + start)
            }
        }
    }

    private static func ranges(ofLine line: String, width: Int?, keepsWords: Bool) -> [Range<Int>] {
        guard let width = width.map({ max(1, $0) }), line.utf8.count > width else {
            return [0..<line.unicodeScalars.count]
        }
        var pieces: [Range<Int>] = []
        var (start, used, index) = (0, 0, 0)
        // Where the last word begins, and its columns so far.
        var (word, wordColumns) = (0, 0)
        for scalar in line.unicodeScalars {
            let columns = ScalarWidth.columns(scalar)
            if used + columns > width, index > start {
                let isWhole = keepsWords && scalar != " " && word > start && wordColumns <= width / 3
                let end = isWhole ? word : index
                pieces.append(start..<end)
                used = isWhole ? wordColumns : 0
                if !isWhole { (word, wordColumns) = (index, 0) }
                start = end
            }
            used += columns
            index += 1
            if scalar == " " { (word, wordColumns) = (index, 0) } else { wordColumns += columns }
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

    /// The pieces of a line that fit a width, broken anywhere.
    static func pieces(of line: String, width: Int) -> [String] {
        let scalars = Array(line.unicodeScalars)
        return ranges(ofLine: line, width: width, keepsWords: false).map { range in
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[range])
            return String(piece)
        }
    }
}
