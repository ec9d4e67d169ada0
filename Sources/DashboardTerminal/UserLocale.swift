import Glibc

/// What the user's locale says of the terminal.
package enum UserLocale {
    /// Whether it shows UTF-8. So it is taken to do where there is no locale: one that shows anything else has become rare.
    ///
    /// It changes nothing: messages of the system stay in English, and numbers as they are.
    package static let isUTF8: Bool = {
        let names = unsafe [getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")]
        let name = unsafe names.map { unsafe $0.map { unsafe String(cString: $0) } ?? "" }.first { !$0.isEmpty }
        guard let name else { return true }
        guard let locale = unsafe newlocale(1 << LC_CTYPE, "", nil) else {
            // Of one that is not installed the name must do.
            return name.lowercased().replacing("-", with: "").contains("utf8")
        }
        defer { unsafe freelocale(locale) }
        return unsafe String(cString: nl_langinfo_l(Int32(CODESET), locale)) == "UTF-8"
    }()
}
