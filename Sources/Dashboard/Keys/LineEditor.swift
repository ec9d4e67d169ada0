/// A line that is being typed: characters at its end, backspace, Ctrl-U.
package struct LineEditor: Equatable, Sendable {
    /// What a key led to.
    package enum Outcome: Sendable { case changed, accepted, abandoned, nothing }

    /// The longest line.
    static let limit = 200

    package private(set) var text: String

    init(_ text: String = "") { self.text = text }

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
