/// What values the fields of a task may have, whatever file they stand in.
enum TaskFieldRules {
    static let agents = "\(AgentName.allowed), or self for the plain LLM"
    static let timeouts = "seconds, above 0 and at most 1000000000"
    static let ids =
        "an id without spaces, commas and control characters, not beginning with -, at most 100 bytes long"

    /// The agent of a name as people write it: `@coder` or `coder`. `self` and `none` are the plain LLM.
    ///
    /// - Parameter text: The name.
    /// - Returns: The agent, with `nil` for the plain LLM; `nil` for a name that is not allowed.
    static func agent(_ text: String) -> String?? {
        let name = text.hasPrefix("@") ? String(text.dropFirst()) : text
        if name == "self" || name == "none" { return .some(nil) }
        return AgentName.isValid(name) ? .some(name) : nil
    }

    static func isID(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count) && !text.hasPrefix("-")
            && text.unicodeScalars.allSatisfy { scalar in
                scalar != "," && !scalar.properties.isWhitespace
                    && ![.control, .format].contains(scalar.properties.generalCategory)
            }
    }

    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
