/// A text as the tokens that hints are made of.
///
/// Letters are lower-case and lose their accents, wide forms their width and every space its kind, so that `10:00 PM` with
/// the narrow space of a formatter, `３時` and `réinitialisée` are met as `10:00 pm`, `3時` and `reinitialisee`.
struct HintText {
    enum Kind {
        /// Letters, and names of fields with all their parts: `resets`, `x-ratelimit-reset-5h`, `resets_in_seconds`.
        case word
        /// Digits.
        case number
        /// One sign of a script that is written without spaces.
        case sign
        /// Anything else that is no space.
        case mark
    }

    struct Token {
        var kind: Kind
        /// The token itself, folded.
        var text: String
        /// As it was written: names of zones are told apart by case.
        var original: String
        /// True where nothing stands between it and the token before.
        var isGlued: Bool
        /// Where it begins, in bytes of the text.
        var place: Int
        /// What its digits come to.
        var number: Double { kind == .number && text.utf8.count <= 30 ? Double(text) ?? 0 : 0 }
    }

    private(set) var tokens: [Token] = []

    init(_ bytes: some Collection<UInt8>) {
        var builder = Builder()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { builder.add(scalar) }
        builder.finish()
        tokens = builder.tokens
    }

    /// Joins scalars into tokens.
    private struct Builder {
        var tokens: [Token] = []
        private var text = ""
        private var original = ""
        private var kind: Kind?
        private var start = 0
        private var place = 0
        private var isGlued = false
        /// A hyphen or an underscore after a word, which belongs to it when a letter or a digit follows.
        private var joiner: Unicode.Scalar?
        private var hasJoiner = false

        mutating func add(_ scalar: Unicode.Scalar) {
            let here = place
            place += UTF8.width(scalar)
            guard let folded = HintText.fold(scalar) else { return }
            if folded == " " {
                finish()
                isGlued = false
                return
            }
            let new = HintText.kind(of: folded)
            if let waiting = joiner {
                joiner = nil
                if new == .word || new == .number && (hasJoiner || waiting == "_") {
                    hasJoiner = true
                    append(waiting, waiting)
                    append(folded, scalar)
                    return
                }
                finish()
                begin(.mark, waiting, waiting, at: here - 1)
                finish()
            }
            if kind == .word, folded == "-" || folded == "_" {
                joiner = folded
                return
            }
            if new == kind, new == .word || new == .number {
                append(folded, scalar)
            } else if kind == .word, new == .number, hasJoiner {
                append(folded, scalar)
            } else {
                finish()
                begin(new, folded, scalar, at: here)
            }
        }

        private mutating func begin(
            _ new: Kind, _ folded: Unicode.Scalar, _ scalar: Unicode.Scalar, at here: Int
        ) {
            kind = new
            start = here
            append(folded, scalar)
        }

        private mutating func append(_ folded: Unicode.Scalar, _ scalar: Unicode.Scalar) {
            text.unicodeScalars.append(folded)
            original.unicodeScalars.append(scalar)
        }

        mutating func finish() {
            if let kind {
                tokens.append(Token(kind: kind, text: text, original: original, isGlued: isGlued, place: start))
                isGlued = true
            }
            kind = nil
            text = ""
            original = ""
            hasJoiner = false
            guard let waiting = joiner else { return }
            joiner = nil
            begin(.mark, waiting, waiting, at: place - 1)
            finish()
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x30...0x39: .number
        case 0x61...0x7A, 0xDF...0x24F, 0x430...0x45F: .word
        case 0x3040...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF: .sign
        default: .mark
        }
    }

    /// What À to ÿ are without their accents.
    private static let withoutAccents = Array(
        "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo/ouuuuypy".unicodeScalars)
    /// What Ā to ſ are without theirs.
    private static let withoutMarks = Array(
        ("aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
            + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").unicodeScalars)

    /// A scalar as it is compared; `nil` for what is not seen.
    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x41...0x5A: return Unicode.Scalar(UInt8(scalar.value) | 0x20)
        case 0...0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return " "
        case 0x21...0x7E: return scalar
        case 0xC0...0xFF: return withoutAccents[Int(scalar.value) - 0xC0]
        case 0x100...0x17F: return withoutMarks[Int(scalar.value) - 0x100]
        case 0x300...0x36F, 0x200B...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF: return nil
        case 0x410...0x42F: return Unicode.Scalar(scalar.value + 0x20)
        case 0x401, 0x451: return "е"
        case 0x2010, 0x2011, 0x2212: return "-"
        case 0x2018, 0x2019: return "'"
        case 0x201C, 0x201D: return "\""
        case 0x3001: return ","
        case 0x3002: return "."
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).flatMap(fold)
        default: return scalar
        }
    }
}
