internal import SpawnCore

/// What values the fields of a task may have, whatever file they stand in.
enum TaskFieldRules {
    static let agents = "\(AgentName.allowed), or self for the plain LLM"
    static let timeouts = "seconds, above 0 and at most 1000000000"
    static let budgets = "dollars, from 0.0001 to 1000000"
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

    /// The amount of money that digits say, such as `0.5` or, as people write it, `$0.50`; `nil` for one that is not allowed.
    static func budget(_ text: String) -> USDollars? {
        let digits = text.hasPrefix("$") ? text.dropFirst() : text[...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else { return nil }
        return Double(digits).flatMap(budget)
    }

    static func budget(_ dollars: Double) -> USDollars? {
        guard SpawnerConfiguration.budgetRange.contains(dollars) else { return nil }
        return USDollars(nanodollars: Int((dollars * 1e9).rounded()))
    }

    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
