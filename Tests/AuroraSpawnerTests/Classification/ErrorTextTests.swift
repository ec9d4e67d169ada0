import SpawnCore
import SpawnProcess
import Testing

@testable import AuroraSpawner

@Suite struct ErrorTextTests {
    private static let shared = OutputClassifier()
    private let classifier = Self.shared

    private func classify(stdout: String = "", stderr: String = "", exit: Int32 = 1, tool: String = "any") -> Finding? {
        classifier.classify(
            ChildEnd(.exited(exit)), stdout: CapturedOutput(head: Array(stdout.utf8)),
            stderr: CapturedOutput(head: Array(stderr.utf8)), tool: tool, now: Corpus.now
        ).finding
    }

    @Test(arguments: [
        ("Error: timed out\nError: invalid api key", FailureKind.authError),
        ("Error: invalid api key\nError: timed out", .timeout),
        ("Error: 503 service unavailable\nError: rate limit\nError: bad gateway", .transientError),
    ])
    func `the last message decides`(text: String, kind: FailureKind) {
        #expect(classify(stderr: text)?.meaning.kind == kind)
    }

    @Test(arguments: [
        ("rate limit and unauthorized", ErrorCategory.transient), ("unauthorized and timed out", .permanent),
        ("timed out and out of memory", .timeout), ("out of memory and connection reset", .resource),
        ("connection reset", .transient), ("quota exceeded and connection reset", .resource),
    ])
    func `within a message rate limits go before permanent, timeout, resource and transient`(
        text: String, category: ErrorCategory
    ) {
        #expect(classify(stderr: "Error: \(text)")?.meaning.category == category)
    }

    @Test func `a message goes on in the lines that are indented or boxed with it`() {
        let indented = "Error: 429 {\n  \"message\": \"slow down\",\n  \"retry_after\": 12\n}"
        #expect(classify(stderr: indented)?.hint?.wait == .seconds(12))
        let boxed =
            "╭─ Error ─────╮\n│ the connec  │\n│ tion reset  │\n│ by timed    │\n│ out         │\n╰─────────────╯"
        #expect(classify(stderr: boxed)?.meaning.kind == .timeout)
    }

    @Test func `escape sequences, carriage returns and NULs hide nothing`() {
        let text = "\u{1B}[31mError:\u{1B}[0m rate \u{1B}[1mlimit\u{1B}[0m\r\n\u{0}"
        #expect(classify(stderr: text)?.meaning.kind == .rateLimit)
        #expect(classify(stderr: "loading… 50 %\rError: unauthorized")?.meaning.kind == .authError)
    }

    @Test func `an address is no error`() {
        #expect(classify(stderr: "see https://example.com/docs/401-unauthorized") == nil)
        #expect(
            classify(stderr: "Error: 401 Unauthorized, see https://example.com/errors/rate-limit")?.meaning.kind
                == .authError)
    }

    @Test func `only the last 64 KiB are read`() {
        let filler = String(repeating: "all is well here\n", count: 5000)
        #expect(classify(stderr: "Error: unauthorized\n" + filler) == nil)
        #expect(classify(stderr: filler + "Error: unauthorized\n")?.meaning.kind == .authError)
    }

    @Test func `stdout is read of a failure alone`() {
        #expect(classify(stdout: "Error: rate limit", exit: 0) == nil)
        #expect(classify(stdout: "Error: rate limit", exit: 1)?.meaning.kind == .rateLimit)
    }

    @Test func `rule, matched text and message are told`() {
        let finding = classify(stderr: "start\nError: Rate-Limit exceeded for you\n")
        #expect(finding?.rule == "rate.?limit")
        #expect(finding?.matchedText == "Rate-Limit")
        #expect(finding?.message == "Error: Rate-Limit exceeded for you")
    }

    @Test(arguments: [
        (
            "Error code: 401 - {'error': {'message': 'Incorrect API key: sk-dummy.', 'type': 'x', 'param': None}}",
            "Error code: 401: Incorrect API key: sk-dummy."
        ),
        (
            #"openai.RateLimitError: Error code: 429 - {'error': {'message': "You can't now, rate limit", 'code': 'x'}}"#,
            "openai.RateLimitError: Error code: 429: You can't now, rate limit"
        ),
        (#"API Error: 529 {"type":"error","error":{"message":"Over\"loaded\"","ty"#, #"API Error: 529: Over"loaded""#),
        ("Error: unauthorized {'a': 1}", "Error: unauthorized {'a': 1}"),
    ])
    func `a message is what a value in it says, though it is cut off or written as Python does`(
        line: String, message: String
    ) {
        #expect(classify(stderr: line + "\n")?.message == message)
    }

    @Test func `a pattern of the configuration counts everywhere, and in its own classifier alone`() throws {
        let configuration = try SpawnerConfiguration(
            json: #"{"spawner": {"patterns": {"permanent": ["flux capacitor"], "transient": ["flaky.?backend"]}}}"#)
        let text = CapturedOutput(head: Array("added tests, but the flux capacitor broke\n".utf8))
        func kind(_ classifier: OutputClassifier) -> ErrorCategory? {
            classifier.classify(
                ChildEnd(.exited(1)), stdout: CapturedOutput(), stderr: text, tool: "any", now: 0
            ).finding?.meaning.category
        }
        #expect(kind(OutputClassifier(configuration)) == .permanent)
        #expect(kind(classifier) == nil)
    }

    @Test(arguments: ["(", "a{2,1}", "(a)\\1", "(?<=x)y", ".*", "[z-a]"])
    func `a pattern that cannot be used is refused by name when the configuration is read`(pattern: String) {
        let json = #"{"spawner": {"patterns": {"transient": ["fine", "\#(pattern.replacing("\\", with: "\\\\"))"]}}}"#
        let error = #expect(throws: InputError.self) { try SpawnerConfiguration(json: json, file: "c.json") }
        #expect(
            error?.description.hasPrefix("c.json:1: spawner.patterns.transient[1] is the pattern '\(pattern)'") == true)
    }

    @Test func `reading is total and cares for no chunks, whatever comes`() async {
        var generator = SystemRandomNumberGenerator()
        let words = [
            "Error: ", "rate limit", "429", "\n", " ", "\u{1B}[", "│", "{\"error\":", "retry-after: ", "9", "é",
            "\u{0}", "://", "}",
        ]
        for _ in 0..<300 {
            // Tests of real processes wait for their turn on the same few threads.
            await Task.yield()
            let text = (0..<Int.random(in: 0..<60)).map { _ in words.randomElement(using: &generator) ?? "" }.joined()
            let first = classify(stdout: text, stderr: text)
            #expect(first == classify(stdout: text, stderr: text))
            var bytes = Array(text.utf8)
            for _ in 0..<4 where !bytes.isEmpty { bytes[Int.random(in: 0..<bytes.count)] = .random(in: 0...255) }
            _ = classifier.classify(
                ChildEnd(.exited(1)), stdout: CapturedOutput(head: bytes), stderr: CapturedOutput(tail: bytes),
                tool: "claude",
                now: 0)
        }
    }
}
