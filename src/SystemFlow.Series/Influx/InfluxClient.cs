using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SystemFlow.Series.Influx;

/// <summary>
/// Speaks to the server over HTTP: <c>/write</c> and <c>/query</c>, which 1.x, 2.x and 3 have in common. Whatever goes wrong is an
/// <see cref="InfluxException"/>.
/// </summary>
internal sealed class InfluxClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _database;

    public InfluxClient(InfluxOptions options)
    {
        _database = Uri.EscapeDataString(options.Database);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(5, options.TimeoutSeconds)),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that a changed address is noticed.
            AutomaticDecompression = DecompressionMethods.All,
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        {
            BaseAddress = new Uri(options.Url.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
        };
        _http.DefaultRequestHeaders.Authorization = SignIn(options);
    }

    /// <summary>Writes points; when it returns, the server has them all.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"write?db={_database}&precision=ns") { Content = content };
        using var response = await SendAsync(request, cancellationToken);
    }

    /// <summary>Asks; the answer is to be disposed of.</summary>
    public Task<QueryAnswer> QueryAsync(string query, CancellationToken cancellationToken) => AskAsync(
        new HttpRequestMessage(HttpMethod.Get, $"query?db={_database}&epoch=ns&q={Uri.EscapeDataString(query)}"), cancellationToken);

    /// <summary>Has something done that is no question: such goes by POST.</summary>
    public async Task ChangeAsync(string query, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"query?db={_database}")
        {
            Content = new FormUrlEncodedContent([new("q", query)]),
        };
        using var answer = await AskAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static AuthenticationHeaderValue? SignIn(InfluxOptions options) => options switch
    {
        { Token.Length: > 0 } => new AuthenticationHeaderValue("Token", options.Token),
        { User.Length: > 0 } => new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}"))),
        _ => null,
    };

    private async Task<QueryAnswer> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await SendAsync(request, cancellationToken);
            var answer = new QueryAnswer(await ReadAsync(response, cancellationToken));
            if (answer.Error is not { } error) return answer;
            answer.Dispose();
            throw new InfluxException(InfluxFault.OfStatement(error), error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                var words = InfluxFault.Words(await response.Content.ReadAsStringAsync(cancellationToken), response);
                throw new InfluxException(InfluxFault.Of(response.StatusCode, words), words);
            }
        }
        catch (Exception error) when (InfluxFault.IsAway(error, cancellationToken))
        {
            throw new InfluxException(Trouble.Away, InfluxFault.Reason(error), error);
        }
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        }
        catch (JsonException error)
        {
            throw new InfluxException(Trouble.Away, "its answer was no JSON: is there an InfluxDB at this address?", error);
        }
        catch (Exception error) when (InfluxFault.IsAway(error, cancellationToken))
        {
            throw new InfluxException(Trouble.Away, InfluxFault.Reason(error), error);
        }
    }
}
