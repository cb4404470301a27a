using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SystemFlow.Testing;

/// <summary>
/// Debian's <c>influxd</c> (1.6), in a folder of its own, on a free port of this machine alone. It can be killed, and started again on what
/// it left.
/// </summary>
public sealed class InfluxServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("influxd-");
    private readonly HttpClient _http = new();
    private readonly string _config;
    private Process? _process;

    /// <param name="mustSignIn">Whether it wants a name and a password.</param>
    public InfluxServer(bool mustSignIn = false)
    {
        var ports = Ports.Free(2);
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[0]}");
        _config = Path.Combine(_folder.FullName, "influxdb.conf");
        File.WriteAllText(_config, Config(_folder.FullName, ports[0], ports[1], mustSignIn));
    }

    /// <summary>Why it cannot be started on this machine; null when it can.</summary>
    public static string? Missing => Program is null
        ? "There is no influxd to test with: apt-get install influxdb (Debian's; ./test does so where it may)."
        : null;

    /// <summary>Where it answers.</summary>
    public string Url { get; }

    /// <summary>Where its files are: <c>data</c> and <c>wal</c>, each with a folder for each database.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Its process, while it runs.</summary>
    public int ProcessId => (_process ?? throw new InvalidOperationException("influxd does not run.")).Id;

    private static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "influxd")).FirstOrDefault(File.Exists);

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program!)
        {
            ArgumentList = { "-config", _config },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("INFLUXDB_CONFIG_PATH");
        var process = Process.Start(start)!;
        _process = process;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var began = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(cancellationToken))
        {
            if (process.HasExited) throw new InvalidOperationException($"influxd ended: {await said}");
            if (TimeProvider.System.GetElapsedTime(began) > LongestStart) throw new TimeoutException("influxd did not answer.");
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Ends it at once: kill -9. What it had on disk is there when it is started again.</summary>
    public void Kill()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill(); // SIGKILL, to this process alone.
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Asks it something, or has it do something.</summary>
    /// <returns>Its JSON.</returns>
    public Task<string> QueryAsync(string database, string query, CancellationToken cancellationToken) =>
        QueryAsync(database, query, "", "", cancellationToken);

    /// <inheritdoc cref="QueryAsync(string, string, CancellationToken)"/>
    public async Task<string> QueryAsync(string database, string query, string user, string password, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("q", query), new("db", database), new("epoch", "ns")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Url}/query")) { Content = form };
        if (user.Length > 0)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        _http.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Config(string folder, int port, int backups, bool mustSignIn) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:{backups}"
        [meta]
          dir = "{folder}/meta"
        [data]
          dir = "{folder}/data"
          wal-dir = "{folder}/wal"
          query-log-enabled = false
        [monitor]
          store-enabled = false
        [subscriber]
          enabled = false
        [http]
          enabled = true
          bind-address = "127.0.0.1:{port}"
          auth-enabled = {(mustSignIn ? "true" : "false")}
          log-enabled = false
        [logging]
          level = "warn"
        [[graphite]]
          enabled = false
        [[collectd]]
          enabled = false
        [[opentsdb]]
          enabled = false
        [[udp]]
          enabled = false
        [continuous_queries]
          enabled = false

        """);

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"{Url}/ping"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
