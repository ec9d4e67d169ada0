import Testing

@testable import Dashboard

struct ErrorWordsTests {
    @Test(arguments: [
        ("API Error: Request timed out.", "API Error: Request timed out."),
        (
            #"API Error: 401 {"type":"error","error":{"type":"auth","message":"invalid x-api-key"}} · Please run /login"#,
            "API Error: 401 invalid x-api-key · Please run /login"
        ),
        (#"{"error": {"message": "no model \"opus\" here"}}"#, #"no model "opus" here"#),
        (#"429 {"message":"slow do"#, "429 slow do"),
        (#"429 {"message":"#, #"429 {"message":"#),
        (#"the "message":"x" of nobody"#, #"the "message":"x" of nobody"#),
        (#"{"message":"ends in \"#, "ends in "),
    ])
    func `an error is shown without the JSON around it`(message: String, plain: String) {
        #expect(ErrorWords.plain(message) == plain)
    }
}
