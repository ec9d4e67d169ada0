import AuroraCommand
import Testing

@Suite("Sign-in") struct SignInTests {
    static let cases: [(program: String, environment: [String: String], files: Set<String>, evidence: String?)] = [
        ("claude", ["HOME": "/h"], [], nil),
        ("claude", ["HOME": "/h", "ANTHROPIC_API_KEY": "k"], ["/h/.claude/.credentials.json"], "ANTHROPIC_API_KEY"),
        (
            "claude", ["HOME": "/h", "ANTHROPIC_API_KEY": ""], ["/h/.claude/.credentials.json"],
            "/h/.claude/.credentials.json"
        ),
        ("claude", ["HOME": "/h", "CLAUDE_CONFIG_DIR": "/c"], ["/c/.credentials.json"], "/c/.credentials.json"),
        ("codex", ["HOME": "/h", "CODEX_HOME": "/c"], ["/c/auth.json"], "/c/auth.json"),
        ("codex", ["HOME": "/h"], ["/h/.codex/auth.json"], "/h/.codex/auth.json"),
        ("gemini", ["HOME": "/h", "GEMINI_API_KEY": "k"], [], "GEMINI_API_KEY"),
    ]

    @Test("sign-in: a variable with a key, or a file that a login leaves, shows it", arguments: cases.indices)
    func evidence(index: Int) throws {
        let (program, environment, files, evidence) = Self.cases[index]
        let signIn = try #require(SignIn.known[program])
        #expect(signIn.evidence(environment) { files.contains($0) } == evidence)
    }
}
