import AuroraSpawner
import Testing

@Suite struct ResultsDocumentTests {
    static let failure = Failure(
        category: .permanent, kind: .authError, rule: #"\b401\b"#, message: "401 \"no\"\n")

    static var failed: SpawnResult {
        var result = SpawnResult(taskIndex: 1, taskID: "b", prompt: "do\tit \u{1}", agent: "coder", ending: .failed)
        result.output = CapturedOutput(head: [0x61, 0xFF, 0x62])
        result.error = "401"
        result.exitCode = 1
        result.executionTime = .seconds(1.5)
        result.attempts = [
            AttemptRecord(
                number: 1, agent: "coder", tool: "claude", isFallback: false,
                startedAt: Moment(nanoseconds: 250_000_000),
                duration: .seconds(1.5), exit: .signalled(9), outcome: .failure(failure), termination: .timeout)
        ]
        return result
    }

    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `the results document has every key in a fixed order`() {
        var metrics = RecoveryMetrics()
        metrics.record(Self.failed)
        let document = ResultsDocument(
            runID: "r1", results: [Self.failed], metrics: metrics, duration: .milliseconds(2500))
        #expect(
            text(document.json()) == """
                {"run_id":"r1","summary":{"total":1,"succeeded":0,"failed":1,"rejected":0,"blocked":0,"rate_limited":0,\
                "cancelled":0,"skipped":0,"carried_over":0,"recovered":0,"start_retries":0,"used_fallback":0,"success_rate":0.0,"recovery_rate":null,\
                "denied":0,"usage":null,"cost":{"usd":null,"source":"unknown"},"duration":2.5},"results":[
                {"task_index":1,"task_id":"b","prompt":"do\\tit \\u0001","agent":"coder","success":false,\
                "ending":"failed","output":"a\u{FFFD}b","output_truncated":false,"output_bytes":3,"error":"401",\
                "exit_code":1,"fallback":false,"original_agent":null,"retry_count":0,"start_retries":0,"termination_reason":"timeout",\
                "timeout_extended":false,"execution_time":1.5,"queue_wait":null,"category":"permanent","kind":"auth_error",\
                "rejected_by":null,"reset_at":null,"session":null,"continues":null,"usage":null,\
                "cost":{"usd":null,"source":"unknown"},"denied":[],"attempts":[{"number":1,"agent":"coder","tool":"claude","fallback":false,"start":0.25,\
                "duration":1.5,"exit_code":null,"signal":9,"outcome":"failure","cause":null,"category":"permanent",\
                "kind":"auth_error","rule":"\\\\b401\\\\b","message":"401 \\"no\\"\\n","reset_at":null,\
                "termination_reason":"timeout","leaks":[],"output_files":[],"peak_memory_bytes":null,"session":null,"continues":null,\
                "model":null,"usage":null,"cost":{"usd":null,"source":"unknown"},"denied":[],"denied_count":0}]}]}

                """)
    }

    @Test(arguments: [0, 1])
    func `a long output keeps 32 KiB of its head and of its tail`(missing: Int) throws {
        var result = Self.failed
        let head = [UInt8](repeating: 0x68, count: 65_536)
        let tail = [UInt8](repeating: 0x74, count: 65_536)
        result.output = CapturedOutput(head: head, tail: tail, byteCount: 131_072 + missing)
        let document = ResultsDocument(runID: "", results: [result], metrics: RecoveryMetrics(), duration: .zero)
        let json = text(document.json())
        #expect(json.contains("\"output_truncated\":true,\"output_bytes\":\(131_072 + missing)"))
        let output = String(repeating: "h", count: 32_768) + "\\n[… \(65_536 + missing) bytes left out …]\\n"
        #expect(json.contains("\"\(output)\(String(repeating: "t", count: 32_768))\""))
    }

    @Test(arguments: [("é", 2), ("€", 3), ("😀", 4)])
    func `a long output is cut between characters`(character: String, length: Int) throws {
        var result = Self.failed
        for padding in 0..<length {
            let text = String(repeating: "x", count: padding) + String(repeating: character, count: 131_072 / length)
            let bytes = Array(text.utf8)
            result.output = CapturedOutput(head: Array(bytes.prefix(65_536)), tail: Array(bytes.dropFirst(65_536)))
            let document = ResultsDocument(runID: "", results: [result], metrics: RecoveryMetrics(), duration: .zero)
            #expect(!self.text(document.json()).contains("\u{FFFD}"))
        }
    }

    @Test(arguments: RandomValues.seeds(200))
    func `a document is read back as it was written`(seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        var replay = RunReplay()
        for event in random.run() { replay.apply(event) }
        let results = replay.results.values.sorted { $0.taskIndex < $1.taskIndex }
        let document = ResultsDocument(
            runID: random.text(), results: results, metrics: replay.metrics, duration: random.duration())
        #expect(try ResultsDocument(json: document.json(), file: nil) == document)
    }

    @Test func `a document that is none is an error with its place`() {
        #expect {
            try ResultsDocument(json: Array("{\"run_id\": \"x\",\n\"summary\": 3}".utf8), file: "r.json")
        } throws: {
            "\($0)" == "r.json:2: summary is 3; allowed is an object"
        }
    }
}
