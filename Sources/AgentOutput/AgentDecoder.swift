package import SpawnCore

/// Reads the events of one agent program and keeps a report of what they say.
///
/// Pure: lines in, report out. One decoder belongs to one child, and is used by one thread at a time.
package protocol AgentDecoder {
    /// What the lines said so far.
    var report: AgentReport { get }
    /// Takes one line that is a JSON object. Types it does not know change nothing.
    mutating func take(_ line: JSONLine)
    /// What calls of tools gave back, as far as one line tells it.
    func results(in line: JSONLine) -> [ToolResult]
}

/// What a call of a tool gave back.
package struct ToolResult: Sendable, Equatable {
    /// As the tool wrote it; of a long one the first ``JSONLine/longestString`` bytes.
    package var text: String
    /// Whether there was more.
    package var isCut = false
    /// Whether the call failed.
    package var isError = false

    package init(_ text: String, isCut: Bool = false, isError: Bool = false) {
        self.text = text
        self.isCut = isCut
        self.isError = isError
    }
}

extension ToolResult {
    /// A text, or parts with one each; `nil` where there is none.
    init?(_ field: JSONField?, isError: Bool = false) {
        guard let field else { return nil }
        let parts = field.string != nil ? [field] : field.elements.compactMap { $0["text"] }
        guard !parts.isEmpty else { return nil }
        self.init(
            parts.compactMap(\.string).joined(separator: "\n"), isCut: parts.contains(where: \.isCut), isError: isError)
    }
}
