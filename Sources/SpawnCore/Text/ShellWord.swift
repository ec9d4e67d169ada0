/// A word as one would type it into a shell, to show what is run.
package enum ShellWord {
    /// The word, quoted where it needs to be.
    ///
    /// Nothing is hidden: what cannot be seen, or would be obeyed where it is shown, is spelled out as `$'\x1b'`, so that two words
    /// that differ look different, and a line break ends no line.
    package static func quoted(_ word: String) -> String {
        guard !word.isEmpty else { return "''" }
        if word.unicodeScalars.allSatisfy(isPlain) { return word }
        guard word.unicodeScalars.contains(where: isHidden) else {
            return "'" + word.replacing("'", with: #"'\''"#) + "'"
        }
        var text = "$'"
        for scalar in word.unicodeScalars {
            switch scalar {
            case "'", "\\": text += "\\\(scalar)"
            case _ where isHidden(scalar):
                // A hexadecimal digit that follows would belong to a shorter form.
                let digits = String(scalar.value, radix: 16)
                text +=
                    scalar.value < 0x80
                    ? scalar.spelledOut : #"\U"# + String(repeating: "0", count: 8 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "'"
    }

    /// Words parted by spaces.
    package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":", ",", "+", "@", "%", "=": true
        default: false
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII || scalar.isObeyed { return scalar.isObeyed }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .spaceSeparator, .surrogate,
            .unassigned:
            return true
        default: return scalar.properties.isVariationSelector || scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
