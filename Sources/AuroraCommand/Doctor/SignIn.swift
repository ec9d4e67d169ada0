/// What shows that an agent program is signed in, without asking its service: variables with a key, and files that it keeps.
package struct SignIn: Sendable {
    /// Variables that hold a key, in the order in which the program looks.
    private let variables: [String]
    /// Files beneath the home directory that a login leaves, or beneath the directory that a variable names.
    private let files: [(variable: String?, path: String)]
    /// How to sign in.
    package let way: String

    /// What is known of the built-in tools, by the names of their programs; as their documentation has it in November 2026.
    package static let known: [String: SignIn] = [
        "claude": SignIn(
            variables: [
                "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK",
                "CLAUDE_CODE_USE_VERTEX",
            ],
            files: [("CLAUDE_CONFIG_DIR", ".credentials.json"), (nil, ".claude/.credentials.json")],
            way: "start claude once and type /login, or set ANTHROPIC_API_KEY"),
        "codex": SignIn(
            variables: ["CODEX_API_KEY", "OPENAI_API_KEY"],
            files: [("CODEX_HOME", "auth.json"), (nil, ".codex/auth.json")],
            way: "codex login, or set CODEX_API_KEY"),
        "gemini": SignIn(
            variables: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI"],
            files: [(nil, ".gemini/oauth_creds.json")],
            way: "start gemini once, or set GEMINI_API_KEY"),
    ]

    /// What shows that it is signed in. It may be without that, in a way of its own.
    ///
    /// - Parameters:
    ///   - environment: The environment that it would find.
    ///   - exists: Whether there is a file.
    /// - Returns: The variable or the file; `nil` where there is neither.
    package func evidence(_ environment: [String: String], exists: (String) -> Bool) -> String? {
        if let variable = variables.first(where: { environment[$0]?.isEmpty == false }) { return variable }
        return files.lazy.compactMap { variable, path in
            environment[variable ?? "HOME"].flatMap { $0.isEmpty ? nil : "\($0)/\(path)" }
        }.first(where: exists)
    }
}
