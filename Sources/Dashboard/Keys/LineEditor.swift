/// A line that is being typed: characters at its end, backspace, Ctrl-U.
package struct LineEditor: Equatable, Sendable {
    /// What a key led to.
    package enum Outcome: Sendable { case changed, accepted, abandoned, nothing }

    /// The longest line.
    static let limit = 200

    package private(set) var text: String

    init(_ text: String = "") { self.text = text }

    /// Adds a text that was pasted: its first line, and of that what can be typed.
    mutating func insert(_ pasted: String) {
        let line = pasted.drop { $0.isWhitespace }.prefix { !$0.isNewline }.unicodeScalars
        let typed = line.filter { $0.properties.generalCategory != .control }
        text = String((text + String(String.UnicodeScalarView(typed))).prefix(Self.limit))
    }

    mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .character(let character):
            guard text.count < Self.limit else { return .nothing }
            text.append(character)
        case .backspace:
            guard !text.isEmpty else { return .abandoned }
            text.removeLast()
        case .eraseLine: text = ""
        case .enter: return .accepted
        case .escape: return .abandoned
        default: return .nothing
        }
        return .changed
    }
}
