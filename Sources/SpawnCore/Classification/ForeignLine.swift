/// Tells what a tool shows from what it says: source code, the output of compilers and tests, tables, differences and the
/// logs of other programs are full of the words of errors, and none of it is about the tool.
enum ForeignLine {
    /// True for a line, in lower case and without the white space before it, that is no tool's own words.
    static func isOne(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, !isMarkedError(text) else { return false }
        if prefixes.contains(where: { text.starts(with: $0.utf8) }) { return true }
        let line = String(decoding: text, as: UTF8.self)
        return first == UInt8(ascii: "|") || line.contains(" │ ") || isCode(line) || isPlace(text) || isTest(line)
            || isLog(line) || isCount(line) || isCommit(text)
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
        return ["failed: ", "error: ", "request id", "://", " you ", " your ", " you've ", " you're ", "run /"].contains
        { line.contains($0) }
            && !line.hasPrefix("'") && ![" '", "\"", "`", " > ", " › "].contains { line.prefix(12).contains($0) }
    }

    private static func isCode(_ line: String) -> Bool {
        codeEndings.contains { line.hasSuffix($0) } || codeParts.contains { line.contains($0) }
            // A name that is given a text.
            || [" = \"", " = '"].contains { line.drop { $0.isLetter || $0.isNumber || $0 == "_" }.hasPrefix($0) }
            // What a compiler shows below an error: 12 |     let x = 1
            || line.drop { $0.isNumber || $0 == " " }.hasPrefix("| ")
    }

    /// `src/http.ts(12,9): …`, `limiter_test.go:41: …`: what compilers and searches begin a line with.
    private static func isPlace(_ text: ArraySlice<UInt8>) -> Bool {
        let path = text.prefix { isPathByte($0) }
        guard let dot = path.lastIndex(of: UInt8(ascii: ".")) else { return false }
        let ending = String(decoding: path[(dot + 1)...], as: UTF8.self)
        let rest = text[path.endIndex...]
        guard sourceEndings.contains(ending), let mark = rest.first, ":(-".utf8.contains(mark) else { return false }
        return rest.dropFirst().first.map { (0x30...0x39).contains($0) } ?? false
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "._-/\\@+".utf8.contains(byte) || byte >= 0x80
    }

    private static func isTest(_ line: String) -> Bool {
        testParts.contains { line.contains($0) }
    }

    /// True for a commit as a history lists it: its short name, and what it is about.
    private static func isCommit(_ text: ArraySlice<UInt8>) -> Bool {
        let name = text.prefix { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return 7...40 ~= name.count && text[name.endIndex...].first == 0x20
            && name.contains { $0 < 0x3A } && name.contains { $0 > 0x60 }
    }

    /// What a linter or a compiler counts: `2 errors (forbidden import, unused limit)`, `1 error, 2 warnings`. One that
    /// announces an error counts what went wrong for itself.
    private static func isCount(_ line: String) -> Bool {
        guard !announcements.contains(where: { line.hasPrefix($0) }) else { return false }
        return countEndings.contains { ending in
            line.ranges(of: ending).contains { place in
                let before = line[..<place.lowerBound]
                return before.last == " " && before.dropLast().last?.isNumber == true
                    && (ending.hasSuffix("(") || line[place.upperBound...].first?.isNumber == true)
            }
        }
    }

    /// A line of a log that names the part of another program it comes from, or that no error is behind.
    private static func isLog(_ line: String) -> Bool {
        if accessParts.contains(where: { line.contains($0) }) { return true }
        // ERROR rmcp::transport::worker: …
        if line.hasPrefix("error ") || line.hasPrefix("warn "),
            line.split(separator: " ", maxSplits: 2).dropFirst().first.map({ $0.contains("::") && $0.last == ":" })
                == true
        {
            return true
        }
        guard let first = line.unicodeScalars.first, ("0"..."9").contains(first) || first == "[" else { return false }
        let head = line.prefix(80)
        if quietLevels.contains(where: { head.contains($0) }) { return true }
        // 2026-07-04T02:11:09.7Z  ERROR rmcp::transport::worker: …
        return head.prefix(5).allSatisfy { $0.isNumber || $0 == "-" } && head.contains("::")
    }

    private static let prefixes = [
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
    private static let codeParts = [
        " => ", " === ", " !== ", " == ", " != ", "function(", "= new ", ".catch(", ".then(", "|rate", "|too", "|usage",
        "[- ]?", ".*", "re.compile", "logger.", ".error(", "(\\d",
    ]
    private static let testParts = [
        "::test_", "tests run:", " passed, ", "(expected ", " test failed", "*** [", " test_", "/test_", ".test.",
        "_test.", "assertionerror", "assertion failed", "assertion `",
        "err_assertion", " tests passed", " tests failed", " passed in ", " failed in ", "error: test failed",
        " specs, ", " examples, ", " scenarios (", " assertions, ",
        "to equal", "tobe(", "toequal(",
    ]
    private static let announcements = ["error", "fatal", "failed", "api error"]
    private static let countEndings = [
        "error (", "errors (", "problem (", "problems (", "warning (", "warnings (", "error, ", "errors, ", "warning, ",
        "warnings, ",
    ]
    private static let accessParts = [
        "\"get /", "\"post /", "\"put /", "\"delete /", "\"head /", "#0: *", "[warn]", "[info]", "[debug]",
    ]
    private static let quietLevels = [
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
