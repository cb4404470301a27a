using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using SystemFlow.Testing;

namespace SystemFlow.Cluster.Tests;

/// <summary>One program as a process of its own, with a folder of its own and what all nodes share.</summary>
public sealed class FlowNode : IAsyncDisposable
{
    private const int LastWords = 200;
    private const int Terminate = 15;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<string> _said = new();
    private readonly string _data = Directory.CreateTempSubdirectory("systemflow-node-").FullName;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string[] _settings;
    private Process? _process;

    /// <param name="settings">Beside where it listens and keeps its own files.</param>
    /// <param name="environment">The secrets that the nodes share.</param>
    public FlowNode(string[] settings, IReadOnlyDictionary<string, string> environment)
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}/"));
        (_settings, _environment) = (settings, environment);
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(20),
            DefaultRequestHeaders = { { "X-Api-Key", environment["SYSTEMFLOW_FEED_KEY"] } },
        };
    }

    public Uri Address { get; }

    /// <summary>Speaks with the feed's key, keeps no cookies and follows nothing.</summary>
    public HttpClient Http { get; }

    /// <summary>Its own folder.</summary>
    public string Data => _data;

    public bool Runs => _process is { HasExited: false };

    /// <summary>What it wrote last.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it, on the same address and folder as before.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        using var within = new CancellationTokenSource(StartsWithin, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancellationToken);
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        try
        {
            while (!await IsReadyAsync(either.Token)) await looks.WaitForNextTickAsync(either.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The node was not ready. It said:\n{Said}", error);
        }
    }

    /// <summary>Starts what is expected to end by itself: a command, or a node that refuses.</summary>
    /// <returns>Its exit code, once it has ended.</returns>
    public async Task<int> StartAndEndAsync(CancellationToken cancellationToken)
    {
        var process = Begin();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Asks it to end, as systemd and Docker do, and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is not { } process) return;
        Assert.Equal(0, Signal(process.Id, Terminate));
        await process.WaitForExitAsync(cancellationToken);
        _process = null;
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private Process Begin()
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "SystemFlow.Web.dll"), "--urls", Address.ToString(), $"--Data:Directory={_data}",
            "--no-simulator", .. _settings,
        ];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = _data,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["DOTNET_gcServer"] = "0" },
        };
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return _process = process;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (!Runs) throw new InvalidOperationException("The node ended.");
        try
        {
            using var answer = await Http.GetAsync("readyz", cancellationToken);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }

    private void Keep(string? line)
    {
        if (line is not null) _said.Enqueue(line);
        while (_said.Count > LastWords) _said.TryDequeue(out _);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
