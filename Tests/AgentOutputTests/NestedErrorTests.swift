import SpawnCore
import Testing

@testable import AgentOutput

/// Errors of services that stand as text inside of a message.
struct NestedErrorTests {
    private static func nested(_ text: String) -> ReportedFailure {
        ReportedFailure(message: text, field: "is_error", value: "true")
    }

    @Test(
        arguments: [
            (#"API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Busy"}}"#, .transientError),
            (#"{"error":{"type":"invalid_request_error","code":"invalid_api_key","message":"Busy"}}"#, .authError),
            (#"{"error":{"code":429,"message":"Busy"}}"#, .rateLimit),
            (#"{"error":{"code":529,"message":"{\"error\":{\"message\":\"Busy\"}}"}}"#, .transientError),
            (#"{"error":{"code":400,"message":"{\"error\":{\"code\":401,\"message\":\"Busy\"}}"}}"#, .authError),
            ("{\n  \"error\": {\n    \"status\": 503,\n    \"message\": \"Busy\"\n  }\n}", .transientError),
            (#"{"detail":"Busy","status":401}"#, .authError),
        ] as [(String, FailureKind)])
    func `the innermost words and the nearest meaning count`(text: String, kind: FailureKind) {
        let failure = Self.nested(text)
        #expect(failure.meaning?.kind == kind)
        #expect(failure.message == "Busy")
    }

    @Test func `a model that was not found is an invalid model`() {
        let text = #"{"type":"error","error":{"type":"not_found_error","message":"model: m-9"}}"#
        #expect(Self.nested(text).meaning?.kind == .invalidModel)
        #expect(Self.nested(#"{"error":{"type":"not_found_error","message":"file: x"}}"#).meaning?.kind == .notFound)
    }

    @Test func `text without JSON, or with broken JSON, is the message itself`() {
        for text in ["Busy", "use {braces}", #"{"error":{"message":"cut"#, "{}"] {
            #expect(Self.nested(text).message == text)
            #expect(Self.nested(text).meaning == nil)
        }
    }

    @Test func `only so many are opened`() {
        var text = "Busy"
        for level in 1...10 {
            let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
            text = #"{"message":"\#(escaped)"}"#
            #expect((NestedError(in: text)?.message == "Busy") == (level <= 8))
        }
    }
}
