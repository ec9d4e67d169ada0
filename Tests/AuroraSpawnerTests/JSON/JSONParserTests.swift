import AuroraSpawner
import Testing

@Suite struct JSONParserTests {
    @Test(
        arguments: [
            ("", "1: the text ends too early; expected a JSON value"),
            ("[1,\n2", "2: the text ends too early; expected ',' or ']'"),
            ("[1,]", "1: ']' is not allowed here; expected a JSON value"),
            ("{\"a\" 1}", "1: '1' is not allowed here; expected ':' after the key \"a\""),
            ("{a: 1}", "1: 'a' is not allowed here; expected a key in double quotes"),
            ("{} {}", "1: '{' is not allowed here; expected nothing after the value"),
            ("[01]", "1: a number begins with 0; leading zeros are not allowed"),
            ("[1.]", "1: ']' is not allowed here; expected a digit"),
            ("[-]", "1: ']' is not allowed here; expected a digit"),
            ("[+1]", "1: '+' is not allowed here; expected a JSON value"),
            ("[NaN]", "1: 'N' is not allowed here; expected a JSON value"),
            ("[nul]", "1: 'n' is not allowed here; expected a JSON value"),
            ("\"é\u{1}\"", "1: a control character in a string; write it as an escape such as \\n"),
            ("\"\\q\"", "1: an unknown escape in a string; \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX are allowed"),
            ("\"\\u12g4\"", "1: a broken \\u escape in a string; four hexadecimal digits are needed"),
            ("\"\\u+123\"", "1: a broken \\u escape in a string; four hexadecimal digits are needed"),
            ("\"\\ud83d\"", "1: half a character in a \\u escape; both surrogates are needed"),
            ("\"\\ud83d\\u0041\"", "1: half a character in a \\u escape; both surrogates are needed"),
            ("\"\\ude00\"", "1: half a character in a \\u escape; both surrogates are needed"),
            ("\"abc", "1: the text ends too early; expected '\"' at the end of a string"),
            ("\"abc\\", "1: an unknown escape in a string; \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX are allowed"),
            (
                String(repeating: "[", count: 100_000),
                "1: values are nested too deeply; 64 levels are allowed"
            ),
        ])
    func `text that is no JSON is an error with its line`(text: String, error: String) {
        #expect { try JSONParser.parse(Array(text.utf8), file: "f") } throws: { "\($0)" == "f:\(error)" }
    }

    @Test func `invalid UTF-8 is an error with its line`() {
        #expect { try JSONParser.parse([0x5B, 0x0A, 0x22, 0xC0, 0x22, 0x5D], file: "f") } throws: {
            "\($0)" == "f:2: invalid UTF-8; the text must be UTF-8"
        }
    }

    @Test func `whole numbers and others stay apart`() throws {
        func content(_ text: String) throws -> JSONValue.Content {
            try JSONParser.parse(Array(text.utf8), file: nil).content
        }
        guard case .integer(-12) = try content("-12"), case .number(1) = try content("1.0"),
            case .number(-1500) = try content("-1.5E+3"),
            case .number(1e30) = try content("1" + String(repeating: "0", count: 30))
        else {
            Issue.record("a number was read as another")
            return
        }
    }
}
