import Glibc

/// What the dashboard promises to cost, row by row, and htop beside it.
struct DashboardBenchmark {
    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func run() throws -> [String] {
        let rows = FrameBenchmark().rows() + (try ScreenBenchmark(options).rows())
        let width = rows.map(\.what.count).max() ?? 0
        return rows.map { $0.line(width) }
    }
}

/// One promise: what was measured, and what it was to be.
struct Row {
    var what: String
    /// Not a number where it could not be measured; the note says why.
    var figure: Double
    var unit: String
    /// The most it may be; `nil` where nothing is promised.
    var limit: Double?
    var digits = 2
    var note = ""

    func line(_ width: Int) -> String {
        let name = what + String(repeating: " ", count: width - what.count)
        guard !figure.isNaN else { return name + "  not measured: " + note }
        let measured = Figures.column(Figures.text(figure, digits: digits), 9) + " " + unit
        let padded = measured + String(repeating: " ", count: max(0, 22 - measured.count))
        let goal = limit.map { "\(figure <= $0 ? "ok  " : "MISS") ≤ \(Figures.text($0, digits: digits)) \(unit)" } ?? ""
        return name + padded + goal + (note.isEmpty ? "" : "   (\(note))")
    }
}
