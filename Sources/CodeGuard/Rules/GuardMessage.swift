/// Message templates that configurations give.
enum GuardMessage {
    /// A template with its placeholders replaced.
    static func fill(_ template: String, _ values: KeyValuePairs<String, String>) -> String {
        var result = template
        for (placeholder, value) in values {
            result = result.split(separator: placeholder, omittingEmptySubsequences: false).joined(separator: value)
        }
        return result
    }
}
