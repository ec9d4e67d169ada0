/// Tells what a tool shows from what it says: source code, the output of compilers and tests, tables, differences and the
/// logs of other programs are full of the words of errors, and none of it is about the tool.
enum ForeignLine {
    /// True for a line, in lower case and without the white space before it, that is no tool's own words.
    static func isOne(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, !isMarkedError(text) else { return false }
        return prefixes.begin(text) || first == UInt8(ascii: "|") || tableParts.areIn(text) || isCode(text)
            || isPlace(text) || testParts.areIn(text) || isLog(text) || isCount(text) || isCommit(text)
    }

    /// True for `✕ [API Error: …` and `✗ fatal: …`: the marks of tests that failed are those of errors, too.
    private static func isMarkedError(_ text: ArraySlice<UInt8>) -> Bool {
        guard ["✕ ", "✗ ", "✖ ", "✘ "].contains(where: { text.starts(with: $0.utf8) }) else { return false }
        let said = text.dropFirst(4)
        if ["[", "error:", "fatal:", "fatal error", "api error"].contains(where: { said.starts(with: $0.utf8) }) {
            return true
        }
        // What a tool says to its user, and no name of a test: ✗ Model call failed: … (Request ID: …)
        let line = String(decoding: said, as: UTF8.self)
        guard !["ms", "ms)", "s)", "]"].contains(where: line.hasSuffix) else { return false }
        return ["failed: ", "error: ", "request id", "://", " you ", " your ", " you've ", " you're ", "run /", ". "]
            .contains { line.contains($0) }
            && !line.hasPrefix("'") && ![" '", "\"", "`", " > ", " › "].contains { line.prefix(12).contains($0) }
    }

    private static func isCode(_ line: ArraySlice<UInt8>) -> Bool {
        codeEndings.contains { line.suffix($0.utf8.count).elementsEqual($0.utf8) } || codeParts.areIn(line)
            // A name that is given a text.
            || givenTexts.begin(line.drop { isDigit($0) || (0x61...0x7A).contains($0) || $0 >= 0x80 || $0 == 0x5F })
            // What a compiler shows below an error: 12 |     let x = 1
            || line.drop { isDigit($0) || $0 == 0x20 }.starts(with: "| ".utf8)
    }

    /// `src/http.ts(12,9): …`, `limiter_test.go:41: …`: what compilers and searches begin a line with.
    private static func isPlace(_ text: ArraySlice<UInt8>) -> Bool {
        let path = text.prefix { isPathByte($0) }
        guard let dot = path.lastIndex(of: UInt8(ascii: ".")) else { return false }
        let ending = String(decoding: path[(dot + 1)...], as: UTF8.self)
        let rest = text[path.endIndex...]
        guard sourceEndings.contains(ending), let mark = rest.first, ":(-".utf8.contains(mark) else { return false }
        return rest.dropFirst().first.map(isDigit) ?? false
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "._-/\\@+".utf8.contains(byte) || byte >= 0x80
    }

