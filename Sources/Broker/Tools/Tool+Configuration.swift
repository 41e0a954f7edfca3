internal import AsyncHTTPClient
internal import NIOCore
internal import Protocol

extension Tool {
    /// A tool that the configuration describes.
    ///
    /// - Throws: what `ToolConfiguration`s that come from a configuration text cannot cause, since it is checked there.
    init(
        _ configuration: ToolConfiguration, secrets: [String: Secret], client: HTTPToolClient, clock: any BrokerClock,
        responseBytesMaximum: Int
    ) throws(ConfigurationError) {
        let template: HTTPToolTemplate
        var schemas: (input: JSONSchema?, output: JSONSchema?) = (nil, nil)
        do {
            template = try HTTPToolTemplate(configuration.http, input: configuration.input)
        } catch {
            throw ConfigurationError(nil, "the tool \"\(configuration.name)\": \(error.message)")
        }
        do {
            if let input = configuration.input { schemas.input = try JSONSchema(input) }
            if let output = configuration.output { schemas.output = try JSONSchema(output) }
        } catch {
            throw ConfigurationError(nil, "the tool \"\(configuration.name)\": \(error.description)")
        }
        let tool = HTTPTool(
            template: template, retries: configuration.retries, client: client,
            secrets: secrets.filter { template.secretNames.contains($0.key) }, clock: clock,
            responseBytesMaximum: responseBytesMaximum)
        self.init(
            name: configuration.name, description: configuration.description, input: schemas.input,
            output: schemas.output
        ) { arguments, context in
            try await tool.call(arguments, context)
        }
        timeout = configuration.timeout
        rateLimit = configuration.rateLimit
    }
}

extension HTTPClient.Configuration {
    /// For tools: redirects are the tool's own decision, and a broker's many sessions share its connections.
    static var tools: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = Timeout(connect: .seconds(10))
        // A call that cannot connect says so at once; whether it is tried again is the tool's own setting.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.decompression = .disabled
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
        configuration.httpVersion = .automatic
        return configuration
    }
}
