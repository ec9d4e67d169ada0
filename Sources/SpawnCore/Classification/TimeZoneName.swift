/// A time zone as texts name it.
package enum TimeZoneName: Sendable, Equatable {
    /// So many seconds east of Greenwich.
    case offset(Int)
    /// An abbreviation, and what it stands for where this machine's own zone is not called by it.
    case abbreviation(String, Int)
    /// Its name in the system's zone files, such as `Europe/Oslo`.
    case named(String)

    /// What an abbreviation stands for; `nil` for one that is not known.
    ///
    /// Where several places use the same, it is the one in which most users of agents live: IST is India's and not Israel's
    /// or Ireland's, CST and CDT are Chicago's and not China's or Cuba's, BST is Britain's and not Bangladesh's, AST is
    /// Halifax's and not Arabia's, GST the Gulf's. A machine whose own zone goes by the abbreviation knows better; see
    /// `TimeZones`.
    ///
    /// - Parameter text: The abbreviation, in lower case.
    package init?(abbreviation text: String) {
        if let zone = Self.regions[text] {
            self = .named(zone)
        } else if let hours = Self.hours[text] {
            self = .abbreviation(text, Int(hours * 3600))
        } else {
            return nil
        }
    }

    /// Standard time or summer time, whichever it is there on that day.
    private static let regions = [
        "pt": "America/Los_Angeles", "mt": "America/Denver", "ct": "America/Chicago", "et": "America/New_York",
        "pacific": "America/Los_Angeles", "mountain": "America/Denver", "central": "America/Chicago",
        "eastern": "America/New_York", "beijing": "Asia/Shanghai",
    ]

    private static let hours: [String: Double] = [
        "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "wat": 1, "cest": 2, "mesz": 2,
        "eet": 2, "sast": 2, "cat": 2, "eest": 3, "msk": 3, "eat": 3, "trt": 3, "idt": 3, "gst": 4, "pkt": 5,
        "ist": 5.5,
        "npt": 5.75, "ict": 7, "wib": 7, "sgt": 8, "hkt": 8, "pht": 8, "awst": 8, "myt": 8, "jst": 9, "kst": 9,
        "acst": 9.5, "aest": 10, "acdt": 10.5, "aedt": 11, "nzst": 12, "nzdt": 13, "ndt": -2.5, "brt": -3, "art": -3,
        "adt": -3, "nst": -3.5, "ast": -4, "edt": -4, "clt": -4, "est": -5, "cdt": -5, "cot": -5, "pet": -5, "cst": -6,
        "mdt": -6, "mst": -7, "pdt": -7, "pst": -8, "akdt": -8, "akst": -9, "hst": -10,
    ]
}