    /// True for a commit as a history lists it: its short name, and what it is about.
    private static func isCommit(_ text: ArraySlice<UInt8>) -> Bool {
        let name = text.prefix { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return 7...40 ~= name.count && text[name.endIndex...].first == 0x20
            && name.contains { $0 < 0x3A } && name.contains { $0 > 0x60 }
    }

    /// What a linter or a compiler counts: `2 errors (forbidden import, unused limit)`, `1 error, 2 warnings`. One that
    /// announces an error counts what went wrong for itself.
    private static func isCount(_ line: ArraySlice<UInt8>) -> Bool {
        guard !announcements.begin(line) else { return false }
        return line.indices.dropFirst(2).contains { place in
            guard line[place - 1] == 0x20, isDigit(line[place - 2]), counted.begin(line[place...]) else { return false }
            // What is counted, and a bracket or the next number.
            let rest = line[place...].drop { (0x61...0x7A).contains($0) }
            return rest.starts(with: " (".utf8) || rest.dropFirst(2).first.map(isDigit) == true
        }
    }

    /// A line of a log that names the part of another program it comes from, or that no error is behind.
    private static func isLog(_ line: ArraySlice<UInt8>) -> Bool {
        if accessParts.areIn(line) { return true }
        // ERROR rmcp::transport::worker: …
        if loudLevels.begin(line),
            let name = line.split(separator: 0x20, maxSplits: 2).dropFirst().first, modules.areIn(name),
            name.last == UInt8(ascii: ":")
        {
            return true
        }
        guard let first = line.first, isDigit(first) || first == UInt8(ascii: "[") else { return false }
        let head = line.prefix(80)
        if quietLevels.areIn(head) { return true }
        // 2026-07-04T02:11:09.7Z  ERROR rmcp::transport::worker: …
        return head.prefix(5).allSatisfy { isDigit($0) || $0 == 0x2D } && modules.areIn(head)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static let prefixes: Phrases = [
        // Listings, and what builds tell of themselves.
        "-rw", "drw", "lrw", "-r-", "compiling ", "linking ", "checking ", "downloading ", "installing ", "commit ",
        // Code, and what others said.
        "> ", "get /", "post /", "put /", "delete /", "patch /", "head /",
        "//", "/*", "```", "def ", "func ", "fn ", "class ", "let ", "var ", "const ", "return ", "it(", "describe(",
        "import ", "from \"", "@@ ", "diff --git", "+++ ", "+\t", "-\t", "+    ", "-    ", "~~~", "#include", "raise ",
        "throw ",
        "{\"", "if (", "if err", "elif ", "case ", "catch (", "except ", "export ", "public ", "private ", "select ",
        "insert ",
        "$ ", "${", "console.", "print(",
        // Compilers and stack traces.
        "error[e", "error ts", "--> ", "= note", "= help", "note: ", "help: ", "hint: ", "at ", "file \"", "file:///",
        "^",
        // Tests.
        "--- fail", "--- pass", "=== run", "pass ", "fail ", "fail\t", "ok  ", "ok\t", "not ok ", "ok ", "✓", "✔", "✗",
        "✘", "✖",
        "✕ ", "❯", "◇", "◆", "assert", "expected:", "expected status", "received:", "actual:", "e   ", "test ",
        "tests:", "tests ",
        "test suites",
        "failures:", "short test summary", "collected ", "running test", "xctassert", "expectation failed",
        "panic: test timed out",
        "failed tests",
        "passed ", "skipped ", "expect(",
    ]

    private static let codeEndings = [";", ") {", "});", "= {", ") do", "=> {"]
    private static let givenTexts: Phrases = [" = \"", " = '"]
    private static let codeParts: Phrases = [
        " => ", " === ", " !== ", " == ", " != ", "function(", "= new ", ".catch(", ".then(", "|rate", "|too", "|usage",
        "[- ]?", ".*", "re.compile", "logger.", ".error(", "(\\d",
    ]
    private static let tableParts: Phrases = [" │ "]
    private static let testParts: Phrases = [
        "::test_", "tests run:", " passed, ", "(expected ", " test failed", "*** [", " test_", "/test_", ".test.",
        "_test.", "assertionerror", "assertion failed", "assertion `",
        "err_assertion", " tests passed", " tests failed", " passed in ", " failed in ", "error: test failed",
        " specs, ", " examples, ", " scenarios (", " assertions, ",
        "to equal", "tobe(", "toequal(",
    ]
    private static let announcements: Phrases = ["error", "fatal", "failed", "api error"]
    private static let counted: Phrases = [
        "error (", "errors (", "problem (", "problems (", "warning (", "warnings (", "error, ", "errors, ", "warning, ",
        "warnings, ",
    ]
    private static let accessParts: Phrases = [
        "\"get /", "\"post /", "\"put /", "\"delete /", "\"head /", "#0: *", "[warn]", "[info]", "[debug]",
    ]
    private static let modules: Phrases = ["::"]
    private static let loudLevels: Phrases = ["error ", "warn "]
    private static let quietLevels: Phrases = [
        " info ", " info:", " info]", " debug ", " debug:", " debug]", " trace ", " warn ", " warn:", " warning ",
        " warning:", "[info", "[debug", "[warn",
    ]
    private static let sourceEndings: Set<String> = [
        "swift", "ts", "tsx", "js", "jsx", "mjs", "cjs", "py", "go", "rs", "rb", "java", "kt", "c", "h", "cc", "cpp",
        "hpp", "cs",
        "php", "sh", "bash", "zsh", "md", "json", "jsonl", "toml", "yaml", "yml", "txt", "html", "css", "vue", "svelte",
        "lua",
        "pl", "ex", "exs", "scala", "sql", "tf", "proto", "log", "xml", "ini", "cfg", "conf", "env",
    ]
}
