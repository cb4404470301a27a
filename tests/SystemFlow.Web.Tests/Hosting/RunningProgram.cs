using System.Diagnostics;

namespace SystemFlow.Web.Tests.Hosting;

/// <summary>The real program as a process of its own, so that it can be killed.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;

    private RunningProgram(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>The most memory that it has had resident so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it on a free port; returns when it listens.</summary>
    public static async Task<RunningProgram> StartAsync(string dataFolder, params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "SystemFlow.Web.dll");
        var start = new ProcessStartInfo(
            "dotnet", [program, "--urls", "http://127.0.0.1:0", "--Data:Directory", dataFolder, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (!line.Contains("Now listening on:", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            return new RunningProgram(process, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()));
        }

        throw new InvalidOperationException($"The program ended at its start. {await errors}");
    }

    /// <summary>Ends it as a power cut would: SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
