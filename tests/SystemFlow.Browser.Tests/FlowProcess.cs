using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Testing;

namespace SystemFlow.Browser.Tests;

/// <summary>The real app as a process of its own, with its data in a folder that goes when it goes.</summary>
public sealed class FlowProcess : IAsyncDisposable
{
    /// <summary>What people sign in with.</summary>
    public const string Password = "a password for tests";

    private const int LastWords = 40;
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly string _data = Directory.CreateTempSubdirectory("systemflow-browser-").FullName;
    private readonly string _key = RandomNumberGenerator.GetHexString(32);
    private readonly ConcurrentQueue<string> _said = new();
    private readonly string[] _arguments;
    private readonly HttpClient _http;
    private Process? _process;

    private FlowProcess(string[] arguments)
    {
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        _arguments = arguments;
        _http = new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { { "X-Api-Key", _key } } };
    }

    public Uri Address { get; }

    /// <summary>Where its data is. A test that writes there does so while it is not running.</summary>
    public string Data => _data;

    public static async Task<FlowProcess> StartAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var flow = new FlowProcess(arguments);
        await flow.LetInAsync("Ann Other", "site lead");
        await flow.LetInAsync("Jo Smith", "board member");
        await flow.StartAsync(cancellationToken);
        return flow;
    }

    /// <summary>"Ann Other" is <c>ann.other@nhs.net</c>.</summary>
    public static string UserNameOf(string name) => $"{name.ToLowerInvariant().Replace(' ', '.')}@nhs.net";

    /// <summary>Gives somebody an account that may do everything. While it is not running: it holds its accounts in memory.</summary>
    private async Task LetInAsync(string name, string job)
    {
        var root = Footprint.HertfordshireWestEssex.Root.Code;
        var grants = Enum.GetValues<Role>().Where(role => role is not Role.Viewer).Select(role => new Grant(role, root));
        using var book = new AccountBook(
            new AccountBookOptions(Path.Combine(_data, "accounts.db"), Iterations: 1_000), TimeProvider.System, new EphemeralDataProtectionProvider(), NullLoggerFactory.Instance);
        await book.CreateAsync(UserNameOf(name), name, job, "", grants, Password, "A test");
    }

    /// <summary>Starts it again, on the same port and data.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "SystemFlow.Web.dll"),
            "--urls", Address.ToString(), $"--Data:Directory={_data}", .. _arguments,
        ];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = _data,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SYSTEMFLOW_FEED_KEY"] = _key, ["SYSTEMFLOW_ADMIN_PASSWORD"] = Password, ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Ends it as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Sends a reading as a partner does. When this returns, the app has acknowledged it.</summary>
    public async Task PostAsync(string place, string metric, double value, TimeSpan age = default)
    {
        var periodEnd = TimeProvider.System.GetUtcNow() - age;
        await PostAsync([new { place, metric, value, periodEnd }]);
    }

    /// <inheritdoc cref="PostAsync(string, string, double, TimeSpan)"/>
    public async Task PostAsync(object[] observations)
    {
        var token = TestContext.Current.CancellationToken;
        using var answer = await _http.PostAsJsonAsync("api/v1/observations", observations, token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(token));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var within = new CancellationTokenSource(StartsWithin, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancellationToken);
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        try
        {
            while (!await IsReadyAsync(either.Token)) await looks.WaitForNextTickAsync(either.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            await KillAsync();
            throw new InvalidOperationException($"The app was not ready. It said:\n{string.Join('\n', _said)}", error);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (_process is { HasExited: true }) throw new InvalidOperationException("The app ended.");
        try
        {
            using var answer = await _http.GetAsync("readyz", cancellationToken);
            return answer.IsSuccessStatusCode;
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
}
