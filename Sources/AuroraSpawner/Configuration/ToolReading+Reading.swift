extension ToolReading {
    static let keys = [
        "format", "channels", "failure_patterns", "fail_on_empty_output", "json_errors", "kill_on_error_pattern",
        "exit_codes",
    ]

    /// Reads the fields of a tool that say how its output is read.
    init(_ fields: JSONReader.Fields) throws(InputError) {
        self.init()
        if let field = fields["format"] { format = try field.choice(AgentFormat.self) }
        if let field = fields["channels"] {
            let channels = try field.object(["stdout", "stderr"])
            if let channel = channels["stdout"] { stdout = try channel.choice(OutputChannel.self) }
            if let channel = channels["stderr"] { stderr = try channel.choice(OutputChannel.self) }
        }
        if let field = fields["failure_patterns"] { failurePatterns = try field.patterns() }
        if let field = fields["fail_on_empty_output"] { failsOnEmptyOutput = try field.bool() }
        if let field = fields["json_errors"] { reportsErrorsAsData = try field.bool() }
        if let field = fields["kill_on_error_pattern"] { killsOnErrorPattern = try field.bool() }
        guard let field = fields["exit_codes"] else { return }
        for (code, meaning) in try field.dictionary({ (code, value) throws(InputError) in
            guard let number = Int32(code), (1...255).contains(number) else {
                throw value.failure(
                    value.value.line, "'\(code)' in \(field.path) is no exit code; allowed are 1 to 255")
            }
            return try value.choice(
                ErrorMeaning.names.compactMap { name in ErrorMeaning(named: name).map { (name, $0) } })
        }) {
            if let number = Int32(code) { exitCodes[number] = meaning }
        }
    }
}

extension JSONReader {
    /// Error patterns, each of them one that can be used.
    func patterns() throws(InputError) -> [String] {
        var patterns: [String] = []
        for element in try elements() {
            let pattern = try element.string()
            if let complaint = OutputClassifier.complaint(about: pattern) {
                throw element.failure(
                    element.value.line,
                    "\(element.path) is the pattern '\(pattern)', which cannot be used: \(complaint); allowed are regular "
                        + "expressions without look-around and back-references that match at least one character")
            }
            patterns.append(pattern)
        }
        return patterns
    }
}
