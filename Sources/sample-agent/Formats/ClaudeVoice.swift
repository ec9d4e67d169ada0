import Glibc

/// `claude -p --output-format stream-json`
struct ClaudeVoice: Voice {
    let session: String
    let model: String
    /// What it may cost, in millionths of a dollar; `nil` sets no bound.
    let budget: Int?
    var turns = Turns()
    private var answer = ""
    private var denied: [String] = []

    init(session: String, model: String, budget: Int?) {
        self.session = session
        self.model = model
        self.budget = budget
    }

    func begin() {
        let fields =
            #""cwd":".","model":\#(JSON.text(model)),"tools":["Bash","Edit","Read"],"permissionMode":"default""#
        put(#""type":"system","subtype":"init",\#(fields)"#)
    }

    mutating func say(_ text: String) {
        answer = text
        message(#"{"type":"text","text":\#(JSON.text(text))}"#)
    }

    mutating func call(_ tool: String, _ object: String, gives result: String, isDenied: Bool) {
        let input = tool == "Bash" ? "command" : "file_path"
        let call = #""name":\#(JSON.text(tool)),"input":{"\#(input)":\#(JSON.text(object))}"#
        message(#"{"type":"tool_use","id":"t\#(turns.count + 1)",\#(call)}"#)
        if isDenied {
            denied.append(#"{"tool_name":\#(JSON.text(tool)),"tool_input":{"\#(input)":\#(JSON.text(object))}}"#)
        }
        let refusal = "Claude requested permissions to use \(tool), but you haven't granted it yet."
        put(
            #""type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t\#(turns.count)","#
                + #""content":\#(JSON.text(isDenied ? refusal : result)),"is_error":\#(isDenied)}]}"#)
    }

    mutating func todos(done: Int, of total: Int) {
        let todos = (0..<total).map { place in
            let state = place < done ? "completed" : place == done ? "in_progress" : "pending"
            return #"{"content":"Step \#(place + 1)","activeForm":"Doing step \#(place + 1)","status":"\#(state)"}"#
        }
        let input = #"{"todos":[\#(todos.joined(separator: ","))]}"#
        message(#"{"type":"tool_use","id":"t\#(turns.count + 1)","name":"TodoWrite","input":\#(input)}"#)
    }

    func retry(_ number: Int, of total: Int, status: Int, in seconds: Double) {
        put(
            #""type":"system","subtype":"api_retry","attempt":\#(number),"max_retries":\#(total),"#
                + #""retry_delay_ms":\#(Int(seconds * 1000)),"error_status":\#(status),"error":"\#(Self.word(status))""#
        )
    }

    func window(_ name: String, percent: Int, resetsIn seconds: Int) {
        let status = percent >= 100 ? "rejected" : percent >= 80 ? "allowed_warning" : "allowed"
        put(
            #""type":"rate_limit_event","rate_limit_info":{"status":"\#(status)","resetsAt":\#(time(nil) + seconds),"#
                + #""rateLimitType":\#(JSON.text(name)),"utilization":\#(Double(percent) / 100)}"#)
    }

    mutating func limit(resetsIn seconds: Int) {
        window("five_hour", percent: 100, resetsIn: seconds)
        end("You've hit your 5-hour limit", status: 429)
    }

    mutating func fail(_ trouble: Trouble) { end(trouble.sentence, status: trouble.status) }

    mutating func finish() { end(answer, status: nil, isError: false) }

    func missSession() {
        put(
            #""type":"result","subtype":"error_during_execution","is_error":true,"num_turns":0,"total_cost_usd":0,"#
                + #""errors":["No conversation found with session ID: \#(session)"]"#)
    }

    private mutating func message(_ part: String) {
        if let budget, turns.allMicrodollars >= budget {
            end("Reached maximum budget ($\(JSON.dollars(budget)))", status: nil, limit: "error_max_budget_usd")
            exit(1)
        }
        turns.take()
        put(
            #""type":"assistant","message":{"id":"m\#(turns.count)","type":"message","role":"assistant","#
                + #""model":\#(JSON.text(model)),"content":[\#(part)],"usage":\#(usage(turns.input, turns.output, turns.cached))},"#
                + #""parent_tool_use_id":null"#)
    }

    /// Ends the work; `limit` is one of the user's own that it came up against.
    private mutating func end(_ text: String, status: Int?, isError: Bool = true, limit: String? = nil) {
        let all = usage(turns.allInput, turns.allOutput, turns.allCached)
        put(
            #""type":"result","subtype":"\#(limit ?? "success")","is_error":\#(isError),"#
                + (status.map { #""api_error_status":\#($0),"# } ?? "")
                + (limit == nil ? #""result":\#(JSON.text(text))"# : #""errors":[\#(JSON.text(text))]"#)
                + #","num_turns":\#(turns.count),"#
                + #""total_cost_usd":\#(JSON.dollars(turns.allMicrodollars)),"usage":\#(all),"#
                + #""permission_denials":[\#(denied.joined(separator: ","))]"#)
    }

    private func usage(_ input: Int, _ output: Int, _ cached: Int) -> String {
        #"{"input_tokens":\#(input),"output_tokens":\#(output),"cache_read_input_tokens":\#(cached),"cache_creation_input_tokens":0}"#
    }

    private func put(_ members: String) {
        Output.write("{\(members),\"session_id\":\(JSON.text(session))}\n", to: STDOUT_FILENO)
    }

    private static func word(_ status: Int) -> String {
        switch status {
        case 401, 403: "authentication_failed"
        case 429: "rate_limit"
        case 500...: "server_error"
        default: "unknown"
        }
    }
}
